"""Times of samples: a strap's own clock mapped to the host's. Pure."""
