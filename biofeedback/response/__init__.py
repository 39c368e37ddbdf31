"""The heart's response to each breath, its confidence interval and its change. Pure."""
