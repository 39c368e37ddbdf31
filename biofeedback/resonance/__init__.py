"""The search for the breathing rate with the strongest heart response. Pure."""
