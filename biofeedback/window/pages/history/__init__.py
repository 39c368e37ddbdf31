"""The pages about past sessions."""
