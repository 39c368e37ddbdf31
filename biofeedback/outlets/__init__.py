"""Provides states to other programs while a practice runs."""
