"""What is practised day by day: the plan of one day."""
