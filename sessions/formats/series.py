"""Puts the numbers of a file together as intervals; impossible numbers keep their rows, pauses their places.

A number that can't be an interval breaks the chain: neither it nor the next interval is adjacent to the one
before. A number below 200 ms counts as the time that it says, and zero as no time. A number longer than any
interval, up to a minute, is time in which beats are missing.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import Final

from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.formats.intervals import CONVERTED, SECONDS_BELOW, IntervalRecording

SHORTEST_MS, LONGEST_MS = 200.0, 3000.0
"""Shortest and longest possible interval between heart beats."""

_LONGEST_SILENCE_MS: Final = 60_000.0
"""A longer number is an error in a strap's memory, not time without beats."""

_FEWEST_FOR_TIMES: Final = 8
"""This many numbers that only rise are times, not intervals."""

_BETWEEN_BEATS_MS: Final = (300.0, 2000.0)
"""Range of the median step between beat times, from 200 to 30 beats per minute."""

_LARGEST: Final = 1e15

_SAME_S: Final = 2e-5
"""Times are written to a millionth of a second; equal times differ by at most this."""


def interval_recording(
    form: str,
    values_ms: Sequence[float],
    *,
    broken: Sequence[bool] | None = None,
    pauses_s: Sequence[float] | None = None,
    started_at: datetime | None = None,
    warnings: Sequence[Message] = (),
) -> IntervalRecording:
    """Put intervals one after another, starting at 0.

    Parameters
    ----------
    form : str
        The name of the file's format.
    values_ms : sequence of float
        The numbers of the file in milliseconds, in order, whether they can be intervals or not.
    broken : sequence of bool, optional
        Whether something unreadable stood before each number.
    pauses_s : sequence of float, optional
        Time before each number that no interval accounts for.
    started_at : datetime, optional
        Start of the first interval.
    warnings : sequence of Message, optional
        Warnings that exist already.
    """
    end_s: list[float] = []
    adjacent: list[bool] = []
    now_ms, follows, impossible = 0.0, False, 0
    for row, value in enumerate(values_ms):
        pause_s = pauses_s[row] if pauses_s is not None else 0.0
        follows = follows and pause_s <= 0.0 and not (broken is not None and broken[row])
        now_ms += 1000.0 * pause_s
        can_be_interval = SHORTEST_MS <= value <= LONGEST_MS
        if 0.0 < value <= LONGEST_MS:  # short ones count too: an extra beat splits an interval in two
            now_ms += value
        end_s.append(now_ms / 1000.0)
        adjacent.append(can_be_interval and follows)
        follows = can_be_interval
        impossible += not can_be_interval
        if LONGEST_MS < value <= _LONGEST_SILENCE_MS and pauses_s is None:
            now_ms += value
    said = list(warnings)
    if impossible:
        said.append(message("file.impossible", count=impossible))
    kept = tuple(min(max(value, 0.0), _LARGEST) for value in values_ms)
    return IntervalRecording(form, kept, tuple(end_s), tuple(adjacent), started_at, tuple(said))


def in_milliseconds(
    values: Sequence[float], unit_ms: float | None = None
) -> tuple[Sequence[float], tuple[Message, ...]]:
    """Convert numbers to milliseconds by the unit that the file names, or by the size of their median.

    Parameters
    ----------
    values : sequence of float
        At least one number.
    unit_ms : float, optional
        Milliseconds in the unit that the file names; ignored if the numbers could then not be intervals.
    """
    middle = _middle(values)
    if unit_ms is not None and SHORTEST_MS <= middle * unit_ms <= LONGEST_MS:
        return (values, ()) if unit_ms == 1.0 else ([unit_ms * one for one in values], (_converted(unit_ms),))
    if middle < SECONDS_BELOW:
        return [1000.0 * value for value in values], (CONVERTED,)
    return values, ()


def _converted(unit_ms: float) -> Message:
    return CONVERTED if unit_ms == 1000.0 else message("file.converted_unit", unit_ms=unit_ms)


def differences_of_times(values: Sequence[float]) -> list[float] | None:
    """Return the steps between numbers that only rise, as beat times do; None for other numbers."""
    if len(values) < _FEWEST_FOR_TIMES or values[-1] - values[0] <= 0.0:
        return None
    steps = [after - before for before, after in pairwise(values)]
    rising = sum(step > 0.0 for step in steps)
    if rising < len(steps) - max(1, len(steps) // 100):
        return None
    # A few intervals may rise in a row, but not to many times the first.
    step = median_low(steps)
    scale = 1000.0 if step < SECONDS_BELOW else 1.0
    low_ms, high_ms = _BETWEEN_BEATS_MS
    return steps if low_ms <= step * scale <= high_ms else None


def adjacent_by_times(end_s: Sequence[float], rr_ms: Sequence[float]) -> Iterator[bool]:
    """Yield for each interval whether it begins where the one before it ended.

    Parameters
    ----------
    end_s, rr_ms : sequence of float
        Ends and lengths as this program writes them, to a millionth of a second.
    """
    before_s, before_ms = -math.inf, 0.0
    for now_s, now_ms in zip(end_s, rr_ms, strict=True):
        meets = abs(now_s - now_ms / 1000.0 - before_s) <= _SAME_S
        yield meets and can_be_interval(now_ms) and can_be_interval(before_ms)
        before_s, before_ms = now_s, now_ms


def can_be_interval(rr_ms: float) -> bool:
    """Return whether a length can be that of an interval between heart beats."""
    return SHORTEST_MS <= rr_ms <= LONGEST_MS


def require_intervals(path: Path, values_ms: Sequence[float]) -> None:
    """Refuse numbers if their size shows that they are not intervals.

    Raises
    ------
    SessionFileError
        If their median lies outside 200 to 3000 ms, or if they only rise.
    """
    middle = _middle(values_ms)
    if not SHORTEST_MS <= middle <= LONGEST_MS:
        raise SessionFileError(
            message("file.no_heart", path=str(path), median=middle, what=_looks_like(middle)),
            message("file.no_heart.advice"),
        )
    rows = len(values_ms)
    if rows >= _FEWEST_FOR_TIMES and all(a < b for a, b in pairwise(values_ms)):
        raise SessionFileError(message("file.only_rises", path=str(path)), message("file.no_heart.advice"))


def _looks_like(middle: float) -> Message:
    if 25.0 <= middle < SHORTEST_MS:
        return message("file.looks_like.heart_rates")
    if 5.0 <= middle < 25.0:
        return message("file.looks_like.breathing_rates")
    return message("file.looks_like.nothing")


def _middle(values: Sequence[float]) -> float:
    """Return the median of the numbers above zero; errors in a strap's memory may contain many zeros."""
    return median_low([value for value in values if value > 0.0] or [0.0])
