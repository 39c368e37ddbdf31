"""The charts and cards of the window."""
