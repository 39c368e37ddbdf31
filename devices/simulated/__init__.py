"""A simulated person with a chest strap: for tests, demonstrations and faults on demand."""
