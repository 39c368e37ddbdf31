"""All figures of the program: their keys, units and names, how to compute them, and what they mean."""
