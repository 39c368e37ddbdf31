"""The two lines of words in a guide: what to do, and the seconds left, or a sentence in their place."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from biofeedback.display.look import Look
from biofeedback.display.text import font
from biofeedback.display.words import GuideWords

_LEAST: Final = 14.0
"""Size in pixels at 1280×720, however small the guide is."""


class WordsDrawing:
    """Paints the words of a guide at one size.

    Parameters
    ----------
    look : Look
        Colours, and the size of the smallest words.
    first, second : QRectF
        The places of the lines.
    words, count, sentence : float
        Sizes in pixels: of the first line, of seconds in the second, and of anything else there.
    """

    def __init__(
        self, look: Look, first: QRectF, second: QRectF, *, words: float, count: float, sentence: float
    ) -> None:
        self._first, self._second = first, second
        self._color = QColor(look.palette.text)
        least = _LEAST * look.scale
        self._words, self._count, self._sentence = (font(max(least, s)) for s in (words, count, sentence))

    def paint(self, painter: QPainter, words: GuideWords) -> None:
        """Paint both lines, each in the middle of its place."""
        painter.setPen(self._color)
        painter.setFont(self._words)
        painter.drawText(self._first, Qt.AlignmentFlag.AlignCenter, words.first)
        painter.setFont(self._count if words.counts else self._sentence)
        painter.drawText(self._second, Qt.AlignmentFlag.AlignCenter, words.second)
