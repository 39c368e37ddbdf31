"""Every sentence that a person sees, in every language."""
