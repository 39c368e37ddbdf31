"""Regular files only: a pipe would never end, and a device may do something when it is opened."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_WHAT_IT_IS: Final = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
)

_HOW: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that took the file's place in the meantime must not block either."""


def open_regular_file(path: Path) -> BinaryIO:
    """Open a file for reading, at once or not at all.

    Raises
    ------
    OSError
        If it can't be opened or is no regular file; its ``strerror`` says what it is.
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
        raise OSError(errno.EFBIG, f"it is larger than {most_bytes / 1e6:g} MB", str(path))
    return content


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        what = next((words for is_kind, words in _WHAT_IT_IS if is_kind(mode)), "it is no regular file")
        raise OSError(errno.EINVAL, what, str(path))
