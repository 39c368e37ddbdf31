"""Tables of RR intervals: HRV Logger's, and any with a column of them and perhaps one of times.

HRV Logger writes ``date,rr,since start``, older versions ``timestamp,relative_time,rr_sincestart,rr``. Times
of beats are cumulated intervals; a time column only tells where a pause lies, for what it holds is when the
phone heard of them.
"""

import csv
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path
from typing import Final

from devices.message import message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import (
    MOST_INTERVALS,
    IntervalRecording,
    in_milliseconds,
    rr_value,
    shown,
    too_many,
)
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.text.lines import numbered_lines

_RR_NAMES: Final = ("rr", "rr_ms", "rri", "rr_interval", "rr-interval", "rrinterval", "ibi", "ibi_ms")
_LOGGER_NAMES: Final = frozenset({"since start", "since_start", "rr_sincestart"})
_TIME_NAMES: Final = ("date", "timestamp", "time", "time_s", "t_s", "datetime")
_SEPARATORS: Final = ",;\t"

_PAUSE_S: Final = 3.0
"""More time than this that no interval accounts for: beats are missing."""

_PATIENCE_ROWS: Final = 8
"""A phone that was busy hands over late what it then has at once: only what stays late is a pause."""

_MILLISECONDS_FROM: Final = 30.0
"""So many times more time than the intervals last: the times are in milliseconds."""

_KNOWN_YEARS_S: Final = (1e9, 4e9)
"""Seconds since 1970 that are a date of this century; others count from the start."""

_LARGEST: Final = 1e15
_FIRST_YEAR, _LAST_YEAR = 1980, 2200

_LOOKED_AT_ROWS: Final = 50

Row = tuple[int, list[str]]


def _is_table(source: SourceFile) -> bool:
    """Tell whether a text has columns: with names, or with times that rise before the intervals.

    Two numbers with a comma between that do not rise are one number with a decimal comma.
    """
    rows = [row for _, row in islice(_rows(source.path, source.text), _LOOKED_AT_ROWS)]
    if not rows:
        return False
    if _named(rows[0], _RR_NAMES) is not None:
        return True
    if len(rows[0]) < 2:
        return False
    times = [_time_value(row[0]) for row in rows if row]
    return all(before <= after for before, after in pairwise(times)) and times[0] < times[-1]


def _is_hrv_logger(source: SourceFile) -> bool:
    _, first = next(_rows(source.path, source.text), (0, []))
    names = {name.strip().lower() for name in first}
    return bool(names & _LOGGER_NAMES and names & set(_RR_NAMES))


@reader(
    "hrv_logger",
    title=verbatim("HRV Logger"),
    recognise=_is_hrv_logger,
    notes=FormatNotes(
        "`date,rr,since start`, older `timestamp,relative_time,rr_sincestart,rr`",
        "ms",
        "cumulated; pauses by the dates",
        "first date",
    ),
)
def hrv_logger(source: SourceFile) -> IntervalRecording:
    """Read a table of HRV Logger."""
    return _parsed(source, "hrv_logger")


@reader(
    "csv",
    title=message("file.format.table"),
    recognise=_is_table,
    notes=FormatNotes(
        "a column `rr`, `rr_ms`, `rri`, `ibi` …; or times and intervals without names",
        "ms, or s",
        "cumulated; pauses by the times",
        "a date or seconds since 1970",
    ),
)
def table(source: SourceFile) -> IntervalRecording:
    """Read any table of intervals."""
    return _parsed(source, "csv")


def _parsed(source: SourceFile, form: str) -> IntervalRecording:
    """Read a table of RR intervals; without names the last of two columns has them.

    Raises
    ------
    SessionFileError
        If a row has no interval above zero, or the table has no rows.
    """
    path = source.path
    rows = _rows(path, source.text)
    first = next(rows)
    names = first[1]
    rr_column, time_column = _named(names, _RR_NAMES), _named(names, _TIME_NAMES)
    if rr_column is None:
        rr_column, time_column = len(names) - 1, 0
        rows = chain([first], rows)
    values, moments = _columns(path, rows, rr_column, time_column)
    if not values:
        raise SessionFileError(
            message("file.no_intervals", path=str(path)), message("file.table_empty.advice")
        )
    rr_ms, warnings = in_milliseconds(values)
    started_at: datetime | None = None
    late_s = [0.0] * len(rr_ms)
    if time_column is not None:
        started_at, late_s = _lateness(path, moments, rr_ms)
    pauses_s = _pauses_s(late_s)
    if count := sum(pause_s > 0.0 for pause_s in pauses_s):
        warnings = (*warnings, message("file.pauses", count=count))
    steps_s = (pause_s + rr / 1000.0 for pause_s, rr in zip(pauses_s, rr_ms, strict=True))
    adjacent = (False, *(pause_s == 0.0 for pause_s in pauses_s[1:]))
    return IntervalRecording(form, rr_ms, tuple(accumulate(steps_s)), adjacent, started_at, warnings)


