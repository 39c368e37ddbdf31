"""Where samples come from: what a strap says, over Bluetooth or simulated."""
