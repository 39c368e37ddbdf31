"""Signal quality of a strap, live and for a whole recording. Pure."""
