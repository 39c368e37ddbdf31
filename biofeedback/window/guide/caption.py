"""The words below the light: they grow with the text size as far as they fit; the light keeps its size."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from biofeedback.window.guide.guide_scene import GuideLines
from biofeedback.window.look.look import Look
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX, font
from biofeedback.window.look.words import STAGE_WORDS
from biofeedback.words.spoken import say

_COUNT_SHARE: Final = 0.78
"""Size of the second line, as a share of the first line's size."""

_GAP: Final = 0.4
"""Gap between both on one line, as a share of the first one's size."""

_LONGEST_COUNT: Final = "00"
_WIDEST: Final = 0.96
"""Greatest width of the words, as a share of the room's width."""


class Caption:
    """Paints a word and the seconds left, or a sentence instead.

    If larger words leave no room for two lines, both go on one line.

    Parameters
    ----------
    look : Look
        Colours, and how much larger the person wants words.
    room : QRectF
        Where the words lie. Words that do not fit are written smaller.
    size : float
        Font size of the first line in pixels, at a text size of 100 %.
    """

    def __init__(self, look: Look, room: QRectF, size: float) -> None:
        self._room, self._size = room, max(SMALLEST_TEXT_PX, size) * look.text_share
        self._color = QColor(look.palette.text)
        self._arranged: dict[tuple[str, str], tuple[QFont, QFont, bool]] = {}
        metrics = QFontMetricsF(font(self._size))
        self._longest = max(map(say, STAGE_WORDS.values()), key=metrics.horizontalAdvance)

    def paint(self, painter: QPainter, lines: GuideLines) -> None:
        """Paint both lines in the middle of the room."""
        first, second, beside = self.arranged(lines)
        painter.setPen(self._color)
        if beside:
            self._paint_beside(painter, lines, first, second)
            return
        heights = [QFontMetricsF(one).height() for one in (first, second)]
        top = self._room.center().y() - sum(heights) / 2.0
        for words, one, height in zip((lines.first, lines.second), (first, second), heights, strict=True):
            painter.setFont(one)
            place = QRectF(self._room.left(), top, self._room.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
            top += height

    def arranged(self, lines: GuideLines) -> tuple[QFont, QFont, bool]:
        """Return the fonts of both lines, and whether they stand side by side.

        All breathing instructions are written in one size, in which the longest word fits.
        """
        key = (self._longest, _LONGEST_COUNT) if lines.counts else (lines.first, lines.second)
        if key not in self._arranged:
            below, beside = self._share_below(*key), self._share_beside(*key)
            size = self._size * max(below, beside)
            self._arranged[key] = font(size), font(size * _COUNT_SHARE), beside > below
        return self._arranged[key]

    def _paint_beside(self, painter: QPainter, lines: GuideLines, first: QFont, second: QFont) -> None:
        metrics, others = QFontMetricsF(first), QFontMetricsF(second)
        gap, width = first.pixelSize() * _GAP, metrics.horizontalAdvance(lines.first)
        beside = others.horizontalAdvance(_LONGEST_COUNT if lines.counts else lines.second)
        left = self._room.center().x() - (width + gap + beside) / 2.0
        baseline = self._room.center().y() + (metrics.ascent() - metrics.descent()) / 2.0
        painter.setFont(first)
        painter.drawText(QPointF(left, baseline), lines.first)
        painter.setFont(second)
        painter.drawText(QPointF(left + width + gap, baseline), lines.second)

    def _share_below(self, first: str, second: str) -> float:
        """Return the share of full size at which two lines fit."""
        (width, height), (other, low) = self._extent(first, second)
        if not second:
            low = other = 0.0
        return self._fitting(max(width, other), height + low)

    def _share_beside(self, first: str, second: str) -> float:
        """Return the share of full size at which both fit on one line; 0 if there is only one."""
        if not second:
            return 0.0
        (width, height), (other, _) = self._extent(first, second)
        return self._fitting(width + _GAP * self._size + other, height)

    def _fitting(self, width: float, height: float) -> float:
        return min(
            1.0, _WIDEST * self._room.width() / max(1.0, width), self._room.height() / max(1.0, height)
        )

    def _extent(self, first: str, second: str) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the width and height of both lines at full size."""
        one, other = QFontMetricsF(font(self._size)), QFontMetricsF(font(self._size * _COUNT_SHARE))
        return (
            (one.horizontalAdvance(first), one.height()),
            (other.horizontalAdvance(second), other.height()),
        )
