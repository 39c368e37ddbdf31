"""A round button with a drawn icon; its words are its tooltip and its name for screen readers."""

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import Message

_SIDE: Final = 44.0
"""Side of a button in pixels at 1280×720: wide enough for a finger."""

_PEN: Final = 0.09
"""Width of a stroke. All icons are drawn in a square from -1 to 1."""

DrawIcon = Callable[[QPainter], None]


class IconButton(QAbstractButton):
    """A button of the row below the guide.

    Parameters
    ----------
    icon : callable
        Draws the icon with the painter's pen in a square from -1 to 1.
    words : Message
        What the button does, with its key.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, icon: DrawIcon, words: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._icon = icon
        self._words: Message | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.say_as(icon, words)

    def say_as(self, icon: DrawIcon, words: Message) -> None:
        """Use another icon and other words, such as those of a pause while the guide runs."""
        if words == self._words and icon is self._icon:
            return
        self._icon, self._words = icon, words
        self.setToolTip(say(words))
        self.setAccessibleName(say(words))
        self.update()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        side = round(_SIDE * self._look.scale)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._look.palette
        disc = QRectF(self.rect()).adjusted(2.0, 2.0, -2.0, -2.0)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.line))
            painter.drawEllipse(disc)
        if self.hasFocus() and self._look.shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.guide), 2.0))
            painter.drawEllipse(disc)
        painter.translate(QRectF(self.rect()).center())
        size = 0.24 * self.width()
        painter.scale(size, size)
        ink = QColor(palette.text if self.underMouse() else palette.quiet)
        pen = QPen(ink, _PEN * 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._icon(painter)


def draw_play(painter: QPainter) -> None:
    """Draw a triangle."""
    painter.setBrush(painter.pen().color())
    painter.drawPolygon([QPointF(-0.55, -0.8), QPointF(-0.55, 0.8), QPointF(0.8, 0.0)])


def draw_pause(painter: QPainter) -> None:
    """Draw two bars."""
    painter.setBrush(painter.pen().color())
    for left in (-0.7, 0.3):
        painter.drawRoundedRect(QRectF(left, -0.8, 0.4, 1.6), 0.1, 0.1)


def draw_wave(painter: QPainter) -> None:
    """Draw one breath: up, and twice as long down."""
    path = QPainterPath(QPointF(-1.0, 0.6))
    path.cubicTo(QPointF(-0.7, 0.6), QPointF(-0.65, -0.6), QPointF(-0.35, -0.6))
    path.cubicTo(QPointF(0.0, -0.6), QPointF(0.3, 0.6), QPointF(1.0, 0.6))
    painter.drawPath(path)


def draw_rings(painter: QPainter) -> None:
    """Draw the guide within its ring."""
    painter.drawEllipse(QPointF(0.0, 0.0), 0.95, 0.95)
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QPointF(0.0, 0.0), 0.4, 0.4)


def draw_speaker(painter: QPainter) -> None:
    """Draw a speaker with two waves."""
    _draw_speaker_body(painter)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius in (0.45, 0.85):
        arc = QRectF(0.05 - radius, -radius, 2.0 * radius, 2.0 * radius)
        painter.drawArc(arc, -45 * 16, 90 * 16)


def draw_mute(painter: QPainter) -> None:
    """Draw a speaker with a cross."""
    _draw_speaker_body(painter)
    painter.drawLine(QPointF(0.4, -0.35), QPointF(1.0, 0.35))
    painter.drawLine(QPointF(0.4, 0.35), QPointF(1.0, -0.35))


def draw_quieter(painter: QPainter) -> None:
    """Draw a speaker with a minus."""
    _draw_speaker_body(painter)
    painter.drawLine(QPointF(0.35, 0.0), QPointF(1.0, 0.0))


def draw_louder(painter: QPainter) -> None:
    """Draw a speaker with a plus."""
    draw_quieter(painter)
    painter.drawLine(QPointF(0.675, -0.325), QPointF(0.675, 0.325))


def draw_heart(painter: QPainter) -> None:
    """Draw a heart."""
    path = QPainterPath(QPointF(0.0, 0.9))
    path.cubicTo(QPointF(-1.6, -0.25), QPointF(-0.75, -1.35), QPointF(0.0, -0.45))
    path.cubicTo(QPointF(0.75, -1.35), QPointF(1.6, -0.25), QPointF(0.0, 0.9))
    painter.drawPath(path)


def draw_stop(painter: QPainter) -> None:
    """Draw a square."""
    painter.drawRoundedRect(QRectF(-0.7, -0.7, 1.4, 1.4), 0.2, 0.2)


def draw_dots(painter: QPainter) -> None:
    """Draw three dots."""
    painter.setBrush(painter.pen().color())
    for x in (-0.75, 0.0, 0.75):
        painter.drawEllipse(QPointF(x, 0.0), 0.13, 0.13)


def _draw_speaker_body(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    corners = [(-1.0, -0.3), (-0.6, -0.3), (-0.1, -0.75), (-0.1, 0.75), (-0.6, 0.3), (-1.0, 0.3)]
    painter.drawPolygon([QPointF(x, y) for x, y in corners])


def opacity_after(still_s: float, stays_s: float, fades_s: float) -> float:
    """Return the opacity of something that fades after it was left alone, 0 to 1.

    Parameters
    ----------
    still_s : float
        How long it has been left alone, in seconds.
    stays_s, fades_s : float
        How long it stays, and how long it then fades, in seconds.
    """
    return 0.5 + 0.5 * math.cos(math.pi * min(1.0, max(0.0, (still_s - stays_s) / fades_s)))
