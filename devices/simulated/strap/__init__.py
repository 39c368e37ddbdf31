"""The strap around the simulated person: its sensors, clock, radio and faults."""
