"""The pages over the window, and what leads from one to the next."""
