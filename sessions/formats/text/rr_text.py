"""RR text: one interval a line, as Kubios, Elite HRV and many others write it."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError
from sessions.formats.intervals import (
    MOST_INTERVALS,
    IntervalFormat,
    IntervalRecording,
    in_a_row,
    in_milliseconds,
    rr_value,
    too_many,
)
from sessions.formats.text.lines import numbered_lines

_ELITE_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}-\d{2}-\d{2})")
"""Elite HRV tells when a recording began in the name of its file alone: ``2026-01-17 17-47-13.txt``."""


def parse_rr_text(path: Path, text: str) -> IntervalRecording:
    """Read RR text.

    Blank lines and lines that begin with ``#`` are passed over; nothing else is dropped.

    Raises
    ------
    SessionFileError
        If it is empty, or holds anything but numbers above zero.
    """
    values: list[float] = []
    for number, line in numbered_lines(path, text):
        if not line.lstrip().startswith("#"):
            values.append(rr_value(path, number, line))
        if len(values) > MOST_INTERVALS:
            raise too_many(path)
    if not values:
        raise SessionFileError(f"{path} is empty.", "RR text has one interval in milliseconds a line.")
    started_at = _start_from_name(path.stem)
    form = IntervalFormat.RR_TEXT if started_at is None else IntervalFormat.ELITE_HRV
    rr_ms, warnings = in_milliseconds(values)
    return in_a_row(form, rr_ms, started_at=started_at, warnings=warnings)


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
