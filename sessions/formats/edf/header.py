"""The header of an EDF file: what its records contain and when they begin.

The European Data Format (Kemp et al. 1992, DOI 10.1016/0013-4694(92)90009-7) and EDF+ (Kemp & Olivan 2003,
DOI 10.1016/S1388-2457(03)00123-8). Every value of a header is checked against the size of the file before it
is used.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Final

from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.formats.intervals import EXPORT_A_PART, shown
from sessions.zone import tzinfo_of

MAGIC: Final = b"0       "
BDF_MAGIC: Final = b"\xffBIOSEMI"
"""The same format with samples of three bytes (BioSemi, https://www.biosemi.com/faq/file_format.htm)."""

ANNOTATIONS_LABEL: Final = "EDF Annotations"
ANNOTATIONS_LABELS: Final = (ANNOTATIONS_LABEL, "BDF Annotations")

_FIXED_BYTES: Final = 256
_MOST_CHANNELS: Final = 512
LARGEST_HEADER_BYTES: Final = _FIXED_BYTES * (_MOST_CHANNELS + 1)
_MOST_RECORDS: Final = 2_000_000
"""Three weeks of records that last one second each."""

_LARGEST_RECORD_BYTES: Final = 10_000_000
"""A hundred times the size that the specification recommends."""

_SHORTEST_RECORD_S, _LONGEST_RECORD_S = 1e-4, 1e6

FIELDS: Final = (
    ("label", 16),
    ("transducer", 80),
    ("unit", 8),
    ("physical_min", 8),
    ("physical_max", 8),
    ("digital_min", 8),
    ("digital_max", 8),
    ("prefiltering", 80),
    ("samples", 8),
    ("reserved", 32),
)
MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_START_DATE: Final = re.compile(r"Startdate (\d{1,2})-([A-Z]{3})-(\d{4})\b")
UNKNOWN_ZONE: Final = "X"
_ZONE: Final = re.compile(r".* UTC([+-]\d{2}:\d{2}(?::\d{2})?)(?: (\S+))?")
"""Our own files add this to the recording's description: the offset from UTC, and the zone's name."""

_DATE_OR_TIME: Final = re.compile(r"(\d{1,2})[.:/-](\d{1,2})[.:/-](\d{1,2})")
_FIRST_TWO_DIGIT_YEAR: Final = 85


@dataclass(frozen=True, slots=True)
class EdfChannel:
    """One channel of the records.

    Parameters
    ----------
    label, unit : str
        As written.
    first : int
        Position of its first sample in a record, counted in samples.
    samples : int
        Number of its samples in a record.
    physical, digital : (float, float) or None
        Lower and upper end of the range, in `unit` and as stored integers. None if they are not numbers, as
        in an unused channel.
    """

    label: str
    unit: str
    first: int
    samples: int
    physical: tuple[float, float] | None
    digital: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class EdfHeader:
    """The content of the header.

    Parameters
    ----------
    start : datetime or None
        Start in local time, with its zone in our own files; None if the header does not give it.
    is_discontinuous : bool
        Whether there may be gaps between records (EDF+D).
    bytes : int
        Size of the header, which is also where the records begin in the file.
    announced_records, records : int
        Number of records that the header gives (−1: unknown), and the number in the file.
    record_s : float
        Duration of a record.
    record_samples : int
        Number of samples of all channels in a record.
    sample_bytes : int
        Bytes of a sample: two, or three in BDF.
    channels : tuple of EdfChannel
        In order.
    """

    start: datetime | None
    is_discontinuous: bool
    bytes: int
    announced_records: int
    records: int
    record_s: float
    record_samples: int
    sample_bytes: int
    channels: tuple[EdfChannel, ...]


def is_edf(head: bytes) -> bool:
    """Return whether the first bytes are those of EDF or BDF; some programs fill the version with zeros."""
    if head.startswith(BDF_MAGIC):
        return True
    version = head[: len(MAGIC)]
    return len(version) == len(MAGIC) and version.rstrip(b"\0 ") == b"0" and b"\n" not in head[:_FIXED_BYTES]


def read_edf_header(path: Path, head: bytes, size: int) -> EdfHeader:
    """Read and check the header.

    Parameters
    ----------
    path : Path
        The file's path, for the error message.
    head : bytes
        The first `LARGEST_HEADER_BYTES` bytes of the file, or fewer if the file is smaller.
    size : int
        Size of the whole file in bytes.

    Raises
    ------
    SessionFileError
        If the header contradicts itself or the file.
    """
    fixed = head[:_FIXED_BYTES]
    if len(fixed) < _FIXED_BYTES or not is_edf(fixed):
        raise damaged(path, message("file.edf.header_cut"))
    count = _integer(path, fixed[252:256], message("file.edf.number_of_channels"))
    if not 1 <= count <= _MOST_CHANNELS:
        raise damaged(path, message("file.edf.channels", channels=count))
    described = head[_FIXED_BYTES : _FIXED_BYTES * (count + 1)]
    sample_bytes = 3 if fixed.startswith(BDF_MAGIC) else 2
    header_bytes = _integer(path, fixed[184:192], message("file.edf.header_length"))
    if header_bytes != _FIXED_BYTES * (count + 1) or size < header_bytes:
        raise damaged(path, message("file.edf.header_cut"))
    record_s = _number(path, fixed[244:252], message("file.edf.record_duration"))
    if record_s != 0.0 and not _SHORTEST_RECORD_S <= record_s <= _LONGEST_RECORD_S:
        raise damaged(path, message("file.edf.record_lasts", record_s=record_s))
    channels = _channels(path, described, count)
    record_samples = sum(channel.samples for channel in channels)
    return EdfHeader(
        start=_start(fixed),
        is_discontinuous=fixed[192:197] in (b"EDF+D", b"BDF+D"),
        bytes=header_bytes,
        announced_records=_integer(path, fixed[236:244], message("file.edf.number_of_records")),
        records=_record_count(path, size - header_bytes, sample_bytes * record_samples),
        record_s=record_s,
        record_samples=record_samples,
        sample_bytes=sample_bytes,
        channels=channels,
    )


def damaged(path: Path, why: Message) -> SessionFileError:
    """Return the error for a file that breaks the rules of EDF."""
    return SessionFileError(
        message("file.edf_damaged", path=str(path), why=why), message("file.edf_damaged.advice")
    )


def _channels(path: Path, described: bytes, count: int) -> tuple[EdfChannel, ...]:
    columns: dict[str, list[bytes]] = {}
    begin = 0
    for name, width in FIELDS:
        columns[name] = [described[begin + i * width : begin + (i + 1) * width] for i in range(count)]
        begin += width * count
    channels: list[EdfChannel] = []
    first = 0
    for row in range(count):
        samples = _integer(path, columns["samples"][row], message("file.edf.number_of_samples"))
        if samples < 0:
            raise damaged(path, message("file.edf.samples", samples=samples))
        channels.append(
            EdfChannel(
                _text(columns["label"][row]),
                _unit(columns["unit"][row]),
                first,
                samples,
                _range(columns["physical_min"][row], columns["physical_max"][row]),
                _range(columns["digital_min"][row], columns["digital_max"][row]),
            )
        )
        first += samples
    return tuple(channels)


def _record_count(path: Path, data_bytes: int, record_bytes: int) -> int:
    if not 0 < record_bytes <= _LARGEST_RECORD_BYTES:
        raise damaged(path, message("file.edf.record_bytes", bytes=record_bytes))
    count = data_bytes // record_bytes
    if count == 0:
        raise damaged(path, message("file.edf.no_whole_record"))
    if count > _MOST_RECORDS:
        raise SessionFileError(
            message("file.edf_too_many_records", path=str(path), records=count, most=_MOST_RECORDS),
            EXPORT_A_PART,
        )
    return count


def _range(low: bytes, high: bytes) -> tuple[float, float] | None:
    try:
        found = tuple(float(_text(field).replace(",", ".")) for field in (low, high))
    except ValueError:
        return None
    return (found[0], found[1]) if all(map(math.isfinite, found)) else None


def _start(fixed: bytes) -> datetime | None:
    clock = _DATE_OR_TIME.fullmatch(_text(fixed[176:184]))
    day = _start_date(_text(fixed[88:168]), _text(fixed[168:176]))
    if clock is None or day is None:
        return None
    try:
        hour, minute, second = map(int, clock.groups())
        return datetime.combine(day, time(hour, minute, second), _zone(_text(fixed[88:168])))
    except ValueError:
        return None


def _start_date(recording: str, legacy: str) -> date | None:
    """EDF+ has the four-digit year in the recording's description; the older field has two digits of it."""
    try:
        if (written := _START_DATE.match(recording)) is not None:
            day, month, year = written.groups()
            return date(int(year), MONTHS.index(month) + 1, int(day))
        if (short := _DATE_OR_TIME.fullmatch(legacy)) is not None:
            day_number, month_number, two_digits = map(int, short.groups())
            century = 1900 if two_digits >= _FIRST_TWO_DIGIT_YEAR else 2000
            return date(century + two_digits, month_number, day_number)
    except ValueError:
        pass
    return None


def _zone(recording: str) -> tzinfo | None:
    if (found := _ZONE.fullmatch(recording)) is None:
        return None
    offset, name = found.groups()
    return UTC if name == UNKNOWN_ZONE else tzinfo_of(name or offset) or tzinfo_of(offset)


def _unit(field: bytes) -> str:
    """Decode a unit. Some programs write µ in Latin-1, some in UTF-8, and some write the Greek letter."""
    try:
        text = field.decode()
    except UnicodeDecodeError:
        text = field.decode("latin-1")
    return _printable(text).replace("µ", "u").replace("μ", "u")


def _text(field: bytes) -> str:
    return _printable(field.decode("latin-1"))


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text.strip("\0 "))


def _integer(path: Path, field: bytes, name: Message) -> int:
    text = _text(field)
    if re.fullmatch(r"[+-]?[0-9]+", text) is None:
        raise damaged(path, message("file.edf.reads", name=name, field=shown(text[:8])))
    return int(text)


def _number(path: Path, field: bytes, name: Message) -> float:
    text = _text(field)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise damaged(path, message("file.edf.reads", name=name, field=shown(text[:8])))
    return value
