"""The tachogram: the heart rate from beat to beat over the last minute, with the guide's breath behind it."""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.scales import DEFAULT_RATES_PER_MIN, rate_axis, rate_lines
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import Message, message

TACHOGRAM_WINDOW_S: Final = 60.0

_GUIDE_HEIGHT: Final = 0.8
"""Of the plot, with full lungs."""

_GRID_WIDTH: Final = 1.0
_HEART_WIDTH: Final = 2.0
_START: Final = message("window.heart_rate.start", start_s=-TACHOGRAM_WINDOW_S)
_STILL_STEP_S: Final = 1.0


class TachogramChart(ChartFrame):
    """Draws heart rate and guide; the axis stands and the data move, one pixel at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_on_ground = False
        self.setAccessibleName(say(message("window.heart_rate.chart")))
        self._axis = DEFAULT_RATES_PER_MIN
        self._beats: tuple[Beat, ...] = ()
        self._now_words = message("window.heart_rate.now")
        self._shown_at_s = -math.inf
        self._plot = _bare_plot(self)
        self._guide = _curve(self._plot)
        self._grid = _curve(self._plot)
        self._heart = _curve(self._plot)
        self._set_colors()
        self._show_axis()

    def on_ground(self) -> None:
        """Lie on the window's ground and not on a card."""
        self._is_on_ground = True
        self._set_colors()

    @property
    def ground(self) -> str:
        return self.colors.window if self._is_on_ground else self.colors.card

    def show_beats(self, beats: tuple[Beat, ...], now_words: Message) -> None:
        """Take the beats of the last minute; they are painted with the next `move_to`."""
        if now_words != self._now_words:
            self._now_words = now_words
            self.update()
        if beats != self._beats:
            self._beats = beats
            self._shown_at_s = -math.inf

    def move_to(
        self, now_s: float, guide_samples: Iterable[tuple[float, float]], *, still: bool = False
    ) -> None:
        """Paint the minute before now, unless it has moved by less than a pixel.

        Parameters
        ----------
        now_s : float
            On the session's clock.
        guide_samples : iterable of (float, float)
            Time and lung position.
        still : bool
            Whether the guide stands: then the minute moves on with each beat, or by a second.
        """
        pixel_s = TACHOGRAM_WINDOW_S / (self._plot.width() * self.devicePixelRatioF())
        if abs(now_s - self._shown_at_s) < (_STILL_STEP_S if still else pixel_s):
            return
        # Whole pixels: the line keeps its shape while it moves.
        self._shown_at_s = math.floor(now_s / pixel_s) * pixel_s
        ago_s, rates = heart_rate_line(self._beats, self._shown_at_s)
        axis = rate_axis(rates[np.isfinite(rates)].tolist(), self._axis)
        if axis != self._axis:
            self._axis = axis
            self._show_axis()
        self._heart.setData(ago_s, rates, connect="finite", skipFiniteCheck=True)
        self._show_guide(guide_samples)

    def paint_chart(self, painter: QPainter) -> None:
        plot = self.plot_rect
        low, high = self._axis
        lines = rate_lines(self._axis)
        for rate in lines:
            y = plot.bottom() - (rate - low) / (high - low) * plot.height()
            whole = message("window.axis.number", value=rate)
            top = message("window.axis.per_minute", rate_per_min=rate)
            self.write_at_right(painter, y, top if rate == lines[-1] else whole)
        start, now = say(_START), say(self._now_words)
        if self.text_width(start) + self.text_width(now) + self.text_width("  ") <= plot.width():
            self.write_below(painter, Qt.AlignmentFlag.AlignLeft, start)
        self.write_below(painter, Qt.AlignmentFlag.AlignRight, now)

    def set_look(self, look: Look) -> None:
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
        # Closed by hand: pyqtgraph fills an open curve piece by piece, with seams.
        self._guide.setData(
            np.concatenate((ago_s[:1], ago_s, ago_s[-1:])),
            np.concatenate(([low], height, [low])) if len(height) else height,
            fillLevel="enclosed",
            skipFiniteCheck=True,
        )


def heart_rate_line(beats: Iterable[Beat], now_s: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points of the tachogram, with NaN where the line is to break.

    Parameters
    ----------
    beats : iterable of Beat
        Oldest first.
    now_s : float
        On the session's clock.

    Returns
    -------
    tuple of arrays, shape (n_points,) each
        Time from now in s (negative), and heart rate per minute.
    """
    ago_s: list[float] = []
    rates: list[float] = []
    for beat in beats:
        if not beat.adjacent:
            ago_s.append(beat.time_s - now_s)
            rates.append(math.nan)
        ago_s.append(beat.time_s - now_s)
        rates.append(60000.0 / beat.rr_ms if beat.label is BeatLabel.NORMAL else math.nan)
    return np.array(ago_s, dtype=float), np.array(rates, dtype=float)


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
