"""The simulated person: heart, lungs, posture and speech; no I/O."""
