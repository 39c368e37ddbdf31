"""One scale from 0 to 10: a ring marks the rating before the practice, a dot the rating after it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.analysis.outcome import RatedScale
from biofeedback.statements.conclusion import rated_words
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import Message
from devices.printable import harmless

_HIGHEST: Final = 10.0
_TRACK: Final = 22.0
_RADIUS: Final = 6.0
_END: Final = 26.0
"""Sizes in pixels at 1280×720."""


class RatedBar(QWidget):
    """Shows a scale in words and as a bar.

    Parameters
    ----------
    scale : Message
        Name of the scale.
    rated : RatedScale
        Ratings before and after the practice.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, scale: Message, rated: RatedScale, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._rated = rated
        self._words = harmless(say(rated_words(scale, rated)))
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The rating in words."""
        return self._words

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._look.scale
        return QSize(round(300 * scale), round(self._words_height + _TRACK * scale))

    @property
    def _words_height(self) -> float:
        return QFontMetricsF(TextRole.BODY.font(self._look.scale)).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._look.palette, self._look.scale
        painter.setFont(TextRole.BODY.font(scale))
        painter.setPen(QColor(palette.text))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        painter.setFont(TextRole.NOTE.font(scale))
        painter.setPen(QColor(palette.quiet))
        below = QRectF(0.0, self._words_height, self.width(), _TRACK * scale)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | middle, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | middle, f"{_HIGHEST:.0f}")
        end = max(_END * scale, QFontMetricsF(painter.font()).horizontalAdvance("10") * 1.6)
        self._paint_track(painter, below.adjusted(end, 0.0, -end, 0.0))

    def _paint_track(self, painter: QPainter, track: QRectF) -> None:
        palette, scale = self._look.palette, self._look.scale
        y = track.center().y()
        painter.fillRect(
            QRectF(track.left(), y - scale, track.width(), 2.0 * scale), QColor(palette.guide_ring)
        )
        before, after = self._rated.before, self._rated.after
        if before is not None and after is not None:
            ends = sorted(_x(track, value) for value in (before, after))
            way = QColor(palette.guide)
            way.setAlphaF(0.4)
            painter.fillRect(QRectF(ends[0], y - 2.5 * scale, ends[1] - ends[0], 5.0 * scale), way)
        painter.setPen(QPen(QColor(palette.guide), 2.0 * scale))
        radius = _RADIUS * scale
        for value, ground in ((before, palette.window), (after, palette.guide)):
            if value is not None:
                painter.setBrush(QColor(ground))
                painter.drawEllipse(QPointF(_x(track, value), y), radius, radius)


def _x(track: QRectF, value: float) -> float:
    return track.left() + track.width() * value / _HIGHEST
