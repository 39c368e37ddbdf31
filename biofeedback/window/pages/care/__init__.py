"""The pages about safety and about the meaning of each figure."""
