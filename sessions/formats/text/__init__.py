"""Reads intervals from plain text, and the lines of a text from anywhere."""
