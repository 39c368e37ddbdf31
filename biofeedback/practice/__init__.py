"""One live session: source, recorder and engine coupled. Views and sound listen to it."""
