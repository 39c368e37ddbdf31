"""A chart over the minutes of a session, in fractions of its width and height, for page and paper."""

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
"""Most ticks on the time axis, so that their numbers fit on the screen of a phone."""

_MOST_POINTS: Final = 1500
"""Most points of a line: twice the number of pixels across."""

Shade = tuple[float, float]
"""Begin and end of a shaded time, in seconds."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value; low and high are the ends of its interval, if it has one."""

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
        The points in order of time; at least one.
    duration_s : float
        End of the time axis, in seconds.
    dots : bool
        Whether to draw each value as a dot with its interval, instead of a line.
    gap_s : float
        The line is interrupted between values that are more than this many seconds apart.
    shaded_s : sequence of (float, float)
        Begin and end, in seconds, of the times with a shaded background.
    """

    title: Message
    points: tuple[ChartPoint, ...]
    duration_s: float
    dots: bool = False
    gap_s: float = 5.0
    shaded_s: Sequence[Shade] = ()

    @cached_property
    def ticks(self) -> tuple[float, ...]:
        """Round values for the axis; the first and the last tick are its ends."""
        low = min(point.value if point.low is None else point.low for point in self.points)
        high = max(point.value if point.high is None else point.high for point in self.points)
        rough = max(high - low, abs(high) * 1e-3, 1e-9) / _TICKS
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(one * unit for one in _STEPS if one * unit >= rough * 0.999)
        first, last = math.floor(low / step), math.ceil(high / step)
        return tuple(number * step for number in range(first, max(last, first + 1) + 1))

    @property
    def minute_ticks(self) -> tuple[int, ...]:
        """Round minutes, starting at 0."""
        minutes = self.duration_s / 60.0
        step = next((one for one in _MINUTE_STEPS if minutes / one <= _MOST_MINUTE_TICKS), _MINUTE_STEPS[-1])
        return tuple(range(0, math.floor(minutes) + 1, step))

    def across(self, time_s: float) -> float:
        """Return the horizontal position of a time, from 0 at the left to 1 at the right."""
        return time_s / max(self.duration_s, 1.0)

    def down(self, value: float) -> float:
        """Return the vertical position of a value, from 0 at the top to 1 at the bottom."""
        low, high = self.ticks[0], self.ticks[-1]
        return (high - value) / (high - low)

    @property
    def runs(self) -> list[list[ChartPoint]]:
        """The pieces of the line, limited to about the number of points that can be seen."""
        runs: list[list[ChartPoint]] = []
        for point in self.points[:: max(1, len(self.points) // _MOST_POINTS)]:
            if not runs or point.time_s - runs[-1][-1].time_s > self.gap_s:
                runs.append([])
            runs[-1].append(point)
        return runs
