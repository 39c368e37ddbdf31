"""The thin arc around the light, which fills once per session. It grows in the light's picture."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from biofeedback.window.guide.light_stage import LightStage
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
    """Paints the arc.

    Parameters
    ----------
    look : Look
        Colours.
    stage : LightStage
        The picture in which the arc grows.
    """

    def __init__(self, look: Look, stage: LightStage) -> None:
        self._stage, self._shown = stage, 0
        self._ground, self._track = QColor(look.palette.window), QColor(look.palette.line)
        self._ink = QColor(look.palette.quiet)
        self._paint_track()

    def changed(self, progress: float) -> QRect:
        """Return the rectangle in which the arc must be repainted to show this progress."""
        end = self._sixteenths(progress)
        if end == self._shown:
            return QRect()
        piece = self._stage.circle
        if 0 < end - self._shown <= _FAR:
            piece = QRectF(self._place(self._shown - _OVERLAP), self._place(end)).normalized()
        return piece.translated(self._stage.corner).adjusted(-_PAD, -_PAD, _PAD, _PAD).toAlignedRect()

    def grow(self, progress: float) -> None:
        """Paint the arc up to this progress."""
        sixteenths = self._sixteenths(progress)
        if sixteenths < self._shown:
            self._paint_track()
        if sixteenths > self._shown:
            self._paint_arc(self._ink, _WIDTH, max(0, self._shown - _OVERLAP), sixteenths)
            self._shown = sixteenths

    def _paint_track(self) -> None:
        self._shown = 0
        self._paint_arc(self._ground, 4.0 * _WIDTH, 0, _CIRCLE)
        self._paint_arc(self._track, _WIDTH, 0, _CIRCLE)

    def _paint_arc(self, color: QColor, width: float, start: int, end: int) -> None:
        painter = self._stage.arc_painter()
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(self._stage.circle, _TOP - start, start - end)
        painter.end()
        self._stage.keep_arc()

    def _place(self, sixteenths: int) -> QPointF:
        angle, circle = math.radians((_TOP - sixteenths) / 16.0), self._stage.circle
        return circle.center() + QPointF(math.cos(angle), -math.sin(angle)) * (0.5 * circle.width())

    @staticmethod
    def _sixteenths(progress: float) -> int:
        return _STEP * round(_CIRCLE / _STEP * min(1.0, max(0.0, progress)))
