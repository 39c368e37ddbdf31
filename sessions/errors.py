"""What can go wrong with files, told with advice."""

import errno
from pathlib import Path
from typing import Final

from devices.errors import BiofeedbackError

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class SessionFileError(BiofeedbackError):
    """A file that is missing, unreadable or not what it should be."""


class FileExistsAlreadyError(SessionFileError):
    """A file that was to be made and is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already.", "Choose another name, or move it away.")


def unreadable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not let us read."""
    return SessionFileError(f"{path} can't be read: {error.strerror}.", "Check the name and the permissions.")


def unreadable_folder(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a folder that the system does not let us look into."""
    return SessionFileError(
        f"The folder {path} can't be read: {error.strerror}.",
        "Check its permissions, or name another folder with --data-dir.",
    )


def unwritable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not let us write."""
    advice = (
        "Free some space on the disk." if error.errno in _FULL else "Choose a folder that you may write to."
    )
    return SessionFileError(f"{path} can't be written: {error.strerror}.", advice)
