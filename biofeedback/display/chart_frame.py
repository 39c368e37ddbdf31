"""What both charts share: where the plot lies, and the writing at its right and below."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.language import say
from biofeedback.display.look import Look
from biofeedback.display.palette import Palette
from biofeedback.display.text import TextRole

_GUTTER: Final = 60.0
_FOOT: Final = 20.0
_HEAD: Final = 8.0
_SPACE: Final = 8.0
"""All in pixels at 1280×720."""


class ChartFrame(QWidget):
    """The opaque ground of a chart, on which the charts write their numbers.

    Parameters
    ----------
    parent : QWidget
        Where it lives.
    """

    foot = _FOOT
    """Height below the plot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.look = Look()

    def set_look(self, look: Look) -> None:
        self.look = look
        self.update()

    @property
    def colors(self) -> Palette:
        return self.look.palette

    @property
    def ground(self) -> str:
        """The colour that it lies on."""
        return self.colors.card

    @property
    def scale(self) -> float:
        return self.look.scale

    @property
    def plot_rect(self) -> QRectF:
        """Where the data go."""
        right, foot, head = (round(size * self.scale) for size in (_GUTTER, self.foot, _HEAD))
        return QRectF(0, head, max(1, self.width() - right), max(1, self.height() - foot - head))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.ground))
        painter.setFont(TextRole.NOTE.font(self.scale))
        painter.setPen(QColor(self.colors.quiet))
        self.paint_chart(painter)

    def paint_chart(self, painter: QPainter) -> None:
        """Paint numbers, words, and what is not painted by a child."""
        raise NotImplementedError

    def write_at_right(self, painter: QPainter, y: float, text: str) -> None:
        height = _FOOT * self.scale
        place = QRectF(
            self.plot_rect.right() + _SPACE * self.scale, y - height / 2.0, _GUTTER * self.scale, height
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, say(text))

    def write_below(self, painter: QPainter, alignment: Qt.AlignmentFlag, *lines: str) -> None:
        """Write lines under the plot, up to its right edge or from its left edge on."""
        plot = self.plot_rect
        width = plot.width() if alignment is Qt.AlignmentFlag.AlignRight else self.width()
        place = QRectF(0.0, plot.bottom(), width, self.height() - plot.bottom())
        painter.drawText(place, alignment | Qt.AlignmentFlag.AlignBottom, "\n".join(map(say, lines)))
