"""A recording as a whole: what a file holds, its figures, and what a session came to."""
