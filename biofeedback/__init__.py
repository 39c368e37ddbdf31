"""What the heart says and how it is shown: signals, pacing, display and the command line."""
