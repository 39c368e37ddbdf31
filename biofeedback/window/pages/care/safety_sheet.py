"""What the person should know before the first practice; shown once, beside the guide."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.message import Message, message

_PARAGRAPHS: Final = (
    message("safety.gently"),
    message("safety.dizzy"),
    HOLD_SENTENCE,
    message("safety.get_help"),
)

_ASK_A_DOCTOR: Final = message("safety.ask_a_doctor")
_UNDERSTOOD: Final = message("safety.understood")
_NOT_A_TREATMENT: Final = message("safety.no_treatment")


class SafetySheet(Sheet):
    """The safety page; it closes whenever the guide starts.

    Parameters
    ----------
    understood : Message, optional
        The label of its button.
    close_keys : tuple of Qt.Key, optional
        The keys that close it.
    """

    understood = Signal()
    """The button was pressed: the guide should start."""

    def __init__(self, understood: Message = _UNDERSTOOD, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__(message("safety.heading"), close_keys=close_keys)
        for paragraph in _PARAGRAPHS:
            self.add_text(paragraph)
        self.add_text(_ASK_A_DOCTOR)
        self.add_text(_NOT_A_TREATMENT, ink="quiet")
        self.fill_up()
        self.add_text(message("safety.once"), role=TextRole.STRONG)
        self.add_buttons((understood, self.understood.emit))
