"""Reads and writes tables of intervals."""
