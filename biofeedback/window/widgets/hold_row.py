"""How long the breath is held: after the inhale, and after the exhale."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.widgets.choice_box import ChoiceBox
from biofeedback.words.spoken import say
from devices.breath_pattern import HOLD_RANGE_S
from devices.message import message

_FULL: Final = message("page.pattern.hold_full")
_STEP_S: Final = 0.5
_OFFERED_S: Final = tuple(_STEP_S * k for k in range(round(HOLD_RANGE_S[1] / _STEP_S) + 1))
_SPACING: Final = 12.0
_NARROWEST: Final = 76.0
_PADDING: Final = 9.0
"""Sizes in pixels at 1280×720."""


class HoldRow(QWidget):
    """Two boxes to choose the holds from; a present hold that is not among the choices is added to them.

    Parameters
    ----------
    choose : callable
        Called with both holds in seconds when one was chosen.
    """

    def __init__(self, choose: Callable[[float, float], None]) -> None:
        super().__init__()
        self._choose = choose
        self._held_s = (0.0, 0.0)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes = (ChoiceBox(self), ChoiceBox(self))
        self._labels = []
        self._each: list[QBoxLayout] = []
        self._large = False
        for box, label in zip(self.boxes, (_FULL, message("page.pattern.hold_empty_short")), strict=True):
            text = Text(TextRole.BODY, "text", self)
            text.setText(label)
            self._labels.append(text)
            half = QHBoxLayout()
            half.addWidget(text)
            half.addWidget(box, 1)
            row.addLayout(half, 1)
            self._each.append(half)
        self.boxes[0].setAccessibleName(say(_FULL))
        self.boxes[1].setAccessibleName(say(message("page.pattern.hold_empty")))
        self._fill()
        for index, box in enumerate(self.boxes):
            box.currentIndexChanged.connect(lambda _, index=index: self._take(index))

    def show_holds(self, full_s: float, empty_s: float) -> None:
        """Show how long the breath is held, in seconds."""
        if (full_s, empty_s) != self._held_s:
            self._held_s = (full_s, empty_s)
            self._fill()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        # This comes first because a style sheet resets the palettes of the widgets inside.
        self.setStyleSheet(f"QComboBox {{ padding: {round(_PADDING * look.scale)}px; }}")
        for label in self._labels:
            label.set_look(look)
        for box in self.boxes:
            box.set_look(look)
            box.setMinimumWidth(round(_NARROWEST * look.scale))
        for layout in (self._row, *self._each):
            layout.setSpacing(round(_SPACING * look.scale))
        self._large = look.large
        self._lay()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the wider half, because both may stand one below the other."""
        return QSize(max(self._halves()), super().minimumSizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay()

    def _lay(self) -> None:
        """Place both side by side if they fit."""
        stacked = self._large or self._width() > self.width()
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else along)
        for half in self._each:
            half.setDirection(down if self._large else along)

    def _halves(self) -> list[int]:
        return [half.minimumSize().width() for half in self._each]

    def _width(self) -> int:
        return sum(self._halves()) + self._row.spacing()

    def _fill(self) -> None:
        for box, held_s in zip(self.boxes, self._held_s, strict=True):
            offered_s = sorted({*_OFFERED_S, held_s})
            with QSignalBlocker(box):
                box.clear()
                for one_s in offered_s:
                    box.addItem(say(message("page.pattern.hold_s", duration_s=one_s)), one_s)
                box.setCurrentIndex(offered_s.index(held_s))

    def _take(self, index: int) -> None:
        held_s = list(self._held_s)
        held_s[index] = self.boxes[index].currentData()
        self._choose(held_s[0], held_s[1])
        self._fill()  # A choice that is not possible is reset.
