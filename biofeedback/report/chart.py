"""A chart as SVG: one curve or a row of dots over the session's minutes."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from biofeedback.words.spoken import say, spoken
from devices.message import Message, message

_WIDTH, _HEIGHT = 720.0, 180.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 24.0, 10.0, 24.0
_TICKS: Final = 4
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_POINTS: Final = 1500
"""Twice as many as there are pixels across."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value; low and high are its interval, where there is one."""

    time_s: float
    value: float
    low: float | None = None
    high: float | None = None


def chart(
    title: Message | str,
    points: Sequence[ChartPoint],
    *,
    duration_s: float,
    dots: bool = False,
    gap_s: float = 5.0,
    shaded_s: Sequence[tuple[float, float]] = (),
) -> str:
    """Draw values over time.

    Parameters
    ----------
    title : Message or str
        What is shown, with its unit.
    points : sequence of ChartPoint
        In order of time.
    duration_s : float
        End of the time axis.
    dots : bool
        Each value by itself, with its interval; otherwise a line.
    gap_s : float
        A line ends where values lie further apart.
    shaded_s : sequence of (float, float)
        Begin and end of the times that lie on another ground.
    """
    if not points:
        return ""
    ticks = _ticks(
        min(point.value if point.low is None else point.low for point in points),
        max(point.value if point.high is None else point.high for point in points),
    )
    frame = _Frame(duration_s, ticks[0], ticks[-1])
    drawn = _dots(points, frame) if dots else _lines(_thinned(points), frame, gap_s)
    told = escape(say(title))
    return (
        f"<figure><figcaption>{told}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="{told}">'
        f"{_shades(frame, shaded_s)}{_grid(frame, ticks)}{drawn}</svg></figure>"
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    duration_s: float
    low: float
    high: float

    def x(self, time_s: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * time_s / max(self.duration_s, 1.0)

    def y(self, value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (self.high - value) / (self.high - self.low)


def _ticks(low: float, high: float) -> list[float]:
    rough = max(high - low, abs(high) * 1e-3, 1e-9) / _TICKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(one * unit for one in _STEPS if one * unit >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _shades(frame: _Frame, shaded_s: Iterable[tuple[float, float]]) -> str:
    height = _HEIGHT - _TOP - _BOTTOM
    return "".join(
        f'<rect class="guided" x="{frame.x(begin_s):.1f}" y="{_TOP:g}" '
        f'width="{frame.x(end_s) - frame.x(begin_s):.1f}" height="{height:g}"/>'
        for begin_s, end_s in shaded_s
    )


def _grid(frame: _Frame, ticks: Sequence[float]) -> str:
    number, unit = spoken().number, escape(say(message("report.min")))
    lines = [
        f'<line x1="{_LEFT:g}" x2="{_WIDTH - _RIGHT:g}" y1="{frame.y(tick):.1f}" y2="{frame.y(tick):.1f}"/>'
        f'<text x="{_LEFT - 6:g}" y="{frame.y(tick) + 4:.1f}" text-anchor="end">{number(tick)}</text>'
        for tick in ticks
    ]
    step_min = max(1, math.ceil(frame.duration_s / 60.0 / 12.0))
    minutes = range(0, int(frame.duration_s // 60.0) + 1, step_min)
    lines += [
        f'<text x="{frame.x(60.0 * minute):.1f}" y="{_HEIGHT - 6:g}" text-anchor="middle">'
        f"{minute} {unit}</text>"
        for minute in minutes
    ]
    return f'<g class="grid">{"".join(lines)}</g>'


def _thinned(points: Sequence[ChartPoint]) -> Sequence[ChartPoint]:
    return points[:: max(1, len(points) // _MOST_POINTS)]


def _lines(points: Iterable[ChartPoint], frame: _Frame, gap_s: float) -> str:
    runs: list[list[ChartPoint]] = []
    for point in points:
        if not runs or point.time_s - runs[-1][-1].time_s > gap_s:
            runs.append([])
        runs[-1].append(point)
    return "".join(
        f'<polyline points="{" ".join(f"{frame.x(p.time_s):.1f},{frame.y(p.value):.1f}" for p in run)}"/>'
        for run in runs
    )


def _dots(points: Iterable[ChartPoint], frame: _Frame) -> str:
    drawn = []
    for point in points:
        x = frame.x(point.time_s)
        if point.low is not None and point.high is not None:
            low_y, high_y = frame.y(point.low), frame.y(point.high)
            drawn.append(
                f'<line class="interval" x1="{x:.1f}" x2="{x:.1f}" y1="{low_y:.1f}" y2="{high_y:.1f}"/>'
            )
        drawn.append(f'<circle cx="{x:.1f}" cy="{frame.y(point.value):.1f}" r="3"/>')
    return "".join(drawn)
