"""A button with words only, for actions that should be in reach but not attract attention."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import Message

_BESIDE, _ABOVE = 12.0, 9.0
"""Padding beside and above the words, in pixels at 1280×720."""

_HIGH = 10_000
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class QuietButton(QPushButton):
    """Shows its words in the quiet colour, with a background under the mouse.

    Parameters
    ----------
    words : Message
        What the button does.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, words: Message, parent: QWidget) -> None:
        super().__init__(say(words), parent)
        self._look = Look()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFont(TextRole.BODY.font(look.scale))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale, metrics = self._look.scale, self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + self._beside
        return QSize(round(width) + 1, round(metrics.height() + 2.0 * _ABOVE * scale))

    def minimumSizeHint(self) -> QSize:
        return self.fitted(self.least_width)

    @property
    def least_width(self) -> int:
        """Width that the longest word needs."""
        words = [self.fontMetrics().horizontalAdvance(word) for word in self.text().split()]
        return round(max(words, default=0) + self._beside) + 2

    def fitted(self, room: int) -> QSize:
        """Return the size of the button within this width; its words wrap if necessary."""
        hint = self.sizeHint()
        if hint.width() <= room:
            return hint
        place = QRect(0, 0, max(1, room - round(self._beside)), _HIGH)
        words = self.fontMetrics().boundingRect(place, _WRAPPED, self.text())
        return QSize(room, round(words.height() + 2.0 * _ABOVE * self._look.scale))

    @property
    def _beside(self) -> float:
        """Room on both sides of the words together."""
        return 2.0 * _BESIDE * self._look.scale

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self._look.palette
        self.paint_ground(painter)
        painter.setPen(QColor(palette.text if self.underMouse() else palette.quiet))
        painter.setFont(self.font())
        beside = round(0.5 * self._beside)
        place = (
            self.rect().adjusted(beside, 0, -beside, 0)
            if self.height() > self.sizeHint().height()
            else self.rect()
        )
        painter.drawText(place, _WRAPPED | int(Qt.AlignmentFlag.AlignCenter), self.text())

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the background under the mouse, and the ring of the focus."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._look.palette
        ground = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        rounding = min(ground.height(), self.sizeHint().height()) / 2.0
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(ground, rounding, rounding)
        if self.hasFocus() and self._look.shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.guide), 2.0))
            painter.drawRoundedRect(ground, rounding, rounding)
