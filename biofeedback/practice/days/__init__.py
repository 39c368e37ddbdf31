"""Daily practice: the plan of one day."""
