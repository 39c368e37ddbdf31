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

from devices.message import message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import MOST_INTERVALS, IntervalRecording, in_a_row, too_many
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile

_SIGNATURE: Final = b".FIT"
_LARGEST_BYTES: Final = 50_000_000
_MOST_STEPS: Final = 3_000_000
"""Messages, definitions and fields; ten days of one message a second have a million."""

_STEPS_OF_A_DEFINITION: Final = 50
_EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
_FILE_ID, _HRV = 0, 78
_TIME_CREATED: Final = 4
_HRV_TIME: Final = 0
_READ: Final = {_FILE_ID: _TIME_CREATED, _HRV: _HRV_TIME}
"""The field that is read of each message."""

_NO_INTERVAL: Final = 0xFFFF
_NO_TIME: Final = 0xFFFFFFFF

_COMPRESSED, _DEFINITION, _DEVELOPER = 0x80, 0x40, 0x20
"""Bits of a record's first byte (section 4.1)."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """A kind of message: where the fields that are read begin in it, and how long they are, in bytes."""

    message: int
    order: str
    fields: tuple[tuple[int, int], ...]
    size: int


def _is_fit(source: SourceFile) -> bool:
    return source.head[8:12] == _SIGNATURE


@reader(
    "fit",
    title=verbatim("FIT"),
    recognise=_is_fit,
    notes=FormatNotes("`.FIT` in the header", "`hrv` messages, 1/1000 s", "cumulated", "`file_id`"),
)
def fit(source: SourceFile) -> IntervalRecording:
    """Read the RR intervals.

    Raises
    ------
    SessionFileError
        If the file is damaged, too large or without RR intervals.
    """
    path, content = source.path, source.content(_LARGEST_BYTES)
    created: datetime | None = None
    rr_ms: list[float] = []
    try:
        for number, data, order in _fields(path, content):
            if number == _HRV:
                thousandths = struct.unpack(f"{order}{len(data) // 2}H", data[: len(data) // 2 * 2])
                rr_ms += [float(value) for value in thousandths if value not in (0, _NO_INTERVAL)]
            elif len(data) == 4:
                (since_s,) = struct.unpack(f"{order}I", data)
                created = None if since_s == _NO_TIME else _EPOCH + timedelta(seconds=since_s)
            if len(rr_ms) > MOST_INTERVALS:
                raise too_many(path)
    except (struct.error, IndexError, KeyError) as error:
        raise SessionFileError(
            message("file.fit_damaged", path=str(path)), message("file.fit_damaged.advice")
        ) from error
    if not rr_ms:
        raise SessionFileError(
            message("file.no_intervals", path=str(path)), message("file.fit_without_hrv.advice")
        )
    return in_a_row("fit", rr_ms, started_at=created)


def _fields(path: Path, content: bytes) -> Iterator[tuple[int, bytes, str]]:
    """Yield message number, bytes and byte order of each field that is read."""
    header_size, data_size = content[0], struct.unpack_from("<I", content, 4)[0]
    place, end = header_size, header_size + data_size
    if end > len(content):
        raise struct.error("the file breaks off")
    definitions: dict[int, _Definition] = {}
    steps = 0
    while place < end:
        steps += 1
        if steps > _MOST_STEPS:
            raise SessionFileError(
                message("file.fit_too_long", path=str(path)), message("file.check_name.advice")
            )
        first = content[place]
        place += 1
        if first & _DEFINITION and not first & _COMPRESSED:
            definition, place = _definition(content, place, has_developer_fields=bool(first & _DEVELOPER))
            definitions[first & 0x0F] = definition
            steps += _STEPS_OF_A_DEFINITION
            continue
        definition = definitions[(first >> 5) & 0x03 if first & _COMPRESSED else first & 0x0F]
        if place + definition.size > end:
            raise struct.error("the file breaks off")
        for first_byte, size in definition.fields:
            begin = place + first_byte
            yield definition.message, content[begin : begin + size], definition.order
        steps += len(definition.fields)
        place += definition.size


def _definition(content: bytes, place: int, *, has_developer_fields: bool) -> tuple[_Definition, int]:
    order = ">" if content[place + 1] else "<"
    (message,) = struct.unpack_from(f"{order}H", content, place + 2)
    count = content[place + 4]
    place += 5
    fields: list[tuple[int, int]] = []
    size = 0
    for i in range(count):
        number, field_bytes = content[place + 3 * i], content[place + 3 * i + 1]
        # A field without bytes holds nothing, and 255 of them in each message of one byte take minutes.
        if field_bytes and _READ.get(message) == number:
            fields.append((size, field_bytes))
        size += field_bytes
    place += 3 * count
    if has_developer_fields:
        count = content[place]
        size += sum(content[place + 2 + 3 * i] for i in range(count))
        place += 1 + 3 * count
    return _Definition(message, order, tuple(fields), size), place
