"""Reads the messages of FIT files: a header, then definitions of messages and messages that follow them.

Flexible and Interoperable Data Transfer protocol (Garmin). Files may be chained or truncated. A watch with an
empty battery may never close its file. The reader reads as much as possible.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b".FIT"
TIMESTAMP: Final = 253
"""Number of the field with the time stamp, in every message."""

_MOST_STEPS: Final = 3_000_000
"""Limit for messages, definitions and fields; ten days of one message per second have a million."""

_STEPS_OF_A_DEFINITION: Final = 50
_SHORTEST_HEADER: Final = 12
_CHECKSUM_BYTES: Final = 2
_COMPRESSED, _DEFINITION, _DEVELOPER = 0x80, 0x40, 0x20
"""Bits of a record's first byte (section 4.1)."""

_OFFSET_BITS: Final = 0x1F


class TooManyMessagesError(Exception):
    """The file has more messages than any activity."""


@dataclass(frozen=True, slots=True)
class FitMessage:
    """One message with the requested fields.

    Parameters
    ----------
    number : int
        The number of its kind.
    fields : mapping of int to bytes
        Stored bytes, by the numbers of the fields.
    order : str
        Byte order, ``<`` or ``>``.
    offset_s : int or None
        Seconds in the first byte of a message with a compressed time stamp.
    """

    number: int
    fields: Mapping[int, bytes]
    order: str
    offset_s: int | None = None

    def whole(self, field: int, size: int) -> int | None:
        """Return a field as an unsigned number; None if it is missing, invalid or of another size."""
        data = self.fields.get(field)
        if data is None or len(data) != size:
            return None
        value = int.from_bytes(data, "big" if self.order == ">" else "little")
        return None if value == (1 << 8 * size) - 1 else value

    def list_of(self, field: int, size: int) -> list[int]:
        """Return a field as a list of unsigned numbers."""
        data = self.fields.get(field, b"")
        code = {2: "H", 4: "I"}[size]
        return list(struct.unpack(f"{self.order}{len(data) // size}{code}", data[: len(data) // size * size]))


class FitReading:
    """Reads the messages of a file, and reports afterwards how much it could read.

    Parameters
    ----------
    content : bytes
        The file.
    wanted : mapping of int to tuple of int
        Numbers of the fields to read, by the number of their message.

    Attributes
    ----------
    files : int
        Number of files chained in it.
    was_cut, was_open, is_damaged : bool
        Whether it is truncated, was never closed, or is unreadable after some place.
    """

    def __init__(self, content: bytes, wanted: Mapping[int, tuple[int, ...]]) -> None:
        self.files = 0
        self.was_cut = self.was_open = self.is_damaged = False
        self._content = content
        self._wanted = wanted
        self._steps = 0

    def messages(self) -> Iterator[FitMessage]:
        """Yield the messages, one after another.

        Raises
        ------
        TooManyMessagesError
            If there are more messages than any activity has.
        """
        place = 0
        while self._is_header(place):
            header_bytes = self._content[place]
            (data_bytes,) = struct.unpack_from("<I", self._content, place + 4)
            begin, end = place + header_bytes, place + header_bytes + data_bytes
            if data_bytes == 0 and len(self._content) > begin + _CHECKSUM_BYTES:
                self.was_open, end = True, len(self._content)
            elif end > len(self._content):
                self.was_cut, end = True, len(self._content)
            self.files += 1
            try:
                yield from self._of_file(begin, end)
            except (IndexError, KeyError, struct.error):
                if not (self.was_cut or self.was_open):
                    self.is_damaged = True
            place = end + _CHECKSUM_BYTES

    def _is_header(self, place: int) -> bool:
        return (
            self._content[place + 8 : place + 12] == SIGNATURE
            and _SHORTEST_HEADER <= self._content[place] <= len(self._content) - place
        )

    def _of_file(self, place: int, end: int) -> Iterator[FitMessage]:
        definitions: dict[int, _Definition] = {}
        content = self._content
        while place < end:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise TooManyMessagesError
            first = content[place]
            place += 1
            if first & _DEFINITION and not first & _COMPRESSED:
                definition, place = _definition(
                    content, place, self._wanted, has_developer_fields=bool(first & _DEVELOPER)
                )
                definitions[first & 0x0F] = definition
                self._steps += _STEPS_OF_A_DEFINITION
                continue
            is_compressed = bool(first & _COMPRESSED)
            definition = definitions[(first >> 5) & 0x03 if is_compressed else first & 0x0F]
            if place + definition.size > end:
                raise IndexError
            if definition.number in self._wanted:
                fields = {
                    number: content[place + begin : place + begin + size]
                    for number, begin, size in definition.fields
                }
                offset_s = first & _OFFSET_BITS if is_compressed else None
                yield FitMessage(definition.number, fields, definition.order, offset_s)
                self._steps += len(fields)
            place += definition.size


@dataclass(frozen=True, slots=True)
class _Definition:
    """A kind of message: its number, and the number, position and size in bytes of each field to read."""

    number: int
    order: str
    fields: tuple[tuple[int, int, int], ...]
    size: int


def _definition(
    content: bytes, place: int, wanted: Mapping[int, tuple[int, ...]], *, has_developer_fields: bool
) -> tuple[_Definition, int]:
    order = ">" if content[place + 1] else "<"
    (number,) = struct.unpack_from(f"{order}H", content, place + 2)
    count = content[place + 4]
    place += 5
    fields: list[tuple[int, int, int]] = []
    size = 0
    for row in range(count):
        field, field_bytes = content[place + 3 * row], content[place + 3 * row + 1]
        # A field without bytes is empty. Reading 255 of them in each message of one byte would take minutes.
        if field_bytes and field in wanted.get(number, ()):
            fields.append((field, size, field_bytes))
        size += field_bytes
    place += 3 * count
    if has_developer_fields:
        count = content[place]
        size += sum(content[place + 2 + 3 * row] for row in range(count))
        place += 1 + 3 * count
    return _Definition(number, order, tuple(fields), size), place
