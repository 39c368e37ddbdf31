"""The simulated person: heart, lungs, posture and speech. Pure."""
