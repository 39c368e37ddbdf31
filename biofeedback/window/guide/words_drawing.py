"""The two lines of words in a guide: what to do, and the seconds left, or a sentence instead."""

import math
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.look.look import Look
from biofeedback.window.look.typeface import font
from biofeedback.window.look.words import STAGE_WORDS
from biofeedback.words.spoken import say

_LINE_HEIGHT: Final = 1.25
"""Height of a line, as a multiple of its font size."""

_LEAST: Final = 14.0
"""Smallest font size in pixels at 1280×720, even if the guide is small."""


class WordsDrawing:
    """Paints the words of a guide at one size.

    Parameters
    ----------
    look : Look
        Colours, and the size of the smallest words.
    first, second : QRectF
        The places of the lines.
    words, count, sentence : float
        Font sizes in pixels at a text size of 100 %: of the first line, of seconds in the second line, and of
        other words there. Larger text grows as far as its line has room.
    room : float, optional
        Width in pixels. Longer lines are written smaller, and all breathing instructions in one size.
    """

    def __init__(
        self,
        look: Look,
        first: QRectF,
        second: QRectF,
        *,
        words: float,
        count: float,
        sentence: float,
        room: float = math.inf,
    ) -> None:
        self._first, self._second = first, second
        self._color = QColor(look.palette.text)
        least = _LEAST * look.scale

        def sized(size: float, line: QRectF) -> QFont:
            room = max(size, line.height() / _LINE_HEIGHT)
            return font(max(least, min(room, size * look.text_share)))

        self._words, self._count = sized(words, first), sized(count, second)
        self._sentence = sized(sentence, second)
        self._room = room
        self._smaller: dict[str, QFont] = {}
        longest = max(map(say, STAGE_WORDS.values()), key=QFontMetricsF(self._words).horizontalAdvance)
        self._words = self._fitted(self._words, longest)

    def paint(self, painter: QPainter, scene: GuideScene) -> None:
        """Paint both lines, each centred in its place; during a change, paint the old and the new words."""
        painter.setPen(self._color)
        for words, opacity in scene.fading_words:
            painter.setOpacity(opacity)
            self._paint_lines(painter, words)
        painter.setOpacity(1.0)

    def _paint_lines(self, painter: QPainter, words: GuideLines) -> None:
        painter.setFont(self._fitted(self._words, words.first))
        painter.drawText(self._first, Qt.AlignmentFlag.AlignCenter, words.first)
        painter.setFont(self._count if words.counts else self._fitted(self._sentence, words.second))
        painter.drawText(self._second, Qt.AlignmentFlag.AlignCenter, words.second)

    def _fitted(self, usual: QFont, words: str) -> QFont:
        """Return a font in which the words fit into the room."""
        if words not in self._smaller:
            share = self._room / max(1.0, QFontMetricsF(usual).horizontalAdvance(words))
            self._smaller[words] = usual if share >= 1.0 else font(math.floor(share * usual.pixelSize()))
        return self._smaller[words]
