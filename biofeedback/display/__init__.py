"""The window: the only room of the house in which Qt lives."""
