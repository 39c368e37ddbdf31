"""The care page: what to do when the person feels unwell, warning signs, cautions, and cards to read."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.care import CARE_SECTIONS, FEEL_DIZZY, FEEL_RESTLESS
from biofeedback.window.keys import CARE_KEY, FEELING_KEYS
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from devices.message import message
from devices.wellbeing import Feeling

_WINDOW_KEYS: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_T, Qt.Key.Key_S)
"""Keys that the window may handle meanwhile; all others would change what is under the page."""


class CareSheet(Sheet):
    """Lies above everything else and leaves it unchanged.

    Parameters
    ----------
    leads_to_figures : bool, optional
        Whether a button leads to the meaning of the figures.
    """

    figures_wanted = Signal()
    felt = Signal(object)
    """Reports the person's Feeling."""

    def __init__(self, *, leads_to_figures: bool = False) -> None:
        super().__init__(message("care.title"), close_keys=(CARE_KEY, Qt.Key.Key_Escape, *ENTER_KEYS))
        for number, section in enumerate(CARE_SECTIONS):
            self.add_text(section.title, role=TextRole.STRONG)
            for line in section.lines:
                self.add_text(line)
            if not number:
                self.add_buttons(
                    (FEEL_RESTLESS, lambda: self.felt.emit(Feeling.RESTLESS)),
                    (FEEL_DIZZY, lambda: self.felt.emit(Feeling.DIZZY)),
                )
        self.fill_up()
        further = ((message("home.what_figures_mean"), self.figures_wanted.emit),)
        back, *_ = self.add_buttons(
            (message("care.back"), self.closed.emit), *(further if leads_to_figures else ())
        )
        self.first_focus = back

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if key in FEELING_KEYS:
            self.felt.emit(FEELING_KEYS[Qt.Key(key)])
            return True
        return super().take_key(key) or key not in _WINDOW_KEYS
