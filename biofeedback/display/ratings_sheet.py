"""How one feels before and after: a few scales beside the guide, none of which must be answered."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.display.page import ENTER_KEYS
from biofeedback.display.rating_entry import RatingEntry
from biofeedback.display.rating_row import RatingRow
from biofeedback.display.sheet import Sheet
from biofeedback.display.text import TextRole

_SKIP_KEYS: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Delete)


class RatingsSheet(Sheet):
    """Asks for the ratings of one occasion.

    Parameters
    ----------
    entry : RatingEntry
        What is asked, and what was answered.
    heading, hint : str
        What it says above and below.
    """

    takes_digits = True
    done = Signal()
    """Each scale was rated or skipped."""

    def __init__(self, entry: RatingEntry, heading: str, hint: str) -> None:
        super().__init__(heading)
        self.entry = entry
        self._now_s = 0.0
        self._told_done = False
        self._rows = [self.add(RatingRow(scale, self)) for scale in entry.scales]
        for index, row in enumerate(self._rows):
            row.chosen.connect(lambda value, index=index: self._choose(index, value))
        self.add_text(hint, role=TextRole.TITLE, ink="quiet")
        self.fill_up()
        self._show()

    def tick(self, now_s: float) -> None:
        """Let time go on, in seconds of any clock."""
        self._now_s = now_s
        index = self.entry.index
        self.entry.tick(now_s)
        if self.entry.index != index:
            self._show()

    def take_key(self, key: int) -> bool:
        entry = self.entry
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            entry.press_digit(key - Qt.Key.Key_0, self._now_s)
        elif key in _SKIP_KEYS:
            entry.skip()
        elif key in ENTER_KEYS:
            entry.accept()
        elif key == Qt.Key.Key_Backspace:
            entry.go_back()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            entry.move(1 if key == Qt.Key.Key_Right else -1)
        else:
            return super().take_key(key)
        self._show()
        return True

    def _choose(self, index: int, value: int) -> None:
        self.entry.choose(index, value)
        self._show()

    def _show(self) -> None:
        for index, (row, scale) in enumerate(zip(self._rows, self.entry.scales, strict=True)):
            row.show_value(self.entry.values.get(scale.key), present=index == self.entry.index)
        if self.entry.is_done and not self._told_done:
            self._told_done = True
            self.done.emit()
