"""Messages about a state or a result, shared by window, terminal and report."""
