"""The view for terminals: the same state as the window, in one screen of text."""
