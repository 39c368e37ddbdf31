"""What is kept: the recorder, the store, replay, imports and lists of sessions."""
