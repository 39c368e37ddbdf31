"""Tables of intervals, read and written."""
