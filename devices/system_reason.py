"""Translates the system's error reasons into messages: the system's words exist in only one language."""

import errno
from pathlib import Path
from typing import Final

from devices.message import Message, message, verbatim

_REASONS: Final = {
    errno.ENOENT: message("store.no_such_file"),
    errno.EACCES: message("store.not_permitted"),
    errno.EPERM: message("store.operation_not_permitted"),
    errno.EEXIST: message("store.file_exists"),
    errno.EISDIR: message("store.is_a_directory"),
    errno.ENOTDIR: message("store.not_a_directory"),
    errno.ENAMETOOLONG: message("store.name_too_long"),
    errno.ENOSPC: message("store.no_space"),
    errno.EROFS: message("store.read_only"),
    errno.EIO: message("store.input_output"),
    errno.EFBIG: message("store.too_large"),
    errno.EMFILE: message("store.too_many_open"),
    errno.ENFILE: message("store.too_many_open_in_system"),
    errno.EBUSY: message("store.busy"),
}


class UnfitFileError(OSError):
    """A file that is not opened or not read completely because of its kind or size.

    Parameters
    ----------
    number : int
        The system's error number, such as ``errno.EINVAL``.
    reason : Message
        What is wrong with the file.
    path : Path
        The file.
    """

    def __init__(self, number: int, reason: Message, path: Path) -> None:
        super().__init__(number, str(reason), str(path))
        self.reason = reason


def reason_of(error: OSError) -> Message:
    """Return in a few words why the system refused; use its own words for unknown errors."""
    if isinstance(error, UnfitFileError):
        return error.reason
    known = _REASONS.get(error.errno or 0)
    return known or verbatim(error.strerror or str(error))
