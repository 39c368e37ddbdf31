"""The response to each breath as a bar; a breath that could not be judged as an empty outline."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from biofeedback.display.chart_frame import ChartFrame
from biofeedback.display.palette import Palette
from biofeedback.display.scales import response_top_ms
from biofeedback.display.words import VAGAL_EXPLANATION
from biofeedback.engine import KEEP_BREATHS
from biofeedback.signals.rsa import GuidedBreath

_BAR_SHARE: Final = 0.56
"""Of a breath's width; the rest is space."""

_OUTLINE_SHARE: Final = 0.3
"""Height of the outline of an unknown response, as a share of the plot."""

_ROUNDING: Final = 2.5
_LEAST_HEIGHT: Final = 2.0
"""A response of 0 is known: it still shows."""


class ResponseBars(ChartFrame):
    """Draws the last 24 breaths, the newest at the right and brighter."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(palette, parent)
        self.setAccessibleName("Heart response to each breath")
        self.setAccessibleDescription(VAGAL_EXPLANATION)
        self.setToolTip(VAGAL_EXPLANATION)
        self._breaths: tuple[GuidedBreath, ...] = ()
        self._change = ""

    def show_breaths(self, breaths: tuple[GuidedBreath, ...], change: str) -> None:
        """Show the breaths, and in words how the response has changed."""
        if (breaths, change) != (self._breaths, self._change):
            self._breaths, self._change = breaths, change
            self.setAccessibleName(" ".join(("Heart response to each breath", change)).rstrip())
            self.update()

    def paint_chart(self, painter: QPainter) -> None:
        plot = self.plot_rect
        top_ms = response_top_ms([b.rsa_ms for b in self._breaths if b.rsa_ms is not None])
        self.write_at_right(painter, plot.top(), f"{top_ms:.0f} ms")
        self.write_at_right(painter, plot.bottom(), "0 ms")
        self.write_below(painter, Qt.AlignmentFlag.AlignLeft, self._legend())
        painter.setPen(QPen(QColor(self.colors.line), 1.0))
        for y in (plot.top(), plot.bottom()):
            painter.drawLine(QLineF(plot.left(), y + 0.5, plot.right(), y + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for age, breath in enumerate(reversed(self._breaths)):
            self._paint_bar(painter, age, breath.rsa_ms, top_ms)

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

    def _legend(self) -> str:
        unknown = any(breath.rsa_ms is None for breath in self._breaths)
        if self._change:
            return f"{'dotted: not known' if unknown else 'one bar a breath'} · {self._change}"
        return f"one bar a breath, the newest at the right{' · dotted: not known' if unknown else ''}"
