"""A chart as a figure of the page: SVG curves that fit any width, and numbers that keep their size."""

from html import escape
from typing import Final

from biofeedback.report.chart import Chart, ChartPoint
from biofeedback.words.spoken import say, spoken
from devices.message import message

_ACROSS, _DOWN = 1000.0, 400.0
"""The drawing's own units. The drawing is stretched to the available width; strokes and numbers are not."""

_SVG: Final = f'<svg viewBox="0 0 {_ACROSS:g} {_DOWN:g}" preserveAspectRatio="none" aria-hidden="true">'


def chart_figure(chart: Chart) -> str:
    """Return a chart as HTML."""
    told = escape(say(chart.title))
    drawn = _dots(chart) if chart.dots else _lines(chart)
    return (
        f'<figure><figcaption>{told}</figcaption><div class="plot" role="img" aria-label="{told}">'
        f"{_values(chart)}{_SVG}{_shades(chart)}{_grid(chart)}{drawn}</svg>{_minutes(chart)}</div></figure>"
    )


def _values(chart: Chart) -> str:
    number = spoken().number
    return "".join(
        f'<span class="value" style="top:{100.0 * chart.down(tick):.2f}%">{number(tick)}</span>'
        for tick in chart.ticks
    )


def _minutes(chart: Chart) -> str:
    unit = escape(say(message("report.min")))
    *first, last = chart.minute_ticks
    told = [(minute, f"{minute}") for minute in first]
    told.append((last, f"{last} {unit}"))
    return "".join(
        f'<span class="minute" style="left:{100.0 * chart.across(60.0 * minute):.2f}%">{words}</span>'
        for minute, words in told
    )


def _shades(chart: Chart) -> str:
    return "".join(
        f'<rect class="guided" x="{_x(chart, begin_s):.1f}" y="0" '
        f'width="{_x(chart, end_s) - _x(chart, begin_s):.1f}" height="{_DOWN:g}"/>'
        for begin_s, end_s in chart.shaded_s
    )


def _grid(chart: Chart) -> str:
    lines = "".join(f'<path d="M0 {_y(chart, tick):.1f}H{_ACROSS:g}"/>' for tick in chart.ticks)
    return f'<g class="grid">{lines}</g>'


def _lines(chart: Chart) -> str:
    return "".join(
        f'<polyline points="{" ".join(_place(chart, point) for point in run)}"/>' for run in chart.runs
    )


def _dots(chart: Chart) -> str:
    drawn = []
    for point in chart.points:
        x, y = _x(chart, point.time_s), _y(chart, point.value)
        if point.low is not None and point.high is not None:
            low_y, high_y = _y(chart, point.low), _y(chart, point.high)
            drawn.append(f'<path class="interval" d="M{x:.1f} {low_y:.1f}V{high_y:.1f}"/>')
        # A stroke of zero length with round ends stays round when the drawing is stretched.
        drawn.append(f'<path class="dot" d="M{x:.1f} {y:.1f}h0"/>')
    return "".join(drawn)


def _place(chart: Chart, point: ChartPoint) -> str:
    return f"{_x(chart, point.time_s):.1f},{_y(chart, point.value):.1f}"


def _x(chart: Chart, time_s: float) -> float:
    return _ACROSS * chart.across(time_s)


def _y(chart: Chart, value: float) -> float:
    return _DOWN * chart.down(value)
