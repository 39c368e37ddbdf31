"""Reads the rows of a table with intervals: numbers, the times beside them, and the count of damaged rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sessions.formats.intervals import MOST_INTERVALS, too_many
from sessions.formats.tables.cells import is_blank, numbers
from sessions.formats.tables.columns import Column
from sessions.formats.tables.layout import Layout, Row, rows_of

_FINER_THAN_SECONDS: Final = re.compile(r"[.,]\d*[1-9]|^\d{12,}(?<!000)$")
_DOUBLED: Final = 0.95
"""In a file of doubled rows, at least this share of the rows that repeat a stamp also repeat the interval."""


@dataclass(slots=True)
class IntervalRows:
    """The numbers of the interval column, and the time beside each."""

    values: list[float] = field(default_factory=list)
    broken: list[bool] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    damaged: int = 0


def interval_rows(
    path: Path, text: str, layout: Layout, places: Sequence[int], times_of: Column | None
) -> IntervalRows:
    """Read the intervals, and the times beside them, row by row."""
    found = IntervalRows()
    broken = False
    for _, row in rows_of(path, text, layout):
        cell = " ".join(row[place] for place in places if place < len(row))
        try:  # does the same as `numbers` in a fifth of the time
            values = [float(cell)]
            if not -1e20 < values[0] < 1e20:
                values = []
        except ValueError:
            values = numbers(cell)
        if not values:
            if not is_blank(cell) or (len(row) == 1 and layout.columns > 1):
                found.damaged += 1
                broken = True
            elif layout.columns == 1:  # such as NaN: a beat with an unknown interval
                broken = True
            continue
        beside = "" if times_of is None or times_of.place >= len(row) else row[times_of.place]
        for number_in_cell, value in enumerate(values):
            found.values.append(value)
            found.broken.append(broken)
            if times_of is not None:
                found.beside.append(beside if number_in_cell == len(values) - 1 else "")
            broken = False
        if len(found.values) > MOST_INTERVALS:
            raise too_many(path)
    return found


def listed_rows(path: Path, rows: Iterable[Row]) -> IntervalRows:
    """Read rows that contain only intervals, one after another."""
    found = IntervalRows()
    broken = False
    for _, row in rows:
        for cell in row:
            values = numbers(cell)
            if not values and not is_blank(cell):
                found.damaged += 1
                broken = True
            for value in values:
                found.values.append(value)
                found.broken.append(broken)
                broken = False
        if len(found.values) > MOST_INTERVALS:
            raise too_many(path)
    return found


def without_doubled(found: IntervalRows) -> int:
    """Remove doubled rows, and return how many.

    A program that was called twice for each packet writes each row twice, with the same time and interval.
    Stamps in whole seconds don't prove this, since two intervals may share a second.
    """
    same = [
        row
        for row in range(1, len(found.beside))
        if found.beside[row] and found.beside[row] == found.beside[row - 1]
    ]
    doubled = [row for row in same if found.values[row] == found.values[row - 1]]
    is_fine = any(_FINER_THAN_SECONDS.search(found.beside[row]) for row in doubled)
    if not is_fine or len(doubled) < _DOUBLED * len(same):
        return 0
    for row in reversed(doubled):
        for column in (found.values, found.broken, found.beside):
            del column[row]
    return len(doubled)
