"""Breathing measured from the acceleration of the chest. Pure."""
