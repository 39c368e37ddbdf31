"""Past sessions: imports, weekly values and trends."""
