"""The search for the breathing rate that the heart responds to most. Pure."""
