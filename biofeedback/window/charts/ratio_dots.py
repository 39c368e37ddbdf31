"""The exhale:inhale ratio of each measured breath as a dot, around a line at the guide's target."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from biofeedback.engine.engine import KEEP_BREATHS
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.scales import ratio_axis
from biofeedback.words.spoken import say
from devices.message import message

_DOT_RADIUS: Final = 4.0
_FOOT: Final = 4.0
_OLDER_STRENGTH: Final = 0.75
"""Opacity of all dots except the newest."""


class RatioDots(ChartFrame):
    """Draws the last 24 breaths with the newest at the right; an unmeasured breath has no dot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(say(message("window.ratio.chart")))
        self._ratios: tuple[float | None, ...] = ()
        self._target = 2.0

    def show_ratios(self, ratios: tuple[float | None, ...], target: float) -> None:
        """Show the exhale:inhale ratios of the last breaths, oldest first, and the guide's target."""
        ratios = ratios[-KEEP_BREATHS:]
        if (ratios, target) != (self._ratios, self._target):
            self._ratios, self._target = ratios, target
            self.update()

    @property
    def foot(self) -> float:
        """Height below the plot, in pixels at 1280×720."""
        return _FOOT

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        plot = self.plot_rect
        self.write_at_right(painter, self._y(self._target), message("window.axis.ratio", ratio=self._target))
        painter.setPen(QPen(QColor(self.colors.guide), 1.5, Qt.PenStyle.DashLine))
        y = self._y(self._target)
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor(self.colors.breath)
        for age, ratio in enumerate(reversed(self._ratios)):
            if ratio is None:
                continue
            color.setAlphaF(_OLDER_STRENGTH if age else 1.0)
            painter.setBrush(color)
            x = plot.right() - (age + 0.5) * plot.width() / KEEP_BREATHS
            radius = _DOT_RADIUS * self.scale
            painter.drawEllipse(QPointF(x, self._y(ratio)), radius, radius)

    def _y(self, ratio: float) -> float:
        plot, (low, high) = self.plot_rect, ratio_axis(self._target)
        return plot.bottom() - min(1.0, max(0.0, (ratio - low) / (high - low))) * plot.height()
