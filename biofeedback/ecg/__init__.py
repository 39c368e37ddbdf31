"""What the electrocardiogram tells: when the heart beat, and by which way. Pure."""
