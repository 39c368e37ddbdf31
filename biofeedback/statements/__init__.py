"""What a state or a result says, as messages that window, terminal and report share."""
