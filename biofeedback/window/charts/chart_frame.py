"""What all charts share: where the plot lies, and the text to its right and below it."""

import math
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.palette import Palette
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import Message

_GUTTER: Final = 60.0
_FOOT: Final = 20.0
_HEAD: Final = 8.0
_SPACE: Final = 8.0
"""Sizes in pixels at 1280×720."""


class ChartFrame(QWidget):
    """The opaque background of a chart, on which the charts write their numbers.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.look = Look()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self.look = look
        self.update()

    @property
    def colors(self) -> Palette:
        """The colours of the chart."""
        return self.look.palette

    @property
    def ground(self) -> str:
        """The background colour."""
        return self.colors.card

    @property
    def scale(self) -> float:
        """Scale of the text, 1 at 1280×720."""
        return self.look.scale

    @property
    def foot(self) -> float:
        """Height below the plot, in pixels at 1280×720."""
        return _FOOT

    @property
    def plot_rect(self) -> QRectF:
        """Rectangle of the data."""
        right = round(_GUTTER * max(1.0, self.scale))  # The numbers are never smaller than at 1280×720.
        foot, head = (round(size * self.scale) for size in (self.foot, _HEAD))
        return QRectF(0, head, max(1, self.width() - right), max(1, self.height() - foot - head))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.ground))
        painter.setFont(TextRole.NOTE.font(self.scale))
        painter.setPen(QColor(self.colors.quiet))
        self.paint_chart(painter)

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the numbers, the words, and everything that no child widget paints."""
        raise NotImplementedError

    def write_at_right(self, painter: QPainter, y: float, text: Message) -> None:
        """Write a text beside the plot at the height `y`."""
        height = _FOOT * self.scale
        place = QRectF(
            self.plot_rect.right() + _SPACE * self.scale, y - height / 2.0, _GUTTER * self.scale, height
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, say(text))

    def in_lines(self, *parts: Message) -> list[str]:
        """Return the parts in lines no wider than the chart, with dots between the parts."""
        lines: list[str] = []
        for part in map(say, parts):
            longer = " · ".join([*lines[-1:], part])
            if lines and self.text_width(longer) <= self.width():
                lines[-1] = longer
            else:
                lines.append(part)
        return lines

    def first_that_fits(self, *texts: Message) -> Message:
        """Return the first text that fits the width of the chart, or else the last."""
        return next((text for text in texts if self.text_width(say(text)) <= self.width()), texts[-1])

    def text_width(self, text: str) -> float:
        """Return the width of the text in pixels."""
        return QFontMetricsF(TextRole.NOTE.font(self.scale)).horizontalAdvance(text)

    def write_below(self, painter: QPainter, alignment: Qt.AlignmentFlag, *lines: str) -> None:
        """Write lines under the plot, aligned with its right or left edge."""
        plot = self.plot_rect
        width = plot.width() if alignment is Qt.AlignmentFlag.AlignRight else self.width()
        place = QRectF(0.0, plot.bottom(), width, self.height() - plot.bottom())
        metrics = painter.fontMetrics()
        shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, math.floor(width)) for line in lines]
        painter.drawText(place, alignment | Qt.AlignmentFlag.AlignBottom, "\n".join(shown))
