"""FIT activity files: the RR intervals of their ``hrv`` messages, and when they began.

Flexible and Interoperable Data Transfer protocol (Garmin). A file is a header, then definitions of messages
and messages that follow them. Two kinds are read: ``file_id`` (time of creation) and ``hrv`` (up to five
intervals, uint16, 1/1000 s, 65535 for none). Intervals are not timed: a pause of the watch can't be seen.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError, unreadable
from sessions.formats.intervals import IntervalFormat, IntervalRecording, in_a_row

_SIGNATURE: Final = b".FIT"
_LARGEST_BYTES: Final = 200_000_000
_EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
_FILE_ID, _HRV = 0, 78
_TIME_CREATED: Final = 4
_HRV_TIME: Final = 0
_NO_INTERVAL: Final = 0xFFFF
_NO_TIME: Final = 0xFFFFFFFF

_COMPRESSED, _DEFINITION, _DEVELOPER = 0x80, 0x40, 0x20
"""Bits of a record's first byte (section 4.1)."""


@dataclass(frozen=True, slots=True)
class _Definition:
    message: int
    order: str
    fields: tuple[tuple[int, int], ...]
    size: int


def is_fit(path: Path) -> bool:
    """Tell whether a file begins as FIT does."""
    with path.open("rb") as file:
        return file.read(12)[8:] == _SIGNATURE


def read_fit(path: Path) -> IntervalRecording:
    """Read the RR intervals.

    Raises
    ------
    SessionFileError
        If the file is damaged, too large or without RR intervals.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > _LARGEST_BYTES:
        raise SessionFileError(f"{path} is larger than any activity.", "Check the name.")
    created: datetime | None = None
    rr_ms: list[float] = []
    try:
        for message, number, data, order in _fields(content):
            if (message, number) == (_HRV, _HRV_TIME):
                thousandths = struct.unpack(f"{order}{len(data) // 2}H", data[: len(data) // 2 * 2])
                rr_ms += [float(value) for value in thousandths if value not in (0, _NO_INTERVAL)]
            elif (message, number, len(data)) == (_FILE_ID, _TIME_CREATED, 4):
                (since_s,) = struct.unpack(f"{order}I", data)
                created = None if since_s == _NO_TIME else _EPOCH + timedelta(seconds=since_s)
    except (struct.error, IndexError, KeyError) as error:
        raise SessionFileError(
            f"{path} is a damaged FIT file.", "Copy it from the watch again, or export it anew."
        ) from error
    if not rr_ms:
        raise SessionFileError(
            f"{path} holds no RR intervals.",
            "Switch on “Log HRV” on the watch, wear a chest strap, record anew.",
        )
    return in_a_row(IntervalFormat.FIT, rr_ms, started_at=created)


def _fields(content: bytes) -> Iterator[tuple[int, int, bytes, str]]:
    """Yield message number, field number, bytes and byte order of every field."""
    header_size, data_size = content[0], struct.unpack_from("<I", content, 4)[0]
    place, end = header_size, header_size + data_size
    if end > len(content):
        raise struct.error("the file breaks off")
    definitions: dict[int, _Definition] = {}
    while place < end:
        first = content[place]
        place += 1
        if first & _DEFINITION and not first & _COMPRESSED:
            definition, place = _definition(content, place, has_developer_fields=bool(first & _DEVELOPER))
            definitions[first & 0x0F] = definition
            continue
        definition = definitions[(first >> 5) & 0x03 if first & _COMPRESSED else first & 0x0F]
        if place + definition.size > end:
            raise struct.error("the file breaks off")
        begin = place
        for number, size in definition.fields:
            yield definition.message, number, content[begin : begin + size], definition.order
            begin += size
        place += definition.size


def _definition(content: bytes, place: int, *, has_developer_fields: bool) -> tuple[_Definition, int]:
    order = ">" if content[place + 1] else "<"
    (message,) = struct.unpack_from(f"{order}H", content, place + 2)
    count = content[place + 4]
    place += 5
    numbered = ((content[place + 3 * i], content[place + 3 * i + 1]) for i in range(count))
    # A field without bytes holds nothing, and 255 of them in each message of one byte take minutes.
    fields = tuple((number, size) for number, size in numbered if size)
    place += 3 * count
    size = sum(size for _, size in fields)
    if has_developer_fields:
        count = content[place]
        size += sum(content[place + 2 + 3 * i] for i in range(count))
        place += 1 + 3 * count
    return _Definition(message, order, fields, size), place
