"""Breathing measured from the ECG and from the intervals between beats. Pure."""