def _columns(
    path: Path, rows: Iterator[Row], rr_column: int, time_column: int | None
) -> tuple[list[float], list[datetime | float]]:
    """Return the intervals and, where there is a column of them, their times, row by row."""
    values: list[float] = []
    moments: list[datetime | float] = []
    ends_none: Row | None = None
    for place, (number, row) in enumerate(rows):
        if place == 0 and not _cell(row, rr_column).strip():
            ends_none = number, row  # the first beat
            continue
        values.append(rr_value(path, number, _cell(row, rr_column)))
        if time_column is not None:
            moments.append(_moment(path, number, _cell(row, time_column)))
        if len(values) > MOST_INTERVALS:
            raise too_many(path)
    if not values and ends_none is not None:
        rr_value(path, ends_none[0], _cell(ends_none[1], rr_column))  # the only row, and no interval
    return values, moments


def _rows(path: Path, text: str) -> Iterator[Row]:
    separator = ""
    for number, line in numbered_lines(path, text):
        separator = separator or next((one for one in _SEPARATORS if one in line), ",")
        if not line.lstrip().startswith("#"):
            yield number, _cells(line.replace("\0", ""), separator)


def _cells(line: str, separator: str) -> list[str]:
    if '"' not in line:  # what csv does then, in a third of the time
        return line.split(separator)
    with suppress(csv.Error):  # a cell longer than csv reads
        return next(csv.reader([line], delimiter=separator), [])
    return [line]


def _named(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    found = (i for i, name in enumerate(names) if name.strip().lower() in wanted)
    return next(found, None)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _time_value(text: str) -> float:
    """Return a time as a number to compare, NaN for what is none."""
    with suppress(SessionFileError):
        moment = _moment(Path(), 0, text)
        return moment.timestamp() if isinstance(moment, datetime) else moment
    return math.nan


def _lateness(
    path: Path, moments: Sequence[datetime | float], rr_ms: Sequence[float]
) -> tuple[datetime | None, list[float]]:
    """Return the start, where it is told, and how much later than by the intervals alone each came."""
    first = moments[0]
    if isinstance(first, datetime):
        dates = [one for one in moments if isinstance(one, datetime) and _zoned(one) == _zoned(first)]
        came_s = [(one - first).total_seconds() for one in dates]
        started_at: datetime | None = first - timedelta(milliseconds=rr_ms[0])
    else:
        numbers = [one for one in moments if isinstance(one, float)]
        scale = 1e3 if numbers[-1] - first > _MILLISECONDS_FROM * sum(rr_ms) / 1e3 else 1.0
        came_s = [(one - first) / scale for one in numbers]
        low_s, high_s = _KNOWN_YEARS_S
        since_1970_s = first / scale - rr_ms[0] / 1e3
        started_at = datetime.fromtimestamp(since_1970_s, UTC) if low_s <= since_1970_s <= high_s else None
    if len(came_s) < len(moments):
        raise SessionFileError(
            message("file.times_of_several_kinds", path=str(path)),
            message("file.times_of_several_kinds.advice"),
        )
    ended_s = [(total_ms - rr_ms[0]) / 1e3 for total_ms in accumulate(rr_ms)]
    return started_at, [came - ended for came, ended in zip(came_s, ended_s, strict=True)]


def _pauses_s(late_s: Sequence[float]) -> list[float]:
    """Return how long a pause lies before each interval, 0 for none."""
    pauses_s, known_s = [0.0], late_s[0]
    for row in range(1, len(late_s)):
        stays_s = min(late_s[row : row + _PATIENCE_ROWS]) - known_s
        pauses_s.append(stays_s if stays_s > _PAUSE_S else 0.0)
        known_s = late_s[row] if stays_s <= _PAUSE_S else known_s + stays_s
    return pauses_s


def _moment(path: Path, number: int, text: str) -> datetime | float:
    cleaned = text.strip()
    try:  # `suppress` would take half of the time that a large table takes
        value = float(cleaned)
    except ValueError:
        value = math.nan
    if abs(value) < _LARGEST:
        return value
    with suppress(ValueError):
        moment = datetime.fromisoformat(cleaned.replace(" +", "+"))
        if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return moment
    raise SessionFileError(
        message("file.no_time", path=str(path), line=number, cell=shown(cleaned[:40])),
        message("file.no_time.advice"),
    )


def _zoned(moment: datetime) -> bool:
    return moment.tzinfo is not None
