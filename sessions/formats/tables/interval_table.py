"""Reads tables of RR intervals: HRV Logger's, and any with a column of intervals and perhaps one of times.

HRV Logger writes ``date,rr,since start``, older versions ``timestamp,relative_time,rr_sincestart,rr``.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import Final

from devices.message import Message, message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import SECONDS_BELOW, IntervalRecording
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.series import (
    LONGEST_MS,
    differences_of_times,
    in_milliseconds,
    interval_recording,
    require_intervals,
)
from sessions.formats.source import SourceFile
from sessions.formats.tables.cells import numbers
from sessions.formats.tables.columns import Column, columns_of, interval_column, is_list, numbered_beside
from sessions.formats.tables.interval_rows import IntervalRows, interval_rows, listed_rows, without_doubled
from sessions.formats.tables.layout import Layout, layout_of, rows_of
from sessions.formats.tables.moments import Moments, moments
from sessions.formats.tables.names import column_name
from sessions.formats.tables.times import PAUSE_S, Times, contradict, fitting_times, pauses_s
from sessions.formats.tables.zones import in_told_zone

_LOGGER_NAMES: Final = frozenset({"since start", "since_start", "rr_sincestart"})
_TIME_WORDS: Final = frozenset(
    {
        "time", "timestamp", "date", "datetime", "t", "s", "sec", "secs", "seconds", "elapsed", "offset",
        "clock",
        "zeit", "uhrzeit", "zeitstempel", "datum", "unix", "epoch", "start", "end", "onset", "ms",
        "moment", "beat",
        "stamp", "when", "since", "sincestart",
    }
)  # fmt: skip
_MOST_NAMES: Final = 20
_LOOKED_AT_ROWS: Final = 200
_DAY_S: Final = 86_400.0


def _is_hrv_logger(source: SourceFile) -> bool:
    first, _, _ = source.beginning.partition("\n")
    names = {name.strip().strip('"').lower() for name in first.split(",")}
    return bool(names & _LOGGER_NAMES) and "rr" in names


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
    return table_recording(source, "hrv_logger")


def _is_table(source: SourceFile) -> bool:
    """Return whether a text has several columns, or one column with a name above it."""
    if source.beginning[:1] in ("[", "{"):
        return False
    found = layout_of(source.path, source.text)
    if found is None:
        return _has_interval_name(source.beginning)
    return found.columns > 1 or bool(found.names)


def _has_interval_name(beginning: str) -> bool:
    """Return whether a text without rows begins with the name of an interval column."""
    first = re.split(r"[,;\t|]", beginning.partition("\n")[0])
    return len(first) <= _MOST_NAMES and any(column_name(name).is_interval for name in first)


@reader(
    "csv",
    title=message("file.format.table"),
    recognise=_is_table,
    notes=FormatNotes(
        "a column of intervals, by its name or because it fits the times beside it",
        "ms, s or µs, by name or size",
        "cumulated; pauses by the times",
        "a date or seconds since 1970",
    ),
)
def table(source: SourceFile) -> IntervalRecording:
    """Read any table of intervals."""
    return table_recording(source, "csv")


def table_recording(
    source: SourceFile, form: str, *, text: str | None = None, started_at: datetime | None = None
) -> IntervalRecording:
    """Read the intervals of a table.

    Parameters
    ----------
    source : SourceFile
        The file.
    form : str
        The name of its format.
    text : str, optional
        The table, if it is not the whole text of the file.
    started_at : datetime, optional
        Start of the recording, if another source than the table gives it.

    Raises
    ------
    SessionFileError
        If no column contains intervals, or if they can't be those of a heart.
    """
    path, text = source.path, source.text if text is None else text
    layout = layout_of(path, text)
    if layout is None:
        raise SessionFileError(
            message("file.no_intervals", path=str(path)), message("file.table_empty.advice")
        )
    sample = [row for _, row in islice(rows_of(path, text, layout), _LOOKED_AT_ROWS)]
    columns = columns_of(sample, layout.names)
    if not layout.names and is_list(columns) and not any(one.rises for one in columns[:1] if len(sample) > 1):
        found = listed_rows(path, rows_of(path, text, layout))
        return in_told_zone(
            _recording(path, form, found, None, None, started_at or _noted(layout)), layout, (), None
        )
    chosen = interval_column(path, columns, has_names=bool(layout.names))
    times_of = _time_column(columns, chosen)
    found = interval_rows(path, text, layout, numbered_beside(columns, chosen), times_of)
    doubled = without_doubled(found)
    day_s = None if times_of is None else _day_beside(columns, times_of)
    recording = _recording(path, form, found, chosen, times_of, started_at or _noted(layout), day_s)
    recording = in_told_zone(recording, layout, columns, times_of)
    if not doubled:
        return recording
    return replace(recording, warnings=(*recording.warnings, message("file.doubled_rows", count=doubled)))


def _time_column(columns: Sequence[Column], chosen: Column) -> Column | None:
    """Return the column of times that fits the intervals best; columns with a date come first."""
    best: tuple[int, Column] | None = None
    for column in columns:
        if column is chosen or (found := moments(column.cells)) is None:
            continue
        rows = [(n, cell) for n, cell in enumerate(chosen.cells) if len(numbers(cell)) >= 1]
        values, _ = in_milliseconds([sum(numbers(cell)) for _, cell in rows], chosen.name.unit_ms)
        beside = Moments([found.seconds[n] for n, _ in rows], found.is_dated, found.is_zoned)
        beside.is_clock = found.is_clock
        if len(rows) < 2:
            continue
        fit = fitting_times(beside, values, unit_s=_unit_s(column), is_named=_is_time_name(column))
        rank = 0 if fit is not None and fit.started_at is not None else 1 if fit is not None else 2
        if rank == 2 and not _is_time_name(column, blank=False):
            continue
        if best is None or rank < best[0]:
            best = rank, column
    return None if best is None else best[1]


def _is_time_name(column: Column, *, blank: bool = True) -> bool:
    words = column.name.words
    if not column.label:
        return blank
    return any(word in _TIME_WORDS or word.endswith(("time", "zeit")) for word in words) or (
        not words and column.name.unit_ms is not None
    )


def _unit_s(column: Column) -> float | None:
    return None if column.name.unit_ms is None else column.name.unit_ms / 1000.0


def _day_beside(columns: Sequence[Column], times_of: Column) -> float | None:
    """Return the first day from a column of days only, which completes a column of times of day only."""
    for column in columns:
        if column is times_of or (found := moments(column.cells)) is None:
            continue
        if (
            found.is_dated
            and not found.is_ambiguous
            and all(one % _DAY_S == 0.0 for one in found.seconds[:20])
        ):
            return found.seconds[0]
    return None


def _recording(
    path: Path,
    form: str,
    found: IntervalRows,
    chosen: Column | None,
    times_of: Column | None,
    started_at: datetime | None,
    day_s: float | None = None,
) -> IntervalRecording:
    said: list[Message] = []
    if not found.values:
        raise SessionFileError(
            message("file.no_intervals", path=str(path)), message("file.table_empty.advice")
        )
    if found.damaged:
        said.append(message("file.damaged_rows", count=found.damaged))
    if (steps := differences_of_times(found.values)) is not None:
        return _of_times(form, steps, said)
    rr_ms, converted = in_milliseconds(found.values, None if chosen is None else chosen.name.unit_ms)
    said.extend(converted)
    require_intervals(path, rr_ms)
    times = None if times_of is None else _times(path, found, rr_ms, times_of, said, day_s)
    if times is None:
        return interval_recording(form, rr_ms, broken=found.broken, started_at=started_at, warnings=said)
    return _timed(form, rr_ms, found, times, said, started_at)


def _timed(
    form: str,
    rr_ms: Sequence[float],
    found: IntervalRows,
    times: Times,
    said: list[Message],
    started_at: datetime | None,
) -> IntervalRecording:
    between_s = pauses_s(times.seconds, rr_ms, found.broken)
    if count := sum(one > PAUSE_S for one in between_s):
        said.append(message("file.pauses", count=count))
    return interval_recording(
        form,
        rr_ms,
        broken=found.broken,
        pauses_s=between_s,
        started_at=times.started_at or started_at,
        warnings=said,
    )


def _times(
    path: Path,
    found: IntervalRows,
    rr_ms: Sequence[float],
    column: Column,
    said: list[Message],
    day_s: float | None,
) -> Times | None:
    """Return the times beside the intervals; add a warning if the times or their date are not understood."""
    told = moments(found.beside)
    times = None
    if told is not None and told.is_clock and day_s is not None:
        told = Moments([day_s + one for one in told.seconds], is_dated=True)
    if told is not None:
        times = fitting_times(told, rr_ms, unit_s=_unit_s(column), is_named=_is_time_name(column))
        if times is None and column.label and contradict(told, rr_ms):
            raise SessionFileError(
                message("file.times_contradict", path=str(path), column=column.label),
                message("file.no_heart.advice"),
            )
        if times is not None and told.is_ambiguous:
            said.append(message("file.day_or_month"))
    if times is None and column.label:
        said.append(message("file.column_unused", column=column.label))
    return times


def _of_times(form: str, steps: Sequence[float], said: list[Message]) -> IntervalRecording:
    """Use the differences of beat times as intervals; a difference longer than any interval is a pause."""
    scale = 1000.0 if median_low(steps) < SECONDS_BELOW else 1.0
    rr_ms: list[float] = []
    pauses: list[float] = []
    waited_s = 0.0
    for step in steps:
        step_ms = step * scale
        if step_ms > LONGEST_MS:
            waited_s += step_ms / 1000.0
            continue
        if step_ms <= 0.0:
            continue
        rr_ms.append(round(step_ms, 6))
        pauses.append(waited_s)
        waited_s = 0.0
    said.append(message("file.beat_times"))
    return interval_recording(form, rr_ms, pauses_s=pauses, warnings=said)


def _noted(layout: Layout) -> datetime | None:
    """Return the start from a comment above the table; our own exports have one."""
    for note in layout.notes:
        name, _, value = note.partition(":")
        if name.strip().lower() in ("started_at", "start", "start time", "starttime", "recording start"):
            try:
                return datetime.fromisoformat(value.strip())
            except ValueError:
                return None
    return None
