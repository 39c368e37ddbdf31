"""EDF+ files, read and written."""
