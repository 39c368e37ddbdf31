"""Colours, sizes, places and language of the window."""
