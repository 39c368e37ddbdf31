"""A button of words alone, for what should be in reach and not call."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import Message

_BESIDE, _ABOVE = 12.0, 9.0
"""The words, in pixels at 1280×720."""


class QuietButton(QPushButton):
    """Shows its words in the quiet colour, and a ground under the mouse.

    Parameters
    ----------
    words : Message
        What it does.
    parent : QWidget
        Where it lives.
    """

    def __init__(self, words: Message, parent: QWidget) -> None:
        super().__init__(say(words), parent)
        self._look = Look()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.setFont(TextRole.BODY.font(look.scale))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale, metrics = self._look.scale, self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2.0 * _BESIDE * scale
        return QSize(round(width) + 1, round(metrics.height() + 2.0 * _ABOVE * scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._look.palette
        ground = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        rounding = ground.height() / 2.0
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(ground, rounding, rounding)
        if self.hasFocus() and self._look.shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.guide), 2.0))
            painter.drawRoundedRect(ground, rounding, rounding)
        painter.setPen(QColor(palette.text if self.underMouse() else palette.quiet))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
