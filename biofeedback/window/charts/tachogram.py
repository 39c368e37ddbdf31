"""The tachogram: the heart rate from beat to beat over the last minute, with the guide's breath behind it."""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QGradient, QLinearGradient, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from biofeedback.beats.beats import Beat
from biofeedback.window.charts.beat_curve import BeatCurve, CurveValues
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.scales import DEFAULT_RATES_PER_MIN, rate_axis, rate_lines
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import Message, message

TACHOGRAM_WINDOW_S: Final = 60.0

_GUIDE_HEIGHT: Final = 0.8
"""Height of the guide with full lungs, as a share of the plot."""

_GRID_WIDTH: Final = 1.0
_HEART_WIDTH: Final = 2.5
_FADED: Final = 0.75
"""Opacity of the veil over the oldest beats."""

_DOT: Final = 7.0
_GLOW: Final = 15.0
_GLOW_STRENGTH: Final = 0.25
"""Sizes of the newest beat and of the glow around it, and the opacity of the glow."""

_POINT_PX: Final = 5.0
"""Approximate distance between two points of the curve."""

_MOST_RATE_PER_MIN: Final = 400.0
"""A rate above all rates shown."""

_NOW: Final = message("window.heart_rate.now")
_START: Final = message("window.heart_rate.start", start_s=-TACHOGRAM_WINDOW_S)
_STILL_STEP_S: Final = 1.0


