"""Finds the time zone of a table: in a comment, in a column of its own, or in its dates."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Final

from sessions.formats.intervals import IntervalRecording
from sessions.formats.tables.columns import Column
from sessions.formats.tables.layout import Layout
from sessions.zone import tzinfo_of

_NAMES: Final = frozenset({"zone", "time zone", "timezone", "time_zone", "tz", "zeitzone"})
_OFFSET: Final = re.compile(r".*\d([+-]\d{2}:?\d{2})")


def in_told_zone(
    recording: IntervalRecording, layout: Layout, columns: Sequence[Column], times_of: Column | None
) -> IntervalRecording:
    """Return the recording with its start in the zone that its file gives.

    Parameters
    ----------
    recording : IntervalRecording
        The recording as read.
    layout : Layout
        Layout of the table, with the comments above it.
    columns : sequence of Column
        Columns of the table.
    times_of : Column or None
        The column of the times.
    """
    start = recording.started_at
    if start is None:
        return recording
    zone = _noted(layout) or _in_a_column(columns)
    if zone is None and start.tzinfo is UTC and times_of is not None:
        zone = _offset(times_of.cells[0])
    if zone is None:
        return recording
    local = start.replace(tzinfo=zone) if start.tzinfo is None else start.astimezone(zone)
    return replace(recording, started_at=local)


def _noted(layout: Layout) -> tzinfo | None:
    for note in layout.notes:
        name, _, value = note.partition(":")
        if name.strip().lower() in _NAMES and (zone := tzinfo_of(value)) is not None:
            return zone
    return None


def _in_a_column(columns: Sequence[Column]) -> tzinfo | None:
    for column in columns:
        if column.label.strip().lower() in _NAMES and len(set(column.cells)) == 1:
            return tzinfo_of(column.cells[0])
    return None


def _offset(cell: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(cell.strip().strip("\"'"))
    return None if found is None else tzinfo_of(found[1])
