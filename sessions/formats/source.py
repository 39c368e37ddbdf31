"""A file from anywhere, read once and within limits, in any format."""

import zlib
from functools import cached_property
from pathlib import Path
from typing import Final

from devices.message import Message, message
from devices.regular_file import open_regular_file
from sessions.errors import SessionFileError, unreadable
from sessions.formats.text.decoding import decode_text

_HEAD_BYTES: Final = 4096
_LARGEST_TEXT_BYTES: Final = 50_000_000
_LARGEST_UNPACKED_BYTES: Final = 100_000_000
_GZIP: Final = b"\x1f\x8b\x08"


class SourceFile:
    """A file of a format not known yet; a gzip file is decompressed, within limits.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    SessionFileError
        If it is missing, can't be read, is not a regular file, or is too large when decompressed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.warnings: tuple[Message, ...] = ()
        self._unpacked: bytes | None = None
        try:
            with open_regular_file(path) as file:
                self.head = file.read(_HEAD_BYTES)
        except OSError as error:
            raise _failed(path, error) from error
        if self.head.startswith(_GZIP):
            self._unpacked = self._unpack()
            self.head = self._unpacked[:_HEAD_BYTES]

    @property
    def unpacked(self) -> bytes | None:
        """The decompressed content of a gzip file; None if the file is read as it is."""
        return self._unpacked

    @property
    def is_packed(self) -> bool:
        """Whether the file is a gzip file."""
        return self._unpacked is not None

    @property
    def name(self) -> str:
        """The file's name without its last ending, and without the ending of gzip."""
        stem = Path(self.path.stem)
        return stem.stem if self.is_packed else str(stem)

    def content(self, largest_bytes: int) -> bytes:
        """Return all bytes, decompressed.

        Parameters
        ----------
        largest_bytes : int
            Largest size of a file of this format.

        Raises
        ------
        SessionFileError
            If the file is larger, or can't be read.
        """
        content = self._unpacked if self._unpacked is not None else self._read(largest_bytes)
        if len(content) > largest_bytes:
            raise SessionFileError(
                message("file.too_large", path=str(self.path), largest_mb=largest_bytes // 1_000_000),
                message("file.too_large.advice"),
            )
        return content

    @cached_property
    def text(self) -> str:
        """The whole file as text; empty if it is not text.

        Raises
        ------
        SessionFileError
            If the file is larger than any text of intervals, or can't be read.
        """
        if decode_text(self.head) is None:
            return ""
        return decode_text(self.content(_LARGEST_TEXT_BYTES)) or ""

    @cached_property
    def beginning(self) -> str:
        """The first few thousand characters of a text, without leading blanks; empty if it is not text."""
        return (decode_text(self.head) or "").lstrip()

    def _read(self, largest_bytes: int) -> bytes:
        try:
            with open_regular_file(self.path) as file:
                return file.read(largest_bytes + 1)
        except OSError as error:
            raise _failed(self.path, error) from error

    def _unpack(self) -> bytes:
        """Decompress all parts of a gzip file; return as much as possible of a truncated one."""
        unpacked = bytearray()
        packed = self._read(_LARGEST_UNPACKED_BYTES)
        while packed.startswith(_GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            try:
                unpacked += unpacker.decompress(packed, _LARGEST_UNPACKED_BYTES + 1 - len(unpacked))
            except zlib.error:
                unpacked += self._up_to_the_damage(packed, _LARGEST_UNPACKED_BYTES - len(unpacked))
            if len(unpacked) > _LARGEST_UNPACKED_BYTES:
                raise SessionFileError(
                    message(
                        "file.too_large_unpacked",
                        path=str(self.path),
                        largest_mb=_LARGEST_UNPACKED_BYTES // 1_000_000,
                    ),
                    message("file.check_name.advice"),
                )
            if not unpacker.eof:
                self.warnings = (message("file.gzip_cut"),)
                break
            packed = unpacker.unused_data
        return bytes(unpacked)

    @staticmethod
    def _up_to_the_damage(packed: bytes, most_bytes: int) -> bytes:
        unpacker = zlib.decompressobj(wbits=31)
        found = bytearray()
        step = max(64, len(packed) // 4096)
        for begin in range(0, len(packed), step):
            try:
                found += unpacker.decompress(packed[begin : begin + step], max(1, most_bytes - len(found)))
            except zlib.error:
                break
            if len(found) > most_bytes:
                break
        return bytes(found)


def _failed(path: Path, error: OSError) -> SessionFileError:
    if isinstance(error, FileNotFoundError):
        return SessionFileError(message("file.missing", path=str(path)), message("file.missing.advice"))
    return unreadable(path, error)
