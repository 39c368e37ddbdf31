"""Sessions on disk: the recorder, the store, replay, imports and lists of sessions."""
