"""The question before the first muscle relaxation: whether back or neck hurt, and the offer if so."""

from PySide6.QtCore import Qt, Signal

from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.message import message


class BackSheet(Sheet):
    """Asks whether back or neck hurt today; if so, the person may choose the programme without the back.

    Parameters
    ----------
    close_keys : tuple of Qt.Key, optional
        The keys that close it without an answer.
    """

    takes_digits = True

    fine = Signal()
    """Neither back nor neck hurts."""

    without_back = Signal()
    as_planned = Signal()

    def __init__(self, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__(message("back.question"), close_keys=close_keys)
        self._why = self.add_text(message("back.why"), role=TextRole.PATTERN)
        self._hurts = False
        self._asked = (
            self.add(self.button(message("back.no"), self.fine.emit)),
            self.add(self.button(message("back.yes"), self._offer)),
        )
        self._offered = (
            self.add(self.button(message("back.without"), self.without_back.emit)),
            self.add(self.button(message("back.as_planned"), self.as_planned.emit)),
        )
        for button in self._offered:
            button.hide()
        self.fill_up()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        number = key - Qt.Key.Key_0
        if number in (1, 2):
            (self._offered if self._hurts else self._asked)[number - 1].click()
            return True
        return super().take_key(key)

    def _offer(self) -> None:
        self._hurts = True
        self._why.setText(message("back.offer"))
        for button in self._asked:
            button.hide()
        for button in self._offered:
            button.show()
        self._offered[0].setFocus()
