"""The pages after a practice: ratings and summary."""
