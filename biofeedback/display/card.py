"""A card: a figure, its chart, and what it means."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.arrangement import CARD_PADDING
from biofeedback.display.chart_frame import ChartFrame
from biofeedback.display.figure_view import FigureView
from biofeedback.display.palette import Palette
from biofeedback.display.text import Text, TextRole
from biofeedback.figures import Figure

_FIGURE_HEIGHT: Final = 56.0
_ROUNDING: Final = 10.0
"""All in pixels at 1280×720."""


class Card(QWidget):
    """A rounded ground with a large figure above and room for a chart below.

    Parameters
    ----------
    figure : Figure
        To begin with.
    palette : Palette
        Colours.
    parent : QWidget
        Where it lives.
    remark : str
        A few words at the upper right.
    """

    def __init__(self, figure: Figure, palette: Palette, parent: QWidget, *, remark: str) -> None:
        super().__init__(parent)
        self._color = QColor(palette.card)
        self._scale = 1.0
        self._chart: ChartFrame | None = None
        self.figure = FigureView(figure, palette, self, large=True)
        self._remark = Text(
            TextRole.NOTE, palette.quiet, self, alignment=Qt.AlignmentFlag.AlignRight, wrap=True
        )
        self._remark.setText(remark)

    def set_chart(self, chart: ChartFrame) -> None:
        """Give the card its chart, which may come later than the card."""
        self._chart = chart
        chart.setParent(self)
        chart.set_scale(self._scale)
        self._place()
        chart.show()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self.figure.set_scale(scale)
        self._remark.set_scale(scale)
        if self._chart is not None:
            self._chart.set_scale(scale)
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        rounding = _ROUNDING * self._scale
        painter.drawRoundedRect(self.rect(), rounding, rounding)

    def _place(self) -> None:
        padding, figure_height = round(CARD_PADDING * self._scale), round(_FIGURE_HEIGHT * self._scale)
        inner = self.rect().adjusted(padding, padding, -padding, -padding)
        self.figure.setGeometry(QRect(inner.left(), inner.top(), inner.width(), figure_height))
        self._remark.setGeometry(
            QRect(
                inner.center().x(),
                inner.top() + round(2 * self._scale),
                inner.width() // 2,
                figure_height // 3,
            )
        )
        if self._chart is not None:
            self._chart.setGeometry(inner.adjusted(0, figure_height, 0, round(padding / 3)))
