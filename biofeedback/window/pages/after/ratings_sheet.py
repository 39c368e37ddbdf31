"""Ratings before and after practice: a few scales beside the guide, all of them optional."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.rating_entry import TEN_HINT, RatingEntry
from biofeedback.window.widgets.rating_row import RatingRow
from devices.message import Message

_SKIP_KEYS: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Delete)
_LEAVING_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Escape)
"""These keys leave the sheet and keep the ratings so far."""

_HELD_KEYS: Final = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
"""These keys modify the next key: on some keyboards digits need Shift."""


class RatingsSheet(Sheet):
    """Asks for the ratings before or after the practice.

    Parameters
    ----------
    entry : RatingEntry
        The questions and the answers so far.
    heading, hint : Message
        The texts at the top and the bottom.
    leave : Message
        The label of the button that leaves the sheet and keeps the ratings so far.
    """

    takes_digits = True
    done = Signal()
    """All scales were rated or skipped."""

    left = Signal()
    """The person wants to continue without rating the rest."""

    def __init__(self, entry: RatingEntry, heading: Message, hint: Message, leave: Message) -> None:
        super().__init__(heading)
        self.entry = entry
        self._hint = hint
        self._told_done = False
        self._rows = [self.add(RatingRow(scale, self)) for scale in entry.scales]
        for index, row in enumerate(self._rows):
            row.chosen.connect(lambda value, index=index: self._choose(index, value))
        self._below = self.add_text(hint, role=TextRole.TITLE, ink="quiet")
        self.fill_up()
        self.add_buttons((leave, self.left.emit))
        self.first_focus = self  # Enter moves to the next scale and does not press the button.
        self._show()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        entry = self.entry
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            entry.press_digit(key - Qt.Key.Key_0)
        elif key in _SKIP_KEYS:
            entry.skip()
        elif key in ENTER_KEYS:
            entry.accept()
        elif key == Qt.Key.Key_Backspace:
            entry.go_back()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            entry.move(1 if key == Qt.Key.Key_Right else -1)
        else:
            if key not in (*_LEAVING_KEYS, *_HELD_KEYS) and entry.settle():
                self._show()
            return super().take_key(key)
        self._show()
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 Qt's own
        """Use Tab to confirm a pending 1; otherwise Tab moves to the button."""
        if self.entry.settle():
            self._show()
            return True
        return super().focusNextPrevChild(forward)

    def _choose(self, index: int, value: int) -> None:
        self.entry.choose(index, value)
        self._show()

    def _show(self) -> None:
        entry = self.entry
        for index, (row, scale) in enumerate(zip(self._rows, entry.scales, strict=True)):
            present = index == entry.index
            waits = present and entry.waits_for_zero
            row.show_value(entry.values.get(scale.key), present=present, waits_for_zero=waits)
        self._below.setText(TEN_HINT if entry.waits_for_zero else self._hint)
        if entry.is_done and not self._told_done:
            self._told_done = True
            self.done.emit()
