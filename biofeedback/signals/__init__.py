"""What beats mean: times, variability and the response to each breath."""
