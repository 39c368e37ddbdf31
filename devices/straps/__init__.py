"""Bluetooth straps: what they send, how they are found, and the link to them."""
