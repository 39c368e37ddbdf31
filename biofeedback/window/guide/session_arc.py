"""The thin arc around the light, which fills once per session. It is painted on the light's background."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from biofeedback.window.guide.light_room import LightRoom
from biofeedback.window.look.look import Look

_TOP: Final = 90 * 16
_CIRCLE: Final = 360 * 16
"""Angles in Qt's unit, sixteenths of a degree."""

_WIDTH: Final = 1.2
_PAD: Final = 4.0
"""Width of the arc and margin around a repainted piece, in pixels."""

_STEP: Final = 8
_OVERLAP: Final = 8
_FAR: Final = 20 * _STEP
"""In sixteenths of a degree: the step by which the arc grows, how far each piece overlaps the last one to
hide the seam, and the step above which the whole arc is repainted."""


class SessionArc:
    """Keeps a picture of the background, on which the arc grows.

    Parameters
    ----------
    look : Look
        Colours.
    size : QSize
        Size of the widget in device-independent pixels.
    pixel_ratio : float
        Device pixels per device-independent pixel.
    room : LightRoom
        Where the arc lies.
    """

    def __init__(self, look: Look, size: QSize, pixel_ratio: float, room: LightRoom) -> None:
        self._ratio, self._shown = pixel_ratio, 0
        self._ground, self._track = QColor(look.palette.window), QColor(look.palette.line)
        self._ink = QColor(look.palette.quiet)
        reach = room.arc
        self._circle = QRectF(room.center.x() - reach, room.center.y() - reach, 2.0 * reach, 2.0 * reach)
        self._whole = QRect(QPointF(0.0, 0.0).toPoint(), size)
        self._picture = QPixmap(size * pixel_ratio)
        self._picture.setDevicePixelRatio(pixel_ratio)
        self._paint_ground()

    def changed(self, progress: float) -> QRect:
        """Return the rectangle in which the arc must be repainted to show this progress."""
        end = self._sixteenths(progress)
        if end == self._shown:
            return QRect()
        piece = self._circle
        if 0 < end - self._shown <= _FAR:
            piece = QRectF(self._place(self._shown - _OVERLAP), self._place(end)).normalized()
        return piece.adjusted(-_PAD, -_PAD, _PAD, _PAD).toAlignedRect()

    def paint(self, painter: QPainter, dirty: QRect, progress: float) -> None:
        """Paint the background with the arc within the rectangle that needs it."""
        self._grow(self._sixteenths(progress))
        ratio = self._ratio
        source = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        painter.drawPixmap(QRectF(dirty), self._picture, source)

    def _grow(self, sixteenths: int) -> None:
        if sixteenths < self._shown:
            self._paint_ground()
        if sixteenths > self._shown:
            self._paint_arc(self._ink, max(0, self._shown - _OVERLAP), sixteenths)
            self._shown = sixteenths

    def _paint_ground(self) -> None:
        self._shown = 0
        self._picture.fill(self._ground)
        self._paint_arc(self._track, 0, _CIRCLE)

    def _paint_arc(self, color: QColor, start: int, end: int) -> None:
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color, _WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(self._circle, _TOP - start, start - end)
        painter.end()

    def _place(self, sixteenths: int) -> QPointF:
        angle, radius = math.radians((_TOP - sixteenths) / 16.0), self._circle.width() / 2.0
        return self._circle.center() + QPointF(radius * math.cos(angle), -radius * math.sin(angle))

    @staticmethod
    def _sixteenths(progress: float) -> int:
        return _STEP * round(_CIRCLE / _STEP * min(1.0, max(0.0, progress)))