class TachogramChart(ChartFrame):
    """Draws heart rate and guide; the axis stays still and the data move one pixel at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_on_ground = False
        self.setAccessibleName(say(message("window.heart_rate.chart")))
        self._axis = DEFAULT_RATES_PER_MIN
        self._beats: tuple[Beat, ...] = ()
        self._line = BeatCurve.through(())
        self._points: tuple[float, CurveValues, CurveValues] | None = None
        self._now_words = _NOW
        self._shown_at_s = -math.inf
        self._plot = _bare_plot(self)
        self._guide = _curve(self._plot)
        self._grid = _curve(self._plot)
        self._heart = _curve(self._plot)
        self._veil = self._add_veil()
        self._newest = [pg.ScatterPlotItem(pxMode=True) for _ in range(2)]
        for item in self._newest:
            self._plot.addItem(item)
        self._set_colors()
        self._show_axis()

    def on_ground(self) -> None:
        """Use the window's background colour instead of a card's."""
        self._is_on_ground = True
        self._set_colors()

    @property
    def ground(self) -> str:
        """The colour behind the chart."""
        return self.colors.window if self._is_on_ground else self.colors.card

    def show_beats(self, beats: tuple[Beat, ...], now_words: Message) -> None:
        """Take the beats of the last minute; the next `move_to` paints them."""
        if now_words != self._now_words:
            self._now_words = now_words
            self.update()
        if beats != self._beats:
            self._beats = beats
            self._line = BeatCurve.through(beats)
            self._points = None
            self._shown_at_s = -math.inf

    def move_to(
        self, now_s: float, guide_samples: Iterable[tuple[float, float]], *, still: bool = False
    ) -> None:
        """Paint the minute before now, unless it has moved by less than a pixel.

        Parameters
        ----------
        now_s : float
            Present time on the session's clock.
        guide_samples : iterable of (float, float)
            Time and lung position.
        still : bool
            Whether the guide is paused. The minute then moves on with each beat, or once per second.
        """
        pixel_s = TACHOGRAM_WINDOW_S / (self._plot.width() * self.devicePixelRatioF())
        if abs(now_s - self._shown_at_s) < (_STILL_STEP_S if still else pixel_s):
            return
        # The line moves by whole pixels and so keeps its shape.
        self._shown_at_s = math.floor(now_s / pixel_s) * pixel_s
        axis = rate_axis(self._line.rates_per_min, self._axis)
        if axis != self._axis:
            self._axis = axis
            self._show_axis()
        times_s, rates = self._points_of_line(_POINT_PX * pixel_s * self.devicePixelRatioF())
        self._heart.setData(times_s - self._shown_at_s, rates, connect="finite", skipFiniteCheck=True)
        self._show_newest()
        self._show_guide(guide_samples)

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        plot = self.plot_rect
        low, high = self._axis
        lines = rate_lines(self._axis)
        for rate in lines:
            y = plot.bottom() - (rate - low) / (high - low) * plot.height()
            whole = message("window.axis.number", value=rate)
            top = message("window.axis.per_minute", rate_per_min=rate)
            self.write_at_right(painter, y, top if rate == lines[-1] else whole)
        start, now = say(_START), say(self.first_that_fits(self._now_words, _NOW))
        if self.text_width(start) + self.text_width(now) + self.text_width("  ") <= plot.width():
            self.write_below(painter, Qt.AlignmentFlag.AlignLeft, start)
        self.write_below(painter, Qt.AlignmentFlag.AlignRight, now)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        self._set_colors()
        self._place_plot()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place_plot()

    def _set_colors(self) -> None:
        pixel = self.scale * self.devicePixelRatioF()
        self._plot.setBackground(QColor(self.ground))
        self._guide.setPen(pg.mkPen(self.colors.guide_line, width=pixel))
        self._guide.setBrush(pg.mkBrush(self.colors.guide_past))
        self._grid.setPen(pg.mkPen(self.colors.line, width=_GRID_WIDTH * pixel))
        self._heart.setPen(pg.mkPen(self.colors.heart, width=_HEART_WIDTH * pixel))
        self._veil.setBrush(self._fading())
        glow = QColor(self.colors.heart)
        for item, size, opacity in zip(self._newest, (_GLOW, _DOT), (_GLOW_STRENGTH, 1.0), strict=True):
            glow.setAlphaF(opacity)
            item.setPen(None)
            item.setBrush(pg.mkBrush(glow))
            item.setSize(size * self.scale)

    def _fading(self) -> QBrush:
        """Return the veil over the past: the background colour, which fades towards now."""
        gradient = QLinearGradient(0.0, 0.0, 1.0, 0.0)
        gradient.setCoordinateMode(QGradient.CoordinateMode.ObjectMode)
        veil = QColor(self.ground)
        for place, opacity in ((0.0, _FADED), (0.6, 0.0), (1.0, 0.0)):
            veil.setAlphaF(opacity)
            gradient.setColorAt(place, veil)
        return QBrush(gradient)

    def _add_veil(self) -> QGraphicsRectItem:
        low, high = 0.0, _MOST_RATE_PER_MIN
        veil = QGraphicsRectItem(QRectF(-TACHOGRAM_WINDOW_S, low, TACHOGRAM_WINDOW_S, high - low))
        veil.setPen(QPen(Qt.PenStyle.NoPen))
        self._plot.addItem(veil)
        return veil

    def _points_of_line(self, step_s: float) -> tuple[CurveValues, CurveValues]:
        """Return the points of the curve, which are calculated once per beat and not per pixel."""
        if self._points is None or self._points[0] != step_s:
            self._points = (step_s, *self._line.points(step_s))
        return self._points[1:]

    def _show_newest(self) -> None:
        """Show the newest beat as a dot, if the curve has one."""
        newest = self._line.newest
        for item in self._newest:
            if newest is None:
                item.clear()
            else:
                item.setData([newest[0] - self._shown_at_s], [newest[1]])

    def _place_plot(self) -> None:
        self._plot.setGeometry(self.plot_rect.toRect())
        self._shown_at_s = -math.inf

    def _show_axis(self) -> None:
        self._plot.setYRange(*self._axis, padding=0)
        lines = rate_lines(self._axis)
        self._grid.setData(
            np.tile([-TACHOGRAM_WINDOW_S, 0.0], len(lines)),
            np.repeat(lines, 2),
            connect="pairs",
            skipFiniteCheck=True,
        )
        self.update()

    def _show_guide(self, samples: Iterable[tuple[float, float]]) -> None:
        low, high = self._axis
        track = np.array([*samples], dtype=float).reshape(-1, 2)
        height = low + (high - low) * _GUIDE_HEIGHT * track[:, 1]
        ago_s = track[:, 0] - self._shown_at_s
        # The curve is closed here because pyqtgraph fills an open curve piece by piece, with seams.
        self._guide.setData(
            np.concatenate((ago_s[:1], ago_s, ago_s[-1:])),
            np.concatenate(([low], height, [low])) if len(height) else height,
            fillLevel="enclosed",
            skipFiniteCheck=True,
        )


def _bare_plot(parent: QWidget) -> pg.PlotWidget:
    plot = pg.PlotWidget(parent, enableMenu=False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.hideButtons()
    plot.hideAxis("left")
    plot.hideAxis("bottom")
    plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
    plot.setMouseEnabled(x=False, y=False)
    plot.disableAutoRange()
    plot.setXRange(-TACHOGRAM_WINDOW_S, 0.0, padding=0)
    return plot


def _curve(plot: pg.PlotWidget, **options: object) -> pg.PlotCurveItem:
    curve = pg.PlotCurveItem(antialias=True, **options)
    plot.addItem(curve)
    return curve
