"""A simple drawing of where a chest strap sits."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import message

_SIZE: Final = (112.0, 124.0)
"""Size in pixels at 1280×720; the drawing uses the same units."""


class StrapDrawing(QWidget):
    """Draws a chest with a strap below the breast muscles.

    Parameters
    ----------
    parent : QWidget
        The parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self.setAccessibleName(say(message("strap.drawing")))

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        scale = min(self._look.scale, 1.5)
        return QSize(round(_SIZE[0] * scale), round(_SIZE[1] * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _SIZE[0], self.height() / _SIZE[1])
        palette = self._look.palette
        body = QPen(QColor(palette.quiet), 2.0)
        body.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(body)
        painter.setBrush(QColor(palette.line))
        painter.drawPath(_torso())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_muscles())
        strap = QPen(QColor(palette.guide), 8.0)
        strap.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(strap)
        band = QPainterPath(QPointF(30.0, 77.0))
        band.quadTo(QPointF(56.0, 86.0), QPointF(82.0, 77.0))
        painter.drawPath(band)
        painter.setPen(QPen(QColor(palette.window), 2.0))
        painter.setBrush(QColor(palette.guide))
        painter.drawRoundedRect(QRectF(44.0, 74.0, 24.0, 15.0), 6.0, 6.0)


def _torso() -> QPainterPath:
    """Return the outline of neck, shoulders and flanks, open at the waist."""
    path = QPainterPath(QPointF(47.0, 4.0))
    path.cubicTo(QPointF(47.0, 22.0), QPointF(40.0, 24.0), QPointF(22.0, 29.0))
    path.cubicTo(QPointF(10.0, 33.0), QPointF(9.0, 46.0), QPointF(8.0, 62.0))
    path.lineTo(QPointF(22.0, 62.0))
    path.cubicTo(QPointF(28.0, 72.0), QPointF(31.0, 96.0), QPointF(29.0, 120.0))
    path.lineTo(QPointF(83.0, 120.0))
    path.cubicTo(QPointF(81.0, 96.0), QPointF(84.0, 72.0), QPointF(90.0, 62.0))
    path.lineTo(QPointF(104.0, 62.0))
    path.cubicTo(QPointF(103.0, 46.0), QPointF(102.0, 33.0), QPointF(90.0, 29.0))
    path.cubicTo(QPointF(72.0, 24.0), QPointF(65.0, 22.0), QPointF(65.0, 4.0))
    return path


def _muscles() -> QPainterPath:
    path = QPainterPath(QPointF(34.0, 62.0))
    path.quadTo(QPointF(46.0, 70.0), QPointF(55.0, 60.0))
    path.moveTo(QPointF(78.0, 62.0))
    path.quadTo(QPointF(66.0, 70.0), QPointF(57.0, 60.0))
    return path
