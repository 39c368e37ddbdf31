"""The guide: the breath, and the position in it, at any moment."""
