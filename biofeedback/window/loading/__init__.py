"""What the window reads in the background: past sessions and slow modules."""
