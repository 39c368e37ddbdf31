"""Every figure of the program: its key, unit and name, how it is computed, and what it means."""
