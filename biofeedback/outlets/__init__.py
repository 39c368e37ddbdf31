"""States for other programs, while a practice runs."""
