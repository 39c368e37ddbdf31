"""A chart drawn on paper."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from biofeedback.report.chart import Chart, ChartPoint
from biofeedback.window.paper.paper import (
    ACCENT,
    LINE,
    PAPER_WIDTH,
    QUIET_INK,
    SHADE,
    UNITS_PER_POINT,
    Paper,
    Writing,
)
from biofeedback.words.spoken import say, spoken
from devices.message import message

_POINT: Final = UNITS_PER_POINT
_HEIGHT: Final = 94.0 * _POINT
_GUTTER: Final = 34.0 * _POINT
_FOOT: Final = 20.0 * _POINT
_SPACE: Final = 10.0 * _POINT
_DOT_RADIUS: Final = 2.0 * _POINT
_TITLE: Final = Writing(10.0, QFont.Weight.DemiBold, after=7.0)
_NUMBER: Final = Writing(8.5, ink=QUIET_INK)

CHART_HEIGHT: Final = _HEIGHT + _FOOT + _SPACE + 24.0 * _POINT
"""Height of a chart with its title."""


def draw_chart(paper: Paper, chart: Chart) -> None:
    """Draw a chart with its title; both stay together on one sheet."""
    paper.require(CHART_HEIGHT)
    paper.write(say(chart.title), _TITLE)
    plot = QRectF(_GUTTER, paper.y, PAPER_WIDTH - _GUTTER, _HEIGHT)
    painter = paper.painter
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for begin_s, end_s in chart.shaded_s:
        left, right = _x(plot, chart, begin_s), _x(plot, chart, end_s)
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), QColor(SHADE))
    _draw_grid(painter, plot, chart)
    painter.setPen(QPen(QColor(ACCENT), 1.1 * _POINT))
    if chart.dots:
        _draw_dots(painter, plot, chart)
    else:
        for run in chart.runs:
            painter.drawPolyline(QPolygonF([_place(plot, chart, point) for point in run]))
    painter.restore()
    paper.y += _HEIGHT + _FOOT + _SPACE


def _draw_grid(painter: QPainter, plot: QRectF, chart: Chart) -> None:
    number = spoken().number
    painter.setFont(_NUMBER.font)
    for tick in chart.ticks:
        y = plot.top() + chart.down(tick) * plot.height()
        painter.setPen(QPen(QColor(LINE), 0.5 * _POINT))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setPen(QColor(QUIET_INK))
        place = QRectF(0.0, y - _FOOT / 2.0, _GUTTER - 6.0 * _POINT, _FOOT)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(tick))
    *_, last = chart.minute_ticks
    for minute in chart.minute_ticks:
        told = f"{minute} {say(message('report.min'))}" if minute == last else f"{minute}"
        middle = min(
            _x(plot, chart, 60.0 * minute), plot.right() - (12.0 * _POINT if minute == last else 0.0)
        )
        place = QRectF(middle - 2.0 * _FOOT, plot.bottom(), 4.0 * _FOOT, _FOOT)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, told)


def _draw_dots(painter: QPainter, plot: QRectF, chart: Chart) -> None:
    painter.setBrush(QColor(ACCENT))
    for point in chart.points:
        place = _place(plot, chart, point)
        if point.low is not None and point.high is not None:
            low, high = (plot.top() + chart.down(one) * plot.height() for one in (point.low, point.high))
            painter.drawLine(QLineF(place.x(), low, place.x(), high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(place, _DOT_RADIUS, _DOT_RADIUS)
        painter.setPen(QPen(QColor(ACCENT), 1.1 * _POINT))


def _place(plot: QRectF, chart: Chart, point: ChartPoint) -> QPointF:
    return QPointF(_x(plot, chart, point.time_s), plot.top() + chart.down(point.value) * plot.height())


def _x(plot: QRectF, chart: Chart, time_s: float) -> float:
    return plot.left() + chart.across(time_s) * plot.width()
