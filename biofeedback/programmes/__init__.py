"""Guided programmes: a text for each moment, with or without a pace to breathe at. Data, no code."""
