"""The view for terminals: the same state as in the window, on one screen of text."""
