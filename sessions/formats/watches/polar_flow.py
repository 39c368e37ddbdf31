"""Reads training sessions that Polar Flow exports as JSON: exercises, each with its start and its intervals.

``{"exercises": [{"startTime": …, "samples": {"rr": [{"duration": "PT0.863S", "offline": false}, …]}}]}``. An
interval is marked as offline while nothing was received from the strap.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from devices.message import Message, message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import MOST_INTERVALS, IntervalRecording, too_many
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.series import (
    LONGEST_MS,
    SHORTEST_MS,
    in_milliseconds,
    interval_recording,
    require_intervals,
)
from sessions.formats.source import SourceFile
from sessions.formats.tables.cells import number
from sessions.formats.tables.times import PAUSE_S

_MARK: Final = '"exercises"'
_WEEK_S: Final = 7 * 86_400.0


def _is_polar_flow(source: SourceFile) -> bool:
    return source.beginning.startswith("{") and (_MARK in source.beginning or _MARK in source.text)


@reader(
    "polar_flow",
    title=verbatim("Polar Flow JSON"),
    recognise=_is_polar_flow,
    notes=FormatNotes(
        "JSON with `exercises`", "`rr`, ISO 8601 durations", "cumulated", "`startTime`, local time"
    ),
)
def polar_flow(source: SourceFile) -> IntervalRecording:
    """Read the intervals of all exercises of a training session."""
    path = source.path
    try:
        found = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise SessionFileError(
            message("file.json_damaged", path=str(path)), message("file.json.advice")
        ) from error
    exercises = [one for one in _exercises(found) if one.values]
    if not exercises:
        raise SessionFileError(
            message("file.no_intervals", path=str(path)), message("file.flow_without_rr.advice")
        )
    if sum(len(one.values) for one in exercises) > MOST_INTERVALS:
        raise too_many(path)
    return _joined(source, exercises)


@dataclass(frozen=True, slots=True)
class _Exercise:
    """The numbers of one exercise, whether the chain of intervals is broken before each, and its start."""

    values: list[float]
    broken: list[bool]
    started_at: datetime | None
    damaged: int


def _exercises(found: object) -> Iterator[_Exercise]:
    listed = found.get("exercises") if isinstance(found, dict) else None
    for exercise in listed if isinstance(listed, list) else ():
        if not isinstance(exercise, dict):
            continue
        samples = exercise.get("samples")
        rows = samples.get("rr") if isinstance(samples, dict) else None
        values: list[float] = []
        broken: list[bool] = []
        damaged, was_offline = 0, True
        for row in rows if isinstance(rows, list) else ():
            duration = row.get("duration") if isinstance(row, dict) else row
            value = number(str(duration))
            if value is None:
                damaged, was_offline = damaged + 1, True
                continue
            is_offline = isinstance(row, dict) and row.get("offline") is True
            values.append(value)
            broken.append(was_offline or is_offline)
            was_offline = is_offline
        yield _Exercise(values, broken, _moment(exercise.get("startTime")), damaged)


def _joined(source: SourceFile, exercises: list[_Exercise]) -> IntervalRecording:
    """Put exercises one after another, and keep the time between their starts."""
    values = [value for one in exercises for value in one.values]
    rr_ms, said = in_milliseconds(values)
    require_intervals(source.path, rr_ms)
    told: list[Message] = list(said)
    pauses_s = [0.0] * len(rr_ms)
    first, now_s, begin = exercises[0].started_at, 0.0, 0
    for one in exercises:
        apart_s = _seconds_between(first, one.started_at)
        if begin and apart_s is not None and now_s < apart_s < _WEEK_S:
            pauses_s[begin] = apart_s - now_s
            now_s = apart_s
        part = rr_ms[begin : begin + len(one.values)]
        now_s += sum(value for value in part if SHORTEST_MS <= value <= LONGEST_MS) / 1000.0
        begin += len(one.values)
    if damaged := sum(one.damaged for one in exercises):
        told.append(message("file.damaged_rows", count=damaged))
    if count := sum(pause_s > PAUSE_S for pause_s in pauses_s):
        told.append(message("file.pauses", count=count))
    return interval_recording(
        "polar_flow",
        rr_ms,
        broken=[one for exercise in exercises for one in exercise.broken],
        pauses_s=pauses_s if any(pauses_s) else None,
        started_at=first,
        warnings=told,
    )


def _seconds_between(first: datetime | None, other: datetime | None) -> float | None:
    if first is None or other is None or (first.tzinfo is None) != (other.tzinfo is None):
        return None
    return (other - first).total_seconds()


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
