"""What the person could do otherwise: measured breathing beside the guide. Pure."""
