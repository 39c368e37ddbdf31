"""A curve of single values over time, each with its range."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import Message, message

_HEIGHT: Final = 150.0
_DOT_RADIUS: Final = 3.0
"""Sizes in pixels at 1280×720."""

Accent = Literal["response_newest", "breath", "guide"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One value with the low and high end of its range, if it has one."""

    x: float
    value: float
    low: float | None = None
    high: float | None = None


class TrendChart(ChartFrame):
    """Draws points over time, with a dashed line at the target.

    Parameters
    ----------
    name : Message
        Accessible name of the chart.
    accent : str
        The palette's colour of the points.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, name: Message, accent: Accent, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(say(name))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._accent = accent
        self._points: tuple[TrendPoint, ...] = ()
        self._ends: tuple[Message | str, Message | str] = ("", "")
        self._bounds = (0.0, 1.0)
        self._aim: float | None = None
        self._span = (0.0, 1.0)
        self._shaded: tuple[tuple[float, float], ...] = ()
        self._unit: Message | None = None
        self._lines: tuple[float, ...] = ()
        self._is_log = self._is_joined = False

    def show_points(
        self,
        points: Sequence[TrendPoint],
        *,
        ends: tuple[Message | str, Message | str],
        bounds: tuple[float, float],
        unit: Message | None = None,
        aim: float | None = None,
        span: tuple[float, float] | None = None,
        shaded: Sequence[tuple[float, float]] = (),
        lines: Sequence[float] = (),
        is_log: bool = False,
        is_joined: bool = False,
    ) -> None:
        """Show these points.

        Parameters
        ----------
        points : sequence of TrendPoint
            Points in the order of time.
        ends : tuple of Message
            Words below the first and below the last point.
        bounds : tuple of float
            Lower and upper end of the axis. Values outside are drawn at the nearer end.
        unit : Message, optional
            Unit of the values.
        aim : float or None, optional
            Value of the dashed line.
        span : tuple of float, optional
            Time at the left and right end; by default, the times of the first and last point.
        shaded : sequence of (float, float), optional
            Begin and end of each shaded period.
        lines : sequence of float, optional
            Further values on the axis that get a line and a number.
        is_log : bool, optional
            Whether the axis is logarithmic; all values must then be above 0.
        is_joined : bool, optional
            Whether a line goes from each point to the next.
        """
        self._points, self._ends, self._bounds = tuple(points), ends, bounds
        self._unit, self._aim = unit, aim
        self._span = span or ((points[0].x, points[-1].x) if points else (0.0, 1.0))
        self._shaded = tuple(shaded)
        self._lines, self._is_log, self._is_joined = tuple(lines), is_log, is_joined
        self.update()

    @property
    def ground(self) -> str:
        """The colour behind the chart."""
        return self.colors.window

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        self.setFixedHeight(round(_HEIGHT * look.scale))

    def sizeHint(self) -> QSize:
        return QSize(round(400 * self.scale), round(_HEIGHT * self.scale))

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        plot = self.plot_rect
        for begin, end in self._shaded:
            left, right = self._x(begin), self._x(end)
            shade = QRectF(left, plot.top(), right - left, plot.height())
            painter.fillRect(shade, QColor(self.colors.guide_past))
        marked = (*self._bounds, *self._lines)
        for value in marked:
            self.write_at_right(painter, self._y(value), self._with_unit(value))
        self.write_below(painter, Qt.AlignmentFlag.AlignLeft, say(self._ends[0]))
        self.write_below(painter, Qt.AlignmentFlag.AlignRight, say(self._ends[1]))
        painter.setPen(QPen(QColor(self.colors.line), 1.0))
        for y in map(self._y, marked):
            painter.drawLine(QLineF(plot.left(), y + 0.5, plot.right(), y + 0.5))
        if self._aim is not None:
            self._paint_aim(painter, self._aim)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [self._place(point) for point in self._points]
        color = QColor(getattr(self.colors, self._accent))
        painter.setPen(QPen(color, 1.5))
        if self._is_joined:
            painter.drawPolyline(QPolygonF(places))
        for point, place in zip(self._points, places, strict=True):
            if point.low is not None and point.high is not None:
                painter.drawLine(QLineF(place.x(), self._y(point.low), place.x(), self._y(point.high)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for place in places:
            painter.drawEllipse(place, _DOT_RADIUS * self.scale, _DOT_RADIUS * self.scale)

    def _paint_aim(self, painter: QPainter, aim: float) -> None:
        y = self._y(aim)
        painter.setPen(QColor(self.colors.quiet))
        self.write_at_right(painter, y, message("window.axis.number", value=aim))
        painter.setPen(QPen(QColor(self.colors.guide), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(self.plot_rect.left(), y, self.plot_rect.right(), y))

    def _with_unit(self, value: float) -> Message:
        if self._unit is None:
            return message("window.axis.number", value=value)
        return message("window.axis.unit", value=value, unit=self._unit)

    def _place(self, point: TrendPoint) -> QPointF:
        return QPointF(self._x(point.x), self._y(point.value))

    def _x(self, x: float) -> float:
        first, last = self._span
        inner = QRectF(self.plot_rect).adjusted(_DOT_RADIUS, 0.0, -_DOT_RADIUS, 0.0)
        share = (x - first) / (last - first) if last > first else 0.5
        return inner.left() + share * inner.width()

    def _y(self, value: float) -> float:
        plot, (low, high) = self.plot_rect, self._bounds
        if self._is_log:
            value, low, high = (math.log(max(one, low)) for one in (value, low, high))
        return plot.bottom() - min(1.0, max(0.0, (value - low) / (high - low))) * plot.height()
