"""Something that was done or not, as a round box with a tick and a word."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from biofeedback.window.widgets.quiet_button import QuietButton

_BOX: Final = 18.0
_GAP: Final = 10.0
"""Both sizes are in pixels at 1280×720."""


class TickButton(QuietButton):
    """A quiet button that stays ticked; its parameters are those of `QuietButton`."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, scale = self._look.palette, self._look.scale
        self.paint_ground(painter)
        box = QRectF(12.0 * scale, 0.5 * (self.height() - self._box), self._box, self._box)
        painter.setPen(QPen(QColor(palette.guide if self.isChecked() else palette.quiet), 1.5))
        painter.setBrush(QColor(palette.guide if self.isChecked() else palette.window))
        painter.drawRoundedRect(box, 5.0 * scale, 5.0 * scale)
        if self.isChecked():
            tick = QPen(QColor(palette.window), 2.0 * scale)
            tick.setCapStyle(Qt.PenCapStyle.RoundCap)
            tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(tick)
            places = (0.24, 0.52), (0.43, 0.72), (0.76, 0.30)
            painter.drawPolyline(
                [QPointF(box.left() + x * self._box, box.top() + y * self._box) for x, y in places]
            )
        painter.setPen(QColor(palette.text))
        painter.setFont(self.font())
        words = self.rect().adjusted(round(box.right() + _GAP * scale), 0, 0, 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, int(flags), self.text())

    @property
    def _beside(self) -> float:
        return super()._beside + self._box + _GAP * self._look.scale

    @property
    def _box(self) -> float:
        return _BOX * self._look.scale
