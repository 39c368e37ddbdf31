"""The pages about safety and about what each figure means."""
