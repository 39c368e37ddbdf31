"""The pages that change a practice: patterns, searches and settings."""
