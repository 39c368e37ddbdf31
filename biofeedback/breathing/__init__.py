"""Breathing as it is, not as it is guided: from the acceleration of a chest strap. Pure."""
