"""The guide: which breath, and where in it, at any moment."""
