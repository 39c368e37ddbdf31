"""Reads and writes EDF+ files."""
