"""Errors about files, each with advice."""

import errno
from pathlib import Path
from typing import Final

from devices.errors import BiofeedbackError
from devices.message import message
from devices.system_reason import reason_of

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class SessionFileError(BiofeedbackError):
    """A file is missing, unreadable or not what it should be."""


class FileExistsAlreadyError(SessionFileError):
    """A new file was to be created, but it already exists."""

    def __init__(self, path: Path) -> None:
        super().__init__(message("store.exists", path=f"{path}"), message("store.choose_another_name"))


def unreadable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not allow us to read."""
    return SessionFileError(
        message("store.unreadable", path=f"{path}", why=reason_of(error)),
        message("store.check_name_and_permissions"),
    )


def unreadable_folder(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a folder that the system does not allow us to list."""
    return SessionFileError(
        message("store.unreadable_folder", path=f"{path}", why=reason_of(error)),
        message("store.check_permissions_or_name_folder"),
    )


def unwritable(path: Path, error: OSError) -> SessionFileError:
    """Return the error for a file that the system does not allow us to write."""
    full = error.errno in _FULL
    return SessionFileError(
        message("store.unwritable", path=f"{path}", why=reason_of(error)),
        message("store.free_space") if full else message("store.choose_writable_folder"),
    )
