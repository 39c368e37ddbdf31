"""A line for a few typed words, with a label at its left and a button at its right."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.pages.page import ENTER_KEYS, row_direction
from biofeedback.words.spoken import say
from devices.message import Message
from devices.typed_data import LONGEST_TEXT

_SPACING: Final = 12.0
"""Spacing in pixels at 1280×720."""


class TextField(QWidget):
    """A label and a line to type into; Enter confirms the text.

    Parameters
    ----------
    label : Message
        What the person should type.
    button : QPushButton or None
        Button at the right that does the same as Enter.
    """

    entered = Signal()

    def __init__(self, label: Message, button: QPushButton | None = None) -> None:
        super().__init__()
        self.label = Text(TextRole.BODY, "text", self)
        self.label.setText(label)
        self.line = _Line(self)
        self.line.setAccessibleName(say(label))
        self.line.setMaxLength(LONGEST_TEXT)
        self.line.entered.connect(self.entered)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self.line, 1)
        if button is not None:
            row.addWidget(button)

    @property
    def text(self) -> str:
        """The typed text, without the spaces around it."""
        return self.line.text().strip()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self.label.set_look(look)
        self._row.setSpacing(round(_SPACING * look.scale))
        self._row.setDirection(row_direction(look))


class _Line(QLineEdit):
    """Handles Enter itself, because this key may close the sheet around it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
