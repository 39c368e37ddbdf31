"""What the person could do differently: measured breathing compared with the guide. Pure."""
