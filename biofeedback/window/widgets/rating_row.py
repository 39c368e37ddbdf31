"""One scale from 0 to 10 as eleven steps to press."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.look.accessible import tell_role
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.widgets.rating_entry import HIGHEST, TEN_HINT, RatingScale
from biofeedback.window.widgets.spoken_button import SpokenButton
from biofeedback.words.spoken import say
from devices.message import message

_NOT_RATED: Final = message("ratings.not_rated")

_HEIGHT: Final = 96.0
_STEPS_TOP: Final = 28.0
_STEP_HEIGHT: Final = 34.0
_WORDS_BASELINE: Final = 80.0
_GAP: Final = 4.0
"""Sizes in pixels at 1280×720."""


class RatingRow(QWidget):
    """Shows a scale, the chosen value, and whether digits rate this scale.

    Parameters
    ----------
    scale : RatingScale
        The scale to rate.
    parent : QWidget
        Parent widget.
    """

    chosen = Signal(int)

    def __init__(self, scale: RatingScale, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._scale = scale
        self._look = Look()
        self._value: int | None = None
        self._present = self._waits_for_zero = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        tell_role(self, QAccessible.Role.Grouping)
        self.steps = [self._step(value) for value in range(HIGHEST + 1)]
        self.show_value(None, present=False)

    def show_value(self, value: int | None, *, present: bool, waits_for_zero: bool = False) -> None:
        """Show the chosen value, whether digits rate this scale, and whether a 0 would turn a 1 into a 10."""
        self._value, self._present, self._waits_for_zero = value, present, waits_for_zero
        told = _NOT_RATED if value is None else message("ratings.value", value=value, highest=HIGHEST)
        words = message("ratings.row", scale=self._scale.name, told=told)
        self.setAccessibleName(
            say(message("ratings.row.ten", row=words, hint=TEN_HINT) if waits_for_zero else words)
        )
        for step, button in enumerate(self.steps):
            button.setChecked(step == value)
        self.update()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedHeight(round(_HEIGHT * look.scale))
        self._place_steps()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(400 * self._look.scale), round(_HEIGHT * self._look.scale))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place_steps()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for value in range(HIGHEST + 1):
            if self.step_rect(value).contains(event.position()):
                self.chosen.emit(value)

    def step_rect(self, value: int) -> QRectF:
        """Return the place of one step."""
        scale = self._look.scale
        gap = _GAP * scale
        width = (self.width() - 2.0) / (HIGHEST + 1)
        return QRectF(1.0 + value * width, _STEPS_TOP * scale, width - gap, _STEP_HEIGHT * scale)

    def _step(self, value: int) -> SpokenButton:
        step = SpokenButton(self, is_choice=True)
        told = message("ratings.value", value=value, highest=HIGHEST)
        step.setAccessibleName(say(message("ratings.row", scale=self._scale.name, told=told)))
        step.clicked.connect(lambda: self.chosen.emit(value))
        return step

    def _place_steps(self) -> None:
        for value, step in enumerate(self.steps):
            step.setGeometry(self.step_rect(value).toRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._look.palette, self._look.scale
        role = TextRole.STRONG if self._present else TextRole.BODY
        painter.setFont(role.font(scale))
        painter.setPen(QColor(palette.text))
        painter.drawText(QPointF(1.0, 16.0 * scale), say(self._scale.name))
        step = self.step_rect(HIGHEST)
        painter.setFont(_fitted(TextRole.TITLE, scale, str(HIGHEST), 0.8 * step.width()))
        for value in range(HIGHEST + 1):
            self._paint_step(painter, value)
        lowest, highest = say(self._scale.lowest), say(self._scale.highest)
        painter.setFont(_fitted(TextRole.NOTE, scale, f"{lowest}   {highest}", step.right()))
        painter.setPen(QColor(palette.quiet))
        y = _WORDS_BASELINE * scale
        painter.drawText(QPointF(1.0, y), lowest)
        width = QFontMetricsF(painter.font()).horizontalAdvance(highest)
        painter.drawText(QPointF(step.right() - width, y), highest)

    def _paint_step(self, painter: QPainter, value: int) -> None:
        palette = self._look.palette
        chosen = value == self._value
        edge = palette.guide if self._present else palette.quiet
        pen = QPen(QColor(edge), 2.0 if self._present else 1.0)
        if value == HIGHEST and self._waits_for_zero:
            pen = QPen(QColor(palette.text), 2.0, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(palette.text if chosen else palette.window))
        rect = self.step_rect(value)
        painter.drawRoundedRect(rect, 4.0, 4.0)
        painter.setPen(QColor(palette.window if chosen else palette.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(value))


def _fitted(role: TextRole, scale: float, words: str, room: float) -> QFont:
    """Return the role's font, in a smaller size if the words need more pixels than there are."""
    width = QFontMetricsF(role.font(scale)).horizontalAdvance(words)
    return role.font(scale * min(1.0, room / width))
