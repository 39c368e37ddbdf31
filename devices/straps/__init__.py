"""Bluetooth straps: the data they send, how to find them, and the connection to them."""
