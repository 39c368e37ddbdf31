"""RR text: one interval a line, as Kubios, Elite HRV and many others write it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from devices.message import message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.intervals import (
    MOST_INTERVALS,
    IntervalRecording,
    in_a_row,
    in_milliseconds,
    rr_value,
    too_many,
)
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.text.lines import numbered_lines

_ELITE_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}-\d{2}-\d{2})")
"""Elite HRV tells when a recording began in the name of its file alone: ``2026-01-17 17-47-13.txt``."""


def _is_text(source: SourceFile) -> bool:
    return bool(source.text) or not source.head


def _is_elite_hrv(source: SourceFile) -> bool:
    return _start_from_name(source.path.stem) is not None and _is_text(source)


@reader(
    "elite_hrv",
    title=verbatim("Elite HRV"),
    recognise=_is_elite_hrv,
    notes=FormatNotes("RR text called `2026-01-17 17-47-13.txt`", "ms", "cumulated", "its name, local time"),
)
def elite_hrv(source: SourceFile) -> IntervalRecording:
    """Read RR text whose name tells when it was recorded."""
    return _parsed(source, "elite_hrv")


@reader(
    "rr_text",
    title=message("file.format.rr_text"),
    recognise=_is_text,
    notes=FormatNotes("one number a line", "ms, or s", "cumulated from 0", "–"),
)
def rr_text(source: SourceFile) -> IntervalRecording:
    """Read RR text."""
    return _parsed(source, "rr_text")


def _parsed(source: SourceFile, form: str) -> IntervalRecording:
    """Read RR text.

    Blank lines and lines that begin with ``#`` are passed over; nothing else is dropped.

    Raises
    ------
    SessionFileError
        If it is empty, or holds anything but numbers above zero.
    """
    path = source.path
    values: list[float] = []
    for number, line in numbered_lines(path, source.text):
        if not line.lstrip().startswith("#"):
            values.append(rr_value(path, number, line))
        if len(values) > MOST_INTERVALS:
            raise too_many(path)
    if not values:
        raise SessionFileError(message("file.empty", path=str(path)), message("file.empty.advice"))
    started_at = _start_from_name(path.stem)
    rr_ms, warnings = in_milliseconds(values)
    return in_a_row(form, rr_ms, started_at=started_at, warnings=warnings)


@exporter("rr", title=message("file.export.rr"))
def rr_export(session: SessionExport) -> bytes:
    """Write every interval that came in as RR text."""
    return write_rr_text([beat.rr_ms for beat in session.beats]).encode()


def write_rr_text(rr_ms: Sequence[float]) -> str:
    """Write intervals as RR text, one a line in milliseconds, with up to three decimals."""
    return "".join(f"{value:.3f}".rstrip("0").rstrip(".") + "\n" for value in rr_ms)


def _start_from_name(name: str) -> datetime | None:
    if (found := _ELITE_NAME.fullmatch(name)) is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%Y-%m-%d %H-%M-%S")
    except ValueError:
        return None
