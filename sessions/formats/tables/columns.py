"""Finds the column of the intervals in a table, by its name or by its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, median_low
from typing import Final

from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.formats.intervals import SECONDS_BELOW
from sessions.formats.series import LONGEST_MS, SHORTEST_MS
from sessions.formats.tables.cells import is_blank, number, numbers
from sessions.formats.tables.moments import moments
from sessions.formats.tables.names import ColumnName, column_name

_MOSTLY: Final = 0.7
_NEAR: Final = (0.8, 1.25)
_FEWEST_ROWS: Final = 8
_FEWEST_OF_A_LIST: Final = 3
_SMALLEST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows that were examined.

    Parameters
    ----------
    place : int
        Its place, from 0.
    label : str
        Its name as written; empty if it has none.
    name : ColumnName
        The meaning of that name.
    cells : tuple of str
        Its cells.
    """

    place: int
    label: str
    name: ColumnName
    cells: tuple[str, ...]

    def values(self) -> list[float]:
        """Return its numbers; skip cells without a number."""
        return [one for cell in self.cells for one in numbers(cell)]

    @property
    def is_numeric(self) -> bool:
        """Whether most of its filled cells are numbers."""
        filled = [cell for cell in self.cells if not is_blank(cell)]
        return bool(filled) and sum(bool(numbers(cell)) for cell in filled) >= _MOSTLY * len(filled)

    @property
    def rises(self) -> bool:
        """Whether its numbers or times rise."""
        found = moments(self.cells)
        times = [] if found is None else [one for one in found.seconds if one == one]
        return len(times) > 1 and times[0] < times[-1] and all(a <= b for a, b in pairwise(times))

    @property
    def could_be_intervals(self) -> bool:
        """Whether its numbers have the size of intervals, in milliseconds or seconds."""
        values = [value for value in self.values() if value > 0.0]
        return bool(values) and SHORTEST_MS <= _ms(values, self.name.unit_ms) <= LONGEST_MS


def columns_of(rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[Column]:
    """Return the columns of some rows."""
    width = max((len(row) for row in rows), default=0)
    found = []
    for place in range(min(width, 200)):
        label = names[place] if place < len(names) else ""
        cells = tuple(row[place] if place < len(row) else "" for row in rows)
        found.append(Column(place, label, column_name(label), cells))
    return found


def interval_column(path: Path, columns: Sequence[Column], *, has_names: bool) -> Column:
    """Return the column of the intervals.

    Raises
    ------
    SessionFileError
        If no column has intervals; the message says what the columns seem to be.
    """
    named = [column for column in columns if column.name.is_interval]
    if named:
        named.sort(key=lambda one: (not one.could_be_intervals, not one.is_numeric))
        return named[0]
    numeric = [column for column in columns if column.is_numeric]
    if len(numeric) == 1 and not (numeric[0].name.is_heart_rate or numeric[0].name.is_daily):
        return numeric[0]
    clocks = [column for column in columns if column.rises]
    others = [one for one in numeric if one not in clocks and not one.name.is_heart_rate]
    fitting = [one for one in numeric if any(one is not clock and _fits(one, clock) for clock in clocks)]
    if fitting and not any(one.name.is_daily for one in columns):
        return min(fitting, key=lambda one: (one in clocks, not one.could_be_intervals, one.place))
    possible = [one for one in others if one.could_be_intervals and not one.name.is_daily]
    if len(possible) >= 1 and not clocks and not has_names:
        return possible[0]
    if not has_names and len(numeric) == 2 and len(clocks) == 1 and others:
        return others[0]  # a later check of its size shows whether it has intervals
    raise SessionFileError(*_nothing(path, columns, has_names=has_names))


def numbered_beside(columns: Sequence[Column], chosen: Column) -> list[int]:
    """Return the places of the interval column and of the columns that continue it, as in ``rr1, rr2``."""
    base = _without_number(chosen)
    if base == chosen.name.words:
        return [chosen.place]
    return [one.place for one in columns if one.name.words != base and _without_number(one) == base]


def _without_number(column: Column) -> tuple[str, ...]:
    return tuple(word for word in column.name.words if not word.isdigit())


def _nothing(path: Path, columns: Sequence[Column], *, has_names: bool) -> tuple[Message, Message]:
    listed = ", ".join(column.label for column in columns[:12] if column.label)
    if has_names and sum(column.name.is_daily for column in columns) > 0:
        return message("file.daily", path=str(path), columns=listed), message("file.daily.advice")
    if any(column.name.is_heart_rate for column in columns):
        return message("file.heart_rates", path=str(path), columns=listed), message("file.no_heart.advice")
    if not listed:
        return message("file.no_column", path=str(path)), message("file.no_column.advice")
    return message("file.no_named_column", path=str(path), columns=listed), message("file.no_column.advice")


def is_list(columns: Sequence[Column]) -> bool:
    """Return whether all columns are intervals, as in a list that is wrapped or written in one line."""
    filled = [one for one in columns if any(not is_blank(cell) for cell in one.cells)]
    if len(filled) < _FEWEST_OF_A_LIST or not all(one.is_numeric for one in filled):
        return False
    middles = [median_low(values) for one in filled if (values := one.values())]
    smallest, largest = min(middles), max(middles)
    return len(middles) == len(filled) and smallest > 0.0 and largest <= 4.0 * smallest and largest > 0.2


def _ms(values: Sequence[float], unit_ms: float | None) -> float:
    middle = median_low(values)
    if unit_ms is not None and SHORTEST_MS <= middle * unit_ms <= LONGEST_MS:
        return middle * unit_ms
    return middle * 1000.0 if middle < SECONDS_BELOW else middle


def _fits(column: Column, clock: Column) -> bool:
    """Return whether the steps of a rising column are as long as the numbers beside them."""
    found = moments(clock.cells)
    if found is None:
        return False
    rows = [
        (time, value)
        for time, cell in zip(found.seconds, column.cells, strict=True)
        if time == time and (value := number(cell)) is not None and value > 0.0
    ]
    if len(rows) < 2:
        return False
    step = min(_FEWEST_ROWS, len(rows) - 1)
    ends = [0.0]
    for _, value in rows:
        ends.append(ends[-1] + value)
    ratios = [
        (rows[row][0] - rows[row - step][0]) / max(ends[row + 1] - ends[row + 1 - step], _SMALLEST)
        for row in range(step, len(rows))
    ]
    ratio = median(ratios)
    return any(_NEAR[0] <= ratio * scale <= _NEAR[1] for scale in (1.0, 1e3, 1e-3, 1e-6))
