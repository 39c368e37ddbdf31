"""Evidence for which half of a breath is the inhale, from the heart and the shape of the breath. Pure."""
