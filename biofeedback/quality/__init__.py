"""How far a recording can be trusted, live and as a whole. Pure."""
