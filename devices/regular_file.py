"""Regular files only: a pipe would never end, and a device may do something when it is opened."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from devices.message import message
from devices.system_reason import UnfitFileError

_WHAT_IT_IS: Final = (
    (stat.S_ISDIR, message("store.is_folder")),
    (stat.S_ISFIFO, message("store.is_pipe")),
    (stat.S_ISCHR, message("store.is_device")),
    (stat.S_ISBLK, message("store.is_device")),
    (stat.S_ISSOCK, message("store.is_socket")),
)

_HOW: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that took the file's place in the meantime must not block either."""


def open_regular_file(path: Path) -> BinaryIO:
    """Open a file for reading, at once or not at all.

    Raises
    ------
    OSError
        If it can't be opened or is no regular file; `devices.system_reason.reason_of` says why.
    """
    _require_regular(path, path.stat().st_mode)
    # Opened in one step: a signal that came between a descriptor and its file would have it closed twice.
    file = open(path, "rb", opener=_opened)  # noqa: SIM115
    try:
        _require_regular(path, os.fstat(file.fileno()).st_mode)
    except BaseException:
        file.close()
        raise
    return file


def _opened(path: str, _flags: int) -> int:
    return os.open(path, _HOW)


def read_regular_file(path: Path, most_bytes: int) -> bytes:
    """Read a file up to a number of bytes.

    Raises
    ------
    OSError
        If it can't be read, is no regular file, or is larger.
    """
    with open_regular_file(path) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise UnfitFileError(errno.EFBIG, message("store.is_larger", most_mb=most_bytes / 1e6), path)
    return content


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        irregular = message("store.is_irregular")
        what = next((words for is_kind, words in _WHAT_IT_IS if is_kind(mode)), irregular)
        raise UnfitFileError(errno.EINVAL, what, path)
