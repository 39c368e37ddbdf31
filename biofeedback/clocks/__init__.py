"""Times of samples: maps a strap's own clock to the host's. Pure."""
