"""What a restless or dizzy person can do."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.care import DIZZY_NOW, RESTLESS_IS_COMMON, remedy_words
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.message import Message, message
from devices.wellbeing import Feeling, Remedy

_WINDOW_KEYS: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_T, Qt.Key.Key_S)


class FeelingSheet(Sheet):
    """Lies above the practice, and offers what to do.

    Parameters
    ----------
    feeling : Feeling
        The person's feeling.
    remedies : sequence of Remedy
        The offered remedies; the first has number 1.
    """

    takes_digits = True

    chosen = Signal(object)
    """The chosen Remedy."""

    def __init__(self, feeling: Feeling, remedies: Sequence[Remedy]) -> None:
        dizzy = feeling is Feeling.DIZZY
        heading = message("feeling.dizzy.heading") if dizzy else message("feeling.restless.heading")
        super().__init__(heading)
        self._remedies = tuple(remedies)
        for words in DIZZY_NOW if dizzy else (RESTLESS_IS_COMMON,):
            self.add_text(words, role=TextRole.PATTERN)
        self.buttons = [
            self.add(self.button(self._told(number, feeling), partial(self.chosen.emit, one)))
            for number, one in enumerate(self._remedies, 1)
        ]
        self.fill_up()
        self.add_buttons((message("care.back"), self.closed.emit))

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        number = key - Qt.Key.Key_0
        if 1 <= number <= len(self._remedies):
            self.chosen.emit(self._remedies[number - 1])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.closed.emit()
        else:
            return super().take_key(key) or key not in _WINDOW_KEYS
        return True

    def _told(self, number: int, feeling: Feeling) -> Message:
        words = remedy_words(self._remedies[number - 1], feeling)
        return message("questions.numbered", number=number, answer=words)
