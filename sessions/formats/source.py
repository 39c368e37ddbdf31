"""A file from anywhere, read once and with limits, whatever it turns out to be."""

from functools import cached_property
from pathlib import Path
from typing import Final

from devices.message import message
from devices.regular_file import open_regular_file
from sessions.errors import SessionFileError, unreadable

_HEAD_BYTES: Final = 4096
_LARGEST_TEXT_BYTES: Final = 20_000_000


class SourceFile:
    """A file whose format is not known yet.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    SessionFileError
        If it is missing, can't be read, or is no regular file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with open_regular_file(path) as file:
                self.head = file.read(_HEAD_BYTES)
        except OSError as error:
            raise _failed(path, error) from error

    def content(self, largest_bytes: int) -> bytes:
        """Return all bytes.

        Parameters
        ----------
        largest_bytes : int
            A file of this format is never larger.

        Raises
        ------
        SessionFileError
            If the file is larger, or can't be read.
        """
        try:
            with open_regular_file(self.path) as file:
                content = file.read(largest_bytes + 1)
        except OSError as error:
            raise _failed(self.path, error) from error
        if len(content) > largest_bytes:
            raise SessionFileError(
                message("file.too_large", path=str(self.path), largest_mb=largest_bytes // 1_000_000),
                message("file.too_large.advice"),
            )
        return content

    @cached_property
    def text(self) -> str:
        """The whole file as text; empty where it is no text in UTF-8, or in Latin-1 as Polar writes it.

        Raises
        ------
        SessionFileError
            If the file is larger than any text of intervals, or can't be read.
        """
        content = self.content(_LARGEST_TEXT_BYTES)
        if content.startswith(b"[Params]"):
            return content.decode("latin-1")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return ""


def _failed(path: Path, error: OSError) -> SessionFileError:
    if isinstance(error, FileNotFoundError):
        return SessionFileError(message("file.missing", path=str(path)), message("file.missing.advice"))
    return unreadable(path, error)
