"""Guided programmes: steps with texts, with or without a breathing pace. Programmes are data, not code."""
