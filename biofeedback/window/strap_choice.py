"""The choice among several straps in range, by digits, or Ctrl and digits where a page uses digits."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from biofeedback.practice.practice import Practice
from biofeedback.statements.live import StrapKeys, choice_words
from biofeedback.window.pages.sheets import Sheets

_DIGITS: Final = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class StrapChoice:
    """Chooses a strap by its key, while several are in range and the practice has not begun.

    Parameters
    ----------
    practice : Practice
        The practice that uses the strap.
    sheets : Sheets
        The pages; the topmost one takes its keys first.
    """

    def __init__(self, practice: Practice, sheets: Sheets) -> None:
        self._practice, self._sheets = practice, sheets

    @property
    def keys(self) -> StrapKeys:
        """The keys that choose a strap now."""
        top = self._sheets.top
        taken = top is not None and (top.takes_digits or top.covers_window)
        return StrapKeys.CTRL_NUMBERS if taken else StrapKeys.NUMBERS

    def take_key(self, event: QKeyEvent) -> bool:
        """Choose the strap that belongs to a key; return whether there was one."""
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_meant = with_ctrl or self.keys is StrapKeys.NUMBERS
        if event.key() not in _DIGITS or not is_meant or not choice_words(self._practice.state):
            return False
        self._practice.choose_strap(1 + _DIGITS.index(Qt.Key(event.key())))
        return True
