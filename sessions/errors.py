"""What can go wrong with files, told with advice."""

from pathlib import Path

from devices.errors import BiofeedbackError


class SessionFileError(BiofeedbackError):
    """A file that is missing, unreadable or not what it should be."""


def unreadable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not let us read."""
    return SessionFileError(f"{path} can't be read: {error.strerror}.", "Check the name and the permissions.")


def unwritable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not let us write."""
    return SessionFileError(
        f"{path} can't be written: {error.strerror}.", "Choose a folder that you may write to."
    )
