"""Opens only regular files: a pipe may never end, and opening a device may have an effect."""

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
"""Flags that also avoid blocking if a pipe has replaced the file in the meantime."""


def open_regular_file(path: Path) -> BinaryIO:
    """Open a file for reading without blocking.

    Raises
    ------
    OSError
        If it can't be opened or is not a regular file; `devices.system_reason.reason_of` gives the reason.
    """
    _require_regular(path, path.stat().st_mode)
    # Open in one step: a signal between making the descriptor and its file would close it twice.
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
        If it can't be read, is not a regular file, or is larger.
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
