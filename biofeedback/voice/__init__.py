"""A voice for closed eyes: the system's own speech, or the person's recordings, rendered ahead."""
