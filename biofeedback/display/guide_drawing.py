"""All of the guide that depends on its size alone: prepared once, painted sixty times a second."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QRadialGradient

from biofeedback.display.palette import Palette
from biofeedback.display.text import font
from biofeedback.display.words import GuideWords

_SMALLEST: Final = 0.47
"""Radius with empty lungs, as a share of that with full lungs: the words still fit."""

_HALO: Final = 0.055
_HALO_STRENGTH: Final = 0.06
"""A faint light around the circle: its width as a share of the largest radius, and its opacity."""

_EDGE: Final = 0.011
_WORDS_SIZE: Final = 0.125
_COUNT_SIZE: Final = 0.15
_SENTENCE_SIZE: Final = 0.075
_LINE_HEIGHT: Final = 0.22
"""As shares of the largest radius."""


class GuideDrawing:
    """Paints the guide at one size.

    Parameters
    ----------
    palette : Palette
        Colours.
    size : QSize
        Of the widget, in device-independent pixels.
    pixel_ratio : float
        Device pixels for each of them.
    """

    def __init__(self, palette: Palette, size: QSize, pixel_ratio: float) -> None:
        self.pixel_ratio = pixel_ratio
        self._palette = palette
        self._size = size
        self._center = QPointF(size.width() / 2.0, size.height() / 2.0)
        self._largest = max(1.0, min(size.width(), size.height()) / 2.0 / (1.0 + _HALO) - 2.0)
        self._words_font = font(self._largest * _WORDS_SIZE)
        self._count_font = font(self._largest * _COUNT_SIZE)
        self._sentence_font = font(self._largest * _SENTENCE_SIZE)
        self._text_color = QColor(palette.text)
        self._edge = QPen(QColor(palette.guide), max(2.0, self._largest * _EDGE))
        self._halo = QColor(palette.guide)
        self._halo.setAlphaF(_HALO_STRENGTH)
        self._ground = self._paint_ground()
        self._body = QBrush(self._paint_body())

    def radius(self, lung_position: float) -> float:
        """Of the circle, in pixels."""
        return self._largest * (_SMALLEST + (1.0 - _SMALLEST) * lung_position)

    def reach(self, lung_position: float) -> QRectF:
        """Return the square that the circle, its light and the words lie in."""
        radius = self.radius(lung_position) + self._largest * _HALO + self._edge.widthF() + 1.0
        return QRectF(self._center.x() - radius, self._center.y() - radius, 2.0 * radius, 2.0 * radius)

    def paint(self, painter: QPainter, dirty: QRectF, lung_position: float, words: GuideWords) -> None:
        """Paint the guide within the rectangle that needs it."""
        ratio = self.pixel_ratio
        source = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        painter.drawPixmap(dirty, self._ground, source)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.radius(lung_position)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._halo)
        for share in (1.0, 0.5):
            reach = radius + share * _HALO * self._largest
            painter.drawEllipse(self._center, reach, reach)
        painter.setPen(self._edge)
        painter.setBrush(self._body)
        painter.drawEllipse(self._center, radius, radius)
        self._paint_words(painter, words)

    def _paint_words(self, painter: QPainter, words: GuideWords) -> None:
        height = self._largest * _LINE_HEIGHT
        line = QRectF(
            self._center.x() - self._largest, self._center.y() - height, 2.0 * self._largest, height
        )
        painter.setPen(self._text_color)
        painter.setFont(self._words_font)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words.first)
        painter.setFont(self._count_font if words.second.isdigit() else self._sentence_font)
        painter.drawText(line.translated(0.0, height), Qt.AlignmentFlag.AlignCenter, words.second)

    def _paint_ground(self) -> QPixmap:
        picture = self._picture()
        picture.fill(QColor(self._palette.window))
        painter = QPainter(picture)
        self._paint_ring(painter, 1.0, self._palette.line)
        painter.end()
        return picture

    def _paint_body(self) -> QPixmap:
        # A gradient painted in each frame would cost more than all the rest of it.
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
        picture = QPixmap(self._size * self.pixel_ratio)
        picture.setDevicePixelRatio(self.pixel_ratio)
        return picture
