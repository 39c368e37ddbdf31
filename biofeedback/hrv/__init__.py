"""Heart-rate variability: time domain, spectrum and nonlinear measures. Pure."""
