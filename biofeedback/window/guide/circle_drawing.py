"""The guide as a circle that grows and shrinks, with the measured breath as a ring of dots over it."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF, QRadialGradient

from biofeedback.window.guide.guide_scene import GuideScene
from biofeedback.window.guide.words_drawing import WordsDrawing
from biofeedback.window.look.look import Look

_SMALLEST: Final = 0.47
"""Radius with empty lungs, as a share of the radius with full lungs; the words still fit."""

_STILL: Final = 0.8
_FAINTEST, _STRONGEST = 0.05, 0.5
"""A circle that must not move keeps this radius, a share of the largest. Its colour has these opacities with
empty and with full lungs; the words on it stay legible."""

_HALO: Final = 0.055
_HALO_STRENGTH: Final = 0.06
"""A faint light around the circle: its width as a share of the largest radius, and its opacity."""

_EDGE: Final = 0.011
_DOT: Final = 0.02
_WORDS_SIZE: Final = 0.125
_COUNT_SIZE: Final = 0.15
_SENTENCE_SIZE: Final = 0.075
_LINE_HEIGHT: Final = 0.22
_WORDS_ROOM: Final = 0.84
"""Sizes as shares of the largest radius."""

_DOTS: Final = 60


class CircleDrawing:
    """Paints the circle at one size.

    Parameters
    ----------
    look : Look
        Colours. The circle's size depends on the widget's size.
    size : QSize
        Size of the widget in device-independent pixels.
    pixel_ratio : float
        Device pixels per device-independent pixel.
    """

    draws_breath = True

    def __init__(self, look: Look, size: QSize, pixel_ratio: float) -> None:
        self._pixel_ratio = pixel_ratio
        self._palette, self._is_still = look.palette, look.reduces_motion
        self._size = size
        self._center = QPointF(size.width() / 2.0, size.height() / 2.0)
        self._largest = max(1.0, min(size.width(), size.height()) / 2.0 / (1.0 + _HALO) - 2.0)
        self._words = self._words_drawing(look)
        self._edge = QPen(QColor(self._palette.guide), max(2.0, self._largest * _EDGE))
        self._halo = QColor(self._palette.guide)
        self._halo.setAlphaF(_HALO_STRENGTH)
        self._dots = QPen(QColor(self._palette.breath), max(2.5, self._largest * _DOT))
        self._dots.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._ground = self._paint_ground()
        self._body = QBrush(self._paint_body())

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the square around the circle, its light, the dots and the words."""
        old, new = ((s.position.lung_position, s.measured, s.fading_words) for s in (before, now))
        if old == new:
            return QRect()
        radii = [
            radius
            for scene in (before, now)
            for radius in (self._radius_of(scene), self._radius_of_dots(scene))
        ]
        reach = max(radii) + self._largest * _HALO + self._edge.widthF() + 1.0
        square = QRectF(self._center.x() - reach, self._center.y() - reach, 2.0 * reach, 2.0 * reach)
        return square.toAlignedRect()

    def radius(self, lung_position: float) -> float:
        """Return the radius in pixels of a circle that moves."""
        return self._largest * (_SMALLEST + (1.0 - _SMALLEST) * lung_position)

    def _radius_of(self, scene: GuideScene) -> float:
        return self._largest * _STILL if self._is_still else self.radius(scene.position.lung_position)

    def _radius_of_dots(self, scene: GuideScene) -> float:
        """Return the radius of the measured breath; a still circle has it as far away as the breath is."""
        if scene.measured is None:
            return 0.0
        if not self._is_still:
            return self.radius(scene.measured)
        away = self._largest * (1.0 - _SMALLEST) * (scene.measured - scene.position.lung_position)
        return min(self._largest, self._radius_of(scene) + away)

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint the circle within the rectangle that needs it."""
        ratio = self._pixel_ratio
        source = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        painter.drawPixmap(QRectF(dirty), self._ground, source)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._radius_of(scene)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._halo)
        for share in (1.0, 0.5):
            reach = radius + share * _HALO * self._largest
            painter.drawEllipse(self._center, reach, reach)
        self._paint_circle(painter, radius, scene.position.lung_position)
        if scene.measured is not None:
            self._paint_dots(painter, self._radius_of_dots(scene))
        self._words.paint(painter, scene)

    def _paint_circle(self, painter: QPainter, radius: float, lung_position: float) -> None:
        painter.setBrush(self._body)
        if self._is_still:
            color = QColor(self._palette.guide)
            color.setAlphaF(_FAINTEST + (_STRONGEST - _FAINTEST) * lung_position)
            painter.setBrush(color)
        painter.setPen(self._edge)
        painter.drawEllipse(self._center, radius, radius)

    def _paint_dots(self, painter: QPainter, radius: float) -> None:
        # A dashed circle would take longer to paint than the rest of the guide.
        painter.setPen(self._dots)
        center_x, center_y = self._center.x(), self._center.y()
        places = [QPointF(center_x + radius * x, center_y + radius * y) for x, y in _UNIT]
        painter.drawPoints(QPolygonF(places))

    def _words_drawing(self, look: Look) -> WordsDrawing:
        largest, height = self._largest, self._largest * _LINE_HEIGHT
        line = QRectF(self._center.x() - largest, self._center.y() - height, 2.0 * largest, height)
        return WordsDrawing(
            look,
            line,
            line.translated(0.0, height),
            words=largest * _WORDS_SIZE,
            count=largest * _COUNT_SIZE,
            sentence=largest * _SENTENCE_SIZE,
            room=largest * _WORDS_ROOM,
        )

    def _paint_ground(self) -> QPixmap:
        picture = self._picture()
        picture.fill(QColor(self._palette.window))
        painter = QPainter(picture)
        self._paint_ring(painter, 1.0, self._palette.line)
        painter.end()
        return picture

    def _paint_body(self) -> QPixmap:
        # Painting a gradient in each frame would take longer than the rest of the guide.
        gradient = QRadialGradient(self._center, self._largest)
        gradient.setColorAt(_SMALLEST * 0.8, QColor(self._palette.guide_low))
        gradient.setColorAt(1.0, QColor(self._palette.guide_high))
        picture = self._picture()
        painter = QPainter(picture)
        painter.fillRect(QRectF(0.0, 0.0, self._size.width(), self._size.height()), gradient)
        self._paint_ring(painter, 0.0, self._palette.guide_ring)
        painter.end()
        return picture

    def _paint_ring(self, painter: QPainter, lung_position: float, color: str) -> None:
        radius = self.radius(lung_position)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(color), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._center, radius, radius)

    def _picture(self) -> QPixmap:
        picture = QPixmap(self._size * self._pixel_ratio)
        picture.setDevicePixelRatio(self._pixel_ratio)
        return picture


_UNIT: Final = tuple(
    (math.cos(2.0 * math.pi * k / _DOTS), math.sin(2.0 * math.pi * k / _DOTS)) for k in range(_DOTS)
)
