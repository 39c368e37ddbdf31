"""A voice for practice with closed eyes: the system's speech or the person's recordings, rendered ahead."""
