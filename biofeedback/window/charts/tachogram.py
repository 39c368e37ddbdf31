"""The tachogram: the heart rate from beat to beat over the last minute, with the guide's breath behind it."""

import math
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.beats.beats import Beat
from biofeedback.pacing.guide import Guide
from biofeedback.window.charts.beat_curve import BeatCurve, CurveValues
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.scales import DEFAULT_RATES_PER_MIN, rate_axis, rate_lines
from biofeedback.window.guide.guide_trace import GuideTrace
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import Message, message

TACHOGRAM_WINDOW_S: Final = 60.0

_GUIDE_HEIGHT: Final = 0.8
"""Height of the guide with full lungs, as a share of the plot."""

_GRID_WIDTH: Final = 1.0
_HEART_WIDTH: Final = 2.5
_FADED: Final = 0.75
_FADED_UNTIL: Final = 0.6
"""Opacity of the veil over the oldest beats, and the share of the plot at which it ends."""

_AHEAD_S: Final = 2.0
"""How far the picture of the minute extends beyond now: a beat comes before it has to be painted again."""

_DOT: Final = 7.0
_GLOW: Final = 15.0
_GLOW_STRENGTH: Final = 0.25
"""Sizes of the newest beat and of the glow around it, and the opacity of the glow."""

_POINT_PX: Final = 5.0
"""Approximate distance between two points of the curve."""

_NOW: Final = message("window.heart_rate.now")
_START: Final = message("window.heart_rate.start", start_s=-TACHOGRAM_WINDOW_S)
_STILL_STEP_S: Final = 1.0


class TachogramChart(ChartFrame):
    """Draws heart rate and guide; the axis stays still and the data move by whole pixels.

    Each beat is painted once: `pyqtgraph` paints a picture that reaches a little beyond now, and the picture
    moves. Painting smooth lines at each move would cost more.
    """

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
        self._picture: QPixmap | None = None
        self._picture_at, self._moved, self._ahead = 0, 0, 0
        self._guided: Guide | None = None
        self._plot = _bare_plot(self)
        self._guide = _curve(self._plot)
        self._grid = _curve(self._plot)
        self._heart = _curve(self._plot)
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
            self._forget_picture()

    def move_to(self, now_s: float, trace: GuideTrace, guide: Guide) -> None:
        """Paint the minute before now, unless it has moved by less than a pixel.

        Parameters
        ----------
        now_s : float
            Present time on the session's clock.
        trace : GuideTrace
            Where the guide was.
        guide : Guide
            The present guide. While it is paused, the minute moves on with each beat, or once per second.
        """
        pixel_s = TACHOGRAM_WINDOW_S / self._width
        if abs(now_s - self._shown_at_s) < (pixel_s if guide.running else _STILL_STEP_S):
            return
        # The picture moves by whole pixels and so keeps its shape.
        at = math.floor(now_s / pixel_s)
        self._shown_at_s = at * pixel_s
        if self._picture is None or guide != self._guided or not 0 <= at - self._picture_at <= self._ahead:
            self._picture_at, self._guided = at, guide
            self._paint_picture(pixel_s, trace, guide)
        self._moved = at - self._picture_at
        self.update(self.plot_rect.toRect())

    def _paint_picture(self, pixel_s: float, trace: GuideTrace, guide: Guide) -> None:
        """Paint the picture of the minute before `_shown_at_s`."""
        axis = rate_axis(self._line.rates_per_min, self._axis)
        if axis != self._axis:
            self._axis = axis
            self._show_axis()
        times_s, rates = self._points_of_line(_POINT_PX * pixel_s * self.devicePixelRatioF())
        self._heart.setData(times_s - self._shown_at_s, rates, connect="finite", skipFiniteCheck=True)
        self._show_newest()
        ahead_s = self._ahead * pixel_s
        self._show_guide([*trace.samples, *trace.ahead(guide, self._shown_at_s + ahead_s)])
        self._picture = self._plot.grab()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.plot_rect.toRect().contains(event.rect()):
            self._paint_minute(QPainter(self))
        else:
            super().paintEvent(event)

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        self._paint_minute(painter)
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
        glow = QColor(self.colors.heart)
        for item, size, opacity in zip(self._newest, (_GLOW, _DOT), (_GLOW_STRENGTH, 1.0), strict=True):
            glow.setAlphaF(opacity)
            item.setPen(None)
            item.setBrush(pg.mkBrush(glow))
            item.setSize(size * self.scale)

    def _paint_minute(self, painter: QPainter) -> None:
        """Paint the picture where it has moved to, and the veil over the past: the background colour."""
        plot = self.plot_rect.toRect()
        if self._picture is None:
            painter.fillRect(plot, QColor(self.ground))
            return
        ratio = self._picture.devicePixelRatio()
        source = QRectF(self._moved, 0.0, plot.width() * ratio, plot.height() * ratio)
        painter.drawPixmap(QRectF(plot), self._picture, source)
        faded = QRectF(plot.left(), plot.top(), plot.width() * _FADED_UNTIL, plot.height())
        gradient = QLinearGradient(faded.topLeft(), faded.topRight())
        veil = QColor(self.ground)
        for place, opacity in ((0.0, _FADED), (1.0, 0.0)):
            veil.setAlphaF(opacity)
            gradient.setColorAt(place, veil)
        painter.fillRect(faded, gradient)

    @property
    def _width(self) -> float:
        """Width of the plot in device pixels."""
        return self.plot_rect.width() * self.devicePixelRatioF()

    def _forget_picture(self) -> None:
        self._picture, self._shown_at_s = None, -math.inf

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
        plot, ratio = self.plot_rect.toRect(), self.devicePixelRatioF()
        ahead = math.ceil(_AHEAD_S / TACHOGRAM_WINDOW_S * plot.width())
        self._ahead = math.floor(ahead * ratio)
        self._plot.setGeometry(plot.adjusted(0, 0, ahead, 0))
        until_s = ahead / plot.width() * TACHOGRAM_WINDOW_S
        self._plot.setXRange(-TACHOGRAM_WINDOW_S, until_s, padding=0)
        self._forget_picture()

    def _show_axis(self) -> None:
        self._plot.setYRange(*self._axis, padding=0)
        lines = rate_lines(self._axis)
        self._grid.setData(
            np.tile([-TACHOGRAM_WINDOW_S, TACHOGRAM_WINDOW_S], len(lines)),
            np.repeat(lines, 2),
            connect="pairs",
            skipFiniteCheck=True,
        )
        self.update()

    def _show_guide(self, samples: list[tuple[float, float]]) -> None:
        low, high = self._axis
        track = np.array(samples, dtype=float).reshape(-1, 2)
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
    plot.hide()  # It paints pictures only.
    return plot


def _curve(plot: pg.PlotWidget, **options: object) -> pg.PlotCurveItem:
    curve = pg.PlotCurveItem(antialias=True, **options)
    plot.addItem(curve)
    return curve
