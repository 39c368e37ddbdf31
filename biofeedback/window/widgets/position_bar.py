"""The position of a replay as a bar: the part already played, and the target of a jump."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.statements.live import clock_text
from biofeedback.window.look.accessible import DECREASE, INCREASE, tell_role
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import message

_STEP: Final = 0.05
"""Share of the whole by which an accessible action goes forwards or back."""

_HEIGHT: Final = 16.0
_THICKNESS: Final = 6.0
"""Sizes in pixels at 1280×720."""


class PositionBar(QWidget):
    """Draws the position; a click goes there.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    wanted = Signal(float)
    """The share of the whole to which the person wants to go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._position = 0.0
        self._target: float | None = None
        self._told = ""
        steps = {INCREASE: lambda: self._go(_STEP), DECREASE: lambda: self._go(-_STEP)}
        tell_role(self, QAccessible.Role.Slider, value=lambda: self._told, actions=steps)
        self.set_look(Look())

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedHeight(round(_HEIGHT * look.scale))
        self.update()

    def show_position(self, position_s: float, duration_s: float, target_s: float | None) -> None:
        """Show a position in a session of this length, and the target of a jump."""
        length_s = max(duration_s, 1e-9)
        shown = position_s / length_s, None if target_s is None else target_s / length_s
        if shown != (self._position, self._target):
            self._position, self._target = shown
            self.update()
            at = message("window.position", clock=clock_text(position_s), end=clock_text(duration_s))
            self._told = say(at)
            self.setAccessibleName(say(message("page.replay.position", position=at)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wanted.emit(min(1.0, max(0.0, event.position().x() / max(1, self.width()))))

    def _go(self, share: float) -> None:
        """Go forwards or back by a share of the whole."""
        self.wanted.emit(min(1.0, max(0.0, self._position + share)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, height = self._look.palette, round(_THICKNESS * self._look.scale)
        # An inset of half a pixel lets the outline fill whole pixels and keep its colour.
        whole = QRectF(0.5, (self.height() - height) // 2 + 0.5, self.width() - 1.0, height)
        painter.setPen(QPen(QColor(palette.quiet), 1.0))
        painter.drawRoundedRect(whole, 0.5 * height, 0.5 * height)
        behind = QRectF(whole)
        behind.setWidth(max(height, self._position * whole.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.guide))
        painter.drawRoundedRect(behind, 0.5 * height, 0.5 * height)
        if self._target is not None:
            x = whole.left() + self._target * whole.width()
            painter.setPen(QPen(QColor(palette.text), 2.0))
            painter.drawLine(QLineF(x, 0.0, x, self.height()))
