"""The simulated strap as a real Bluetooth peripheral, for other programs."""
