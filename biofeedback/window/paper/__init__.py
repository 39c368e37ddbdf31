"""Sheets of paper: the report of a session as a PDF."""
