"""A simulated person and the strap around the chest: for tests, demonstrations and faults on demand."""
