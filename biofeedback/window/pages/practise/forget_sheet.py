"""A page over the window that deletes everything about the person, once they have typed a word."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal

from biofeedback.keeping.forgetting import FORGET_WORDS
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.text_field import TextField
from devices.message import Message, message


@dataclass(frozen=True, slots=True)
class ToForget:
    """The stored data about the person, and the action that deletes it.

    Parameters
    ----------
    lines : callable
        Returns a description of the data.
    wanted : callable
        Called before the window closes when the person wants to delete the data.
    """

    lines: Callable[[], tuple[Message, ...]]
    wanted: Callable[[], None]


class ForgetSheet(Sheet):
    """Lists the data to be deleted, and requires the word.

    Parameters
    ----------
    lines : tuple of Message
        The stored data about the person.
    """

    confirmed = Signal()

    def __init__(self, lines: tuple[Message, ...]) -> None:
        super().__init__(message("forget.heading"), close_keys=(Qt.Key.Key_Escape,))
        self.add_text(message("forget.these_here") if lines else message("forget.nothing_here"))
        for line in lines:
            self.add_text(message("forget.line", what=line))
        self.word: TextField | None = None
        if lines:
            self._ask()
        self.fill_up()
        self.add_buttons((message("settings.back"), self.closed.emit))

    def _ask(self) -> None:
        self.add_text(message("forget.window_closes"))
        self.add_text(message("forget.backup_first"))
        typed = message("forget.type_here", word=message("forget.word"))
        self.word = self.add(TextField(typed, self.button(message("forget.delete"), self._check)))
        self.word.entered.connect(self._check)
        self.first_focus = self.word.line
        self.told = self.add_text("", role=TextRole.BODY, ink="quiet")

    def _check(self) -> None:
        if self.word is not None and self.word.text.lower() in FORGET_WORDS:
            self.confirmed.emit()
        else:
            self.told.setText(message("forget.not_the_word", word=message("forget.word")))
