"""The guide without motion: what to do, the seconds left, and a row of blocks, one per second."""

import math
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from biofeedback.pacing.guide import Stage
from biofeedback.window.guide.guide_scene import GuideScene
from biofeedback.window.guide.words_drawing import WordsDrawing
from biofeedback.window.look.look import Look

_WORDS_SIZE: Final = 0.105
_COUNT_SIZE: Final = 0.26
_SENTENCE_SIZE: Final = 0.06
_BLOCK_HEIGHT: Final = 0.045
_WORDS_PLACE: Final = (-0.3, 0.2)
_COUNT_PLACE: Final = (-0.12, 0.3)
_BLOCKS_TOP: Final = 0.28
"""Shares of the smaller side. Tops are measured from the middle; a place is a top and a height."""

_MOST_BLOCKS: Final = 20
_BLOCK_SHARE: Final = 0.72
_WIDTH: Final = 0.8


class StillDrawing:
    """Paints text and blocks, which change once per second.

    Parameters
    ----------
    look : Look
        Colours.
    size : QSize
        Size of the widget in device-independent pixels.
    pixel_ratio : float
        Not used, because nothing prepared here depends on it.
    """

    draws_breath = False

    def __init__(self, look: Look, size: QSize, pixel_ratio: float) -> None:  # noqa: ARG002
        self._palette = look.palette
        self._rect = QRect(0, 0, size.width(), size.height())
        self._side = max(1.0, float(min(size.width(), size.height())))
        self._middle = float(self._rect.center().y())
        self._words = WordsDrawing(
            look,
            self._line(*_WORDS_PLACE),
            self._line(*_COUNT_PLACE),
            words=self._side * _WORDS_SIZE,
            count=self._side * _COUNT_SIZE,
            sentence=self._side * _SENTENCE_SIZE,
        )

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the whole widget if a word or a count has changed."""
        same = before.fading_words == now.fading_words and _blocks(before) == _blocks(now)
        return QRect() if same else self._rect

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint the words, the count and the blocks."""
        painter.fillRect(dirty, QColor(self._palette.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._words.paint(painter, scene)
        if scene.words.counts:
            self._paint_blocks(painter, self._middle + _BLOCKS_TOP * self._side, *_blocks(scene))

    def _line(self, top: float, height: float) -> QRectF:
        return QRectF(0.0, self._middle + top * self._side, self._rect.width(), height * self._side)

    def _paint_blocks(self, painter: QPainter, top: float, passed: int, count: int) -> None:
        width = self._side * _WIDTH / max(count, 12)
        left = self._rect.center().x() - width * count / 2.0
        height = self._side * _BLOCK_HEIGHT
        pen = QPen(QColor(self._palette.guide), 1.5)
        for k in range(count):
            block = QRectF(left + k * width, top, width * _BLOCK_SHARE, height)
            painter.setPen(pen)
            painter.setBrush(QColor(self._palette.guide if k < passed else self._palette.window))
            painter.drawRoundedRect(block, 3.0, 3.0)


def _blocks(scene: GuideScene) -> tuple[int, int]:
    """Return how many whole seconds of this stage have passed, and how many it has."""
    count = min(_MOST_BLOCKS, math.ceil(_stage_s(scene)))
    return count - min(count, math.ceil(scene.position.remaining_s)), count


def _stage_s(scene: GuideScene) -> float:
    pattern = scene.guide.pattern
    match scene.position.stage:
        case Stage.INHALE:
            return pattern.inhale_s
        case Stage.EXHALE:
            return pattern.exhale_s
        case Stage.HOLD:
            return pattern.hold_full_s if scene.position.lung_position > 0.5 else pattern.hold_empty_s
