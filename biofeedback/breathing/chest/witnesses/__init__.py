"""What tells which half of a breath is the inhale: heart and shape of the breath, joined. Pure."""
