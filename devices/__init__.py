"""Data sources: real straps over Bluetooth, and simulated ones."""
