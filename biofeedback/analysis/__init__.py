"""A whole recording: what its file contains, its figures, and the outcome of the session."""
