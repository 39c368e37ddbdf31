"""Heart-rate variability: time domain, spectrum and nonlinear figures. Pure."""
