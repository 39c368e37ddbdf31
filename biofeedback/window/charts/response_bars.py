"""The response to each breath as a bar; an unknown response is an empty outline."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.engine.engine import KEEP_BREATHS
from biofeedback.response.rsa import GuidedBreath
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.scales import response_top_ms
from biofeedback.window.charts.usual import Usual
from biofeedback.window.look.words import (
    LEGEND_BAR,
    LEGEND_UNKNOWN,
    LEGEND_USUAL,
    VAGAL_EXPLANATION,
    earlier_words,
)
from biofeedback.words.spoken import say
from devices.message import Message, message, sentences

_BAR_SHARE: Final = 0.56
"""Width of a bar as a share of a breath's width; the rest is space."""

_OUTLINE_SHARE: Final = 0.3
"""Height of the outline of an unknown response, as a share of the plot."""

_LINE: Final = 16.0
"""Height of each further line below the plot, in pixels at 1280×720."""

_BRACKET: Final = (2.0, 7.0)
"""Left and right end of the bracket, right of the plot, in pixels at 1280×720."""

_ROUNDING: Final = 2.5
_LEAST_HEIGHT: Final = 2.0
"""Least height of a bar in pixels: a response of 0 is known and must stay visible."""


class ResponseBars(ChartFrame):
    """Draws the last 24 breaths over the band of usual responses; the newest is at the right and brighter.

    A bracket at the right shows where the person's sessions usually lie, based on earlier ones. It is grey
    because it is not a judgement.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(say(message("window.response.chart")))
        self.setAccessibleDescription(say(VAGAL_EXPLANATION))
        self.setToolTip(say(VAGAL_EXPLANATION))
        self._breaths: tuple[GuidedBreath, ...] = ()
        self._usual: Usual | None = None
        self._earlier: EarlierUsual | None = None

    def show_breaths(self, breaths: tuple[GuidedBreath, ...], usual: Usual | None) -> None:
        """Show the breaths and the usual response at this pace."""
        if (breaths, usual) != (self._breaths, self._usual):
            self._breaths, self._usual = breaths, usual
            self.update()

    def show_earlier(self, earlier: EarlierUsual | None) -> None:
        """Show the usual response in earlier sessions."""
        if earlier != self._earlier:
            self._earlier = earlier
            words = sentences(VAGAL_EXPLANATION, *(earlier_words(earlier)[:1] if earlier else []))
            self.setAccessibleDescription(say(words))
            self.update()

    @property
    def foot(self) -> float:
        """Height below the plot, in pixels at 1280×720."""
        return super().foot + _LINE * (len(self.legend()) - 1)

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        plot = self.plot_rect
        shown_ms = [b.rsa_ms for b in self._breaths if b.rsa_ms is not None]
        known_ms = [one.mean_ms for one in (self._usual, self._earlier) if one is not None]
        top_ms = response_top_ms([*shown_ms, *known_ms])
        if self._usual is not None:
            self._paint_usual(painter, self._usual, top_ms)
        self.write_at_right(painter, plot.top(), _axis_words(top_ms))
        self.write_at_right(painter, plot.bottom(), _axis_words(0.0))
        self.write_below(painter, Qt.AlignmentFlag.AlignLeft, *self.legend())
        painter.setPen(QPen(QColor(self.colors.line), 1.0))
        for y in (plot.top(), plot.bottom()):
            painter.drawLine(QLineF(plot.left(), y + 0.5, plot.right(), y + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for age, breath in enumerate(reversed(self._breaths)):
            self._paint_bar(painter, age, breath.rsa_ms, top_ms)
        if self._earlier is not None:
            self._paint_earlier(painter, self._earlier, top_ms)

    def _paint_bar(self, painter: QPainter, age: int, rsa_ms: float | None, top_ms: float) -> None:
        plot = self.plot_rect
        slot = plot.width() / KEEP_BREATHS
        left = plot.right() - (age + 1) * slot + slot * (1.0 - _BAR_SHARE)
        share = _OUTLINE_SHARE if rsa_ms is None else min(1.0, rsa_ms / top_ms)
        height = max(_LEAST_HEIGHT, plot.height() * share)
        bar = QRectF(left, plot.bottom() - height, slot * _BAR_SHARE, height)
        if rsa_ms is None:
            painter.setPen(QPen(QColor(self.colors.quiet), 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colors.response if age else self.colors.response_newest))
        painter.drawRoundedRect(bar, _ROUNDING, _ROUNDING)

    def _paint_usual(self, painter: QPainter, usual: Usual, top_ms: float) -> None:
        plot = self.plot_rect
        low_y, mean_y, high_y = (
            plot.bottom() - min(1.0, max(0.0, value_ms / top_ms)) * plot.height()
            for value_ms in (usual.low_ms, usual.mean_ms, usual.high_ms)
        )
        painter.fillRect(QRectF(plot.left(), high_y, plot.width(), low_y - high_y), QColor(self.colors.usual))
        pen = painter.pen()
        painter.setPen(QPen(QColor(self.colors.quiet), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(plot.left(), mean_y, plot.right(), mean_y))
        painter.setPen(pen)

    def _paint_earlier(self, painter: QPainter, earlier: EarlierUsual, top_ms: float) -> None:
        """Paint a bracket around 95 % of sessions, with their mean; it is open if it leaves the axis."""
        plot, scale = self.plot_rect, self.scale
        low_y, mean_y, high_y = (
            plot.bottom() - min(1.0, value_ms / top_ms) * plot.height()
            for value_ms in (earlier.low_ms, earlier.mean_ms, earlier.high_ms)
        )
        left, right = plot.right() + _BRACKET[0] * scale, plot.right() + _BRACKET[1] * scale
        painter.setPen(QPen(QColor(self.colors.quiet), 2.0))
        painter.drawLine(QLineF(right, low_y, right, high_y))
        for y in (low_y, mean_y, *([high_y] if earlier.high_ms <= top_ms else [])):
            painter.drawLine(QLineF(left, y, right, y))

    def legend(self) -> list[str]:
        """Return the lines below the bars."""
        parts = [LEGEND_BAR]
        if any(breath.rsa_ms is None for breath in self._breaths):
            parts.append(LEGEND_UNKNOWN)
        if self._usual is not None:
            parts.append(LEGEND_USUAL)
        lines = self.in_lines(*parts)
        if len(lines) > 1:  # The bars need the room more than their name does.
            lines = self.in_lines(*parts[1:])
        if self._earlier is not None:
            lines += self.in_lines(self.first_that_fits(*earlier_words(self._earlier)))
        return lines


def _axis_words(value_ms: float) -> Message:
    return message("window.axis.unit", value=value_ms, unit=message("window.unit.ms"))
