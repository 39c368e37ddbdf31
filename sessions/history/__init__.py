"""Past sessions: imports, weeks and trends."""
