"""One live session couples source, recorder and engine. Views and sound listen to it."""
