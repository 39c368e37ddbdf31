"""Reads this program's own tables of beats or heart rates, with the same times as were written.

If a row of the table was changed later, it is read like any other table.
"""

import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Final

from devices.message import Message, message
from sessions.formats.intervals import LONGEST_S, MOST_INTERVALS, IntervalRecording, too_many
from sessions.formats.rates import HIGHEST_RATE_PER_MIN, RateRecording
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.series import adjacent_by_times, can_be_interval, require_intervals
from sessions.formats.source import SourceFile
from sessions.formats.tables.beat_table import BEAT_COLUMNS, RATE_COLUMNS
from sessions.formats.tables.interval_table import table_recording
from sessions.zone import tzinfo_of

_MOST_DAMAGED: Final = 0.2
"""Largest share of damaged rows; with more it counts as another kind of table."""

_OLDER: Final = BEAT_COLUMNS[:-1]
"""Columns of version 0.1.0 and the versions after it, without the zone."""

Cells = list[str]


def _is_beats(source: SourceFile) -> bool:
    return _columns(source) in (BEAT_COLUMNS, _OLDER)


def _is_rates(source: SourceFile) -> bool:
    return _columns(source) == RATE_COLUMNS


@reader(
    "own_beats",
    title=message("file.format.own_beats"),
    recognise=_is_beats,
    notes=FormatNotes(f"first line `{','.join(BEAT_COLUMNS)}`", "`rr_ms`", "`time_s`", "`time`, `time_zone`"),
)
def own_beats(source: SourceFile) -> IntervalRecording:
    """Read the beats of one of our own tables."""
    try:
        return _beats(source)
    except (ValueError, OverflowError):
        return table_recording(source, "csv")


@reader(
    "own_rates",
    title=message("file.format.own_rates"),
    recognise=_is_rates,
    notes=FormatNotes(f"first line `{','.join(RATE_COLUMNS)}`", "none", "`time_s`", "`time`, `time_zone`"),
)
def own_rates(source: SourceFile) -> IntervalRecording | RateRecording:
    """Read the heart rates of one of our own tables."""
    try:
        return _rates(source)
    except (ValueError, OverflowError):
        return table_recording(source, "csv")


def _columns(source: SourceFile) -> tuple[str, ...]:
    return tuple(source.beginning.partition("\n")[0].strip().split(","))


def _beats(source: SourceFile) -> IntervalRecording:
    rows = list(islice(_rows(source), MOST_INTERVALS + 1))
    if len(rows) > MOST_INTERVALS:
        raise too_many(source.path)
    end_s = [_time_s(cells[0]) for cells in rows]
    rr_ms = [_number(cells[1]) for cells in rows]
    if min(rr_ms, default=-1.0) < 0.0 or any(after < before for before, after in pairwise(end_s)):
        raise ValueError("not as it was written")
    require_intervals(source.path, rr_ms)
    impossible = sum(not can_be_interval(one) for one in rr_ms)
    warnings: tuple[Message, ...] = (message("file.impossible", count=impossible),) if impossible else ()
    started_at = _start(rows[0], end_s[0], rows[0][3])
    return IntervalRecording(
        "csv", tuple(rr_ms), tuple(end_s), tuple(adjacent_by_times(end_s, rr_ms)), started_at, warnings
    )


def _rates(source: SourceFile) -> RateRecording:
    lines = list(islice(_lines(source), MOST_INTERVALS + 1))
    if len(lines) > MOST_INTERVALS:
        raise too_many(source.path)
    time_s: list[float] = []
    rates: list[int] = []
    started_at = None
    for cells in lines:
        with suppress(ValueError, IndexError):  # skip a damaged row
            at_s, rate = _time_s(cells[0]), int(cells[1])
            if 0 < rate <= HIGHEST_RATE_PER_MIN and at_s >= max(time_s[-1:], default=at_s):
                time_s.append(at_s)
                rates.append(rate)
                started_at = started_at or _start(cells, at_s, cells[2])
    damaged = len(lines) - len(rates)
    if not rates or damaged > _MOST_DAMAGED * len(lines):
        raise ValueError("not as it was written")
    warnings = (message("file.damaged_rows", count=damaged),) if damaged else ()
    return RateRecording("own_rates", time_s, rates, time_s[-1], started_at, warnings=warnings)


def _rows(source: SourceFile) -> Iterator[Cells]:
    width = len(_columns(source))
    for cells in _lines(source):
        if len(cells) != width:
            raise ValueError("not as it was written")
        yield cells


def _lines(source: SourceFile) -> Iterator[Cells]:
    for line in islice(source.text.lstrip("\ufeff \r\n\t").splitlines(), 1, None):
        yield line.split(",")


def _start(first: Cells, time_s: float, date: str) -> datetime | None:
    """Return the start of the session from the first row and its zone; None if the date is invalid."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(date)
        if moment.tzinfo is None:
            return None
        zone = tzinfo_of(first[-1]) or (None if date.endswith("Z") else moment.tzinfo)
        return (moment.astimezone(UTC) - timedelta(seconds=time_s)).astimezone(zone or UTC)
    return None


def _number(cell: str) -> float:
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError("not as it was written")
    return value


def _time_s(cell: str) -> float:
    value = _number(cell)
    if not -60.0 <= value <= LONGEST_S:
        raise ValueError("not as it was written")
    return value
