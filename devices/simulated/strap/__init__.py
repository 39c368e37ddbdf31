"""The simulated person's strap: its sensors, clock, radio and faults."""
