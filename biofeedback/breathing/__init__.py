"""Measured breathing, from the acceleration and the heart beats of a chest strap. Pure."""
