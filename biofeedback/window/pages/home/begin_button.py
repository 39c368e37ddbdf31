"""The one large button of Home: a light at rest."""

import math
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QRadialGradient
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.look.typeface import font
from biofeedback.words.spoken import say
from devices.message import message

_SIDE: Final = 216.0
_RADIUS: Final = 82.0
_WORD: Final = 26.0
"""These sizes are in pixels at 1280×720."""

_MOST_SHARE: Final = 0.265
"""Largest share of the window's height; large text does not make the button larger."""


class BeginButton(QAbstractButton):
    """Begins the practice; the person can click anywhere on the disc.

    Parameters
    ----------
    parent : QWidget
        The parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._word, self._key = say(message("home.begin")), say(message("home.begin_key"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self._word)
        self.setToolTip(say(message("home.begin.tip")))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        side = round(min(_SIDE * self._look.scale, _MOST_SHARE * self.window().height()))
        return QSize(side, side)

    def hitButton(self, place: QPoint) -> bool:
        """Return whether a point lies on the disc."""
        away = QPointF(place) - QRectF(self.rect()).center()
        return math.hypot(away.x(), away.y()) <= 1.1 * self._radius

    @property
    def _radius(self) -> float:
        return _RADIUS / _SIDE * self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, radius = self._look.palette, self._radius
        middle = QRectF(self.rect()).center()
        glow, body = QColor(palette.guide), QColor(palette.guide)
        halo = QRadialGradient(middle, self.height() / 2.0)
        strength = 0.42 if self.underMouse() else 0.26
        for place, share in ((0.0, 1.0), (0.7, 1.0), (0.82, 0.42), (1.0, 0.0)):
            glow.setAlphaF(strength * share)
            halo.setColorAt(place, glow)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(middle, self.height() / 2.0, self.height() / 2.0)
        disc = QRadialGradient(middle - QPointF(0.0, 0.25 * radius), 1.3 * radius)
        disc.setColorAt(0.0, body.lighter(118))
        disc.setColorAt(0.6, body)
        disc.setColorAt(1.0, body.darker(125))
        painter.setBrush(disc)
        painter.drawEllipse(middle, radius, radius)
        if self.hasFocus() and self._look.shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.text), 2.0))
            painter.drawEllipse(middle, radius + 6.0, radius + 6.0)
        self._write(painter, QColor(palette.window), middle)

    def _write(self, painter: QPainter, ink: QColor, middle: QPointF) -> None:
        scale, radius = self._look.scale, self._radius
        painter.setPen(ink)
        place = QRectF(middle.x() - radius, middle.y() - 0.5 * radius, 2.0 * radius, 0.7 * radius)
        painter.setFont(_fitting(_WORD * scale, self._word, 1.7 * radius, place.height()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._word)
        place = QRectF(middle.x() - radius, middle.y() + 0.2 * radius, 2.0 * radius, 0.4 * radius)
        title = TextRole.TITLE.value[0] * scale
        painter.setFont(_fitting(title, self._key, 1.5 * radius, place.height()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)


def _fitting(pixels: float, words: str, width: float, height: float) -> QFont:
    """Return a font of this size, or a smaller one where the words need more room."""
    metrics = QFontMetricsF(font(pixels))
    return font(pixels * min(1.0, width / metrics.horizontalAdvance(words), height / metrics.height()))
