"""The picture of the light and the arc around it. It is filled from a profile and copied to the window.

Filling a table of distances and copying pixels costs less than painting gradients with `QPainter`.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from biofeedback.window.guide.light_profile import SHADES

_MARGIN: Final = 4.0
"""Pixels around the arc."""

_ARC_WIDTH: Final = 3.0
"""Width of the strip that contains the arc, in pixels."""

_SIZES: Final = (0.5, 0.68, 0.84, 1.0)
"""A small light fills a smaller table, which is kept for each of these shares of the reach."""

_SHADE_OF: Final = np.array([[0, 2], [3, 1]], dtype=np.intp)
"""Variants of the colour of neighbouring pixels (an ordered dither)."""


class LightStage:
    """Keeps the pixels of a square around the light.

    Parameters
    ----------
    center : QPointF
        Middle of the light in the widget.
    arc, reach : float
        Radius of the arc, and how far the light may reach, in device-independent pixels.
    ground : QColor
        Colour of the background.
    pixel_ratio : float
        Device pixels per device-independent pixel.
    distances : int
        Number of distances in a profile.
    """

    def __init__(
        self,
        center: QPointF,
        arc: float,
        reach: float,
        ground: QColor,
        pixel_ratio: float,
        *,
        distances: int,
    ) -> None:
        self._ratio, self._ground = pixel_ratio, ground
        self._half = math.ceil((arc + _MARGIN) * pixel_ratio)
        self._corner = QPoint(
            round(center.x() * pixel_ratio) - self._half, round(center.y() * pixel_ratio) - self._half
        )
        self.image = QImage(2 * self._half, 2 * self._half, QImage.Format.Format_RGB32)
        self.image.fill(ground)
        self.circle = QRectF(-arc, -arc, 2.0 * arc, 2.0 * arc).translated(
            self._half / pixel_ratio, self._half / pixel_ratio
        )
        self._pixels = np.frombuffer(self.image.bits(), dtype=np.uint32).reshape(2 * self._half, -1)
        self._reach, self._filled, self._distances = reach, 0.0, distances
        self._tables: dict[int, tuple[NDArray[np.intp], NDArray[np.uint32]]] = {}
        self._strip = self._places_of_arc(arc)
        self._arc = self._pixels.take(self._strip)
        self._arc_from = (arc - _ARC_WIDTH) / math.sqrt(2.0)

    @property
    def corner(self) -> QPointF:
        """The upper left corner of the picture in the widget."""
        return QPointF(self._corner) / self._ratio

    def arc_painter(self) -> QPainter:
        """Return a painter for the arc in device-independent pixels; then call `keep_arc`."""
        painter = QPainter(self.image)
        painter.scale(self._ratio, self._ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def keep_arc(self) -> None:
        """Keep the arc as it was painted, because filling overwrites it."""
        self._arc = self._pixels.take(self._strip)

    def fill(self, profile: NDArray[np.uint32], reach: float) -> None:
        """Fill the picture from a profile, up to this distance from the middle."""
        table, corner = self._table(max(reach, self._filled))
        np.take(profile, table, out=corner, mode="clip")
        count, middle, pixels = len(table), self._half, self._pixels
        below = pixels[middle : middle + count, middle - count : middle + count]
        below[:, count:] = corner
        below[:, :count] = corner[:, ::-1]
        pixels[middle - count : middle, middle - count : middle + count] = below[::-1]
        if count > self._arc_from * self._ratio:
            pixels.put(self._strip, self._arc)
        self._filled = reach

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Copy the picture to the widget; around it lies the background."""
        side = 2.0 * self._half / self._ratio
        if not QRectF(self.corner, QPointF(side, side) + self.corner).contains(QRectF(dirty)):
            painter.fillRect(dirty, self._ground)
        # Without a scale, Qt copies the pixels as they are.
        painter.scale(1.0 / self._ratio, 1.0 / self._ratio)
        painter.drawImage(self._corner, self.image)
        painter.scale(self._ratio, self._ratio)

    def _table(self, reach: float) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
        """Return the places in a profile of the pixels at the lower right, and room for their colours."""
        share = next((one for one in _SIZES if one * self._reach >= reach), 1.0)
        count = min(self._half, math.ceil(share * self._reach * self._ratio) + 1)
        if count not in self._tables:
            steps = (np.arange(count) + 0.5) * (self._distances / (self._reach * self._ratio))
            places = np.hypot(steps[:, np.newaxis], steps).astype(np.intp)
            np.minimum(places, self._distances - 1, out=places)
            shades = np.tile(_SHADE_OF, (count // 2 + 1, count // 2 + 1))[:count, :count]
            self._tables[count] = places * SHADES + shades, np.empty((count, count), dtype=np.uint32)
        return self._tables[count]

    def _places_of_arc(self, arc: float) -> NDArray[np.intp]:
        """Return the indices of the pixels that the arc may touch."""
        steps, half = np.arange(self._half) + 0.5, self._half
        far = np.abs(np.hypot(steps[:, np.newaxis], steps) - arc * self._ratio)
        rows, columns = np.nonzero(far <= 0.5 * _ARC_WIDTH * self._ratio + 1.0)
        sides = [
            (row, column)
            for row in (half + rows, half - 1 - rows)
            for column in (half + columns, half - 1 - columns)
        ]
        return np.concatenate([row * 2 * half + column for row, column in sides])
