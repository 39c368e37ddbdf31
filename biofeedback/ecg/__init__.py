"""Heart beats from the electrocardiogram: their times, and whether they are of normal origin. Pure."""
