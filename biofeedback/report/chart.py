"""A chart over the minutes of a session, in shares of its width and height; page and paper draw it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from devices.message import Message

_TICKS: Final = 4
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MINUTE_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
_MOST_MINUTE_TICKS: Final = 6
"""So that their numbers have room on the screen of a phone."""

_MOST_POINTS: Final = 1500
"""Twice as many as there are pixels across."""

Shade = tuple[float, float]
"""Begin and end."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value; low and high are its interval, where there is one."""

    time_s: float
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Chart:
    """Values over time.

    Parameters
    ----------
    title : Message
        What is shown, with its unit.
    points : tuple of ChartPoint
        In order of time; at least one.
    duration_s : float
        End of the time axis.
    dots : bool
        Each value by itself, with its interval; otherwise a line.
    gap_s : float
        A line ends where values lie further apart.
    shaded_s : sequence of (float, float)
        Begin and end of the times that lie on another ground.
    """

    title: Message
    points: tuple[ChartPoint, ...]
    duration_s: float
    dots: bool = False
    gap_s: float = 5.0
    shaded_s: Sequence[Shade] = ()

    @cached_property
    def ticks(self) -> tuple[float, ...]:
        """Round values from the lower to the upper end of the axis, both of them ticks."""
        low = min(point.value if point.low is None else point.low for point in self.points)
        high = max(point.value if point.high is None else point.high for point in self.points)
        rough = max(high - low, abs(high) * 1e-3, 1e-9) / _TICKS
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(one * unit for one in _STEPS if one * unit >= rough * 0.999)
        first, last = math.floor(low / step), math.ceil(high / step)
        return tuple(number * step for number in range(first, max(last, first + 1) + 1))

    @property
    def minute_ticks(self) -> tuple[int, ...]:
        """Round minutes from 0 on."""
        minutes = self.duration_s / 60.0
        step = next((one for one in _MINUTE_STEPS if minutes / one <= _MOST_MINUTE_TICKS), _MINUTE_STEPS[-1])
        return tuple(range(0, math.floor(minutes) + 1, step))

    def across(self, time_s: float) -> float:
        """Return where a time lies, from 0 at the left to 1 at the right."""
        return time_s / max(self.duration_s, 1.0)

    def down(self, value: float) -> float:
        """Return where a value lies, from 0 at the top to 1 at the bottom."""
        low, high = self.ticks[0], self.ticks[-1]
        return (high - value) / (high - low)

    @property
    def runs(self) -> list[list[ChartPoint]]:
        """The pieces of the line, without more points than can be seen."""
        runs: list[list[ChartPoint]] = []
        for point in self.points[:: max(1, len(self.points) // _MOST_POINTS)]:
            if not runs or point.time_s - runs[-1][-1].time_s > self.gap_s:
                runs.append([])
            runs[-1].append(point)
        return runs
