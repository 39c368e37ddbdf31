"""Two buttons that are always there while one practises: I feel restless, I feel dizzy."""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from biofeedback.statements.care import FEEL_DIZZY, FEEL_RESTLESS
from biofeedback.window.keys import FEELING_KEYS
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from devices.wellbeing import Feeling

_WORDS: Final = {Feeling.RESTLESS: FEEL_RESTLESS, Feeling.DIZZY: FEEL_DIZZY}


class FeelingRow(FlowRow):
    """Says what the person feels; each button stands for a key.

    Parameters
    ----------
    parent : QWidget
        Where it lives.
    """

    asked = Signal(int)
    """A key of Qt's, for which a button was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.buttons: dict[Feeling, QuietButton] = {}
        for key, feeling in FEELING_KEYS.items():
            button = QuietButton(_WORDS[feeling], self)
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(int(key)))
            self.buttons[feeling] = button
        self.show_buttons(tuple(self.buttons.values()))

    def taken_from(self, place: QRect) -> tuple[QRect, QRect]:
        """Divide a place: what is left of it above, and the row below."""
        height = self.heightForWidth(place.width())
        left = place.adjusted(0, 0, 0, -height)
        return left, QRect(place.left(), left.bottom() + 1, place.width(), height)
