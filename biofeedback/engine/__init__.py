"""The engine: events become states, the same way live and replayed. Pure."""
