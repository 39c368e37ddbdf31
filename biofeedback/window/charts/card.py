"""A card: a figure, its chart, and what it means."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.engine.figures import Figure
from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.look.accessible import tell_role
from biofeedback.window.look.arrangement import CARD_PADDING
from biofeedback.window.look.look import Look, WindowPart
from biofeedback.window.look.text import Text, TextRole
from biofeedback.words.spoken import say
from devices.message import Message

_FIGURE_HEIGHT: Final = 54.0
_ROUNDING: Final = 10.0
_ASIDE_TOP: Final = -2.0
_REMARK_TOP: Final = 28.0
_REMARK_HEIGHT: Final = 22.0
"""Sizes in pixels at 1280×720."""


class Card(QWidget):
    """A rounded background with a large figure above and room for a chart below.

    Parameters
    ----------
    figure : Figure
        First figure to show.
    parent : QWidget
        Parent widget.
    key : str
        Key of the figure in the registry.
    aside : Message
        Quiet words at the upper right, which never change. They are hidden if the figure needs the room.
    """

    def __init__(self, figure: Figure, parent: QWidget, *, key: str, aside: Message) -> None:
        super().__init__(parent)
        self._look = Look()
        self._chart: ChartFrame | None = None
        self.figure = FigureView(figure, self, key=key, large=True)
        right = Qt.AlignmentFlag.AlignRight
        self._aside = Text(TextRole.NOTE, "quiet", self, alignment=right)
        self._aside.setText(aside)
        self._aside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._remark_words: Message | None = None
        self._remark = Text(TextRole.TITLE, "text", self, alignment=right)
        self._remark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_chart(self, chart: ChartFrame) -> None:
        """Add the chart, which may be ready later than the card."""
        self._chart = chart
        chart.setParent(self)
        chart.setAccessibleName(say(self.figure.figure.name))
        tell_role(chart, QAccessible.Role.Chart, value=self.figure.accessibleName)
        chart.set_look(self._look)
        self._place()
        chart.show()

    def show_remark(self, words: Message | None) -> None:
        """Show at the right what the figure means now."""
        if words != self._remark_words:
            self._remark_words = words
            self._remark.setText(words or "")
            self._place()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        parts: list[WindowPart] = [self.figure, self._aside, self._remark]
        if self._chart is not None:
            parts.append(self._chart)
        for part in parts:
            part.set_look(look)
        self._place()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.palette.card))
        rounding = _ROUNDING * self._look.scale
        painter.drawRoundedRect(self.rect(), rounding, rounding)

    def _place(self) -> None:
        scale = self._look.scale
        padding, figure_height = round(CARD_PADDING * scale), round(_FIGURE_HEIGHT * scale)
        inner = self.rect().adjusted(padding, round(0.7 * padding), -padding, -padding)
        self.figure.setGeometry(QRect(inner.left(), inner.top(), inner.width(), figure_height))
        for text, top in ((self._aside, _ASIDE_TOP), (self._remark, _REMARK_TOP)):
            width = QFontMetrics(text.font()).horizontalAdvance(text.text()) + 1
            left = inner.right() - width
            text.setGeometry(left, inner.top() + round(top * scale), width, round(_REMARK_HEIGHT * scale))
        beside_name, beside_value = (text.width() + padding // 2 for text in (self._aside, self._remark))
        # The window of a figure is more important than words that never change.
        has_room = self.figure.heading_width + beside_name <= inner.width()
        self._aside.setVisible(has_room)
        self.figure.reserve(beside_name if has_room else 0, beside_value)
        if self._chart is not None:
            self._chart.setGeometry(inner.adjusted(0, figure_height, 0, round(padding / 2)))
