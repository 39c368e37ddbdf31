"""The cautions shown once before a kind of programme; the answer stays on this computer."""

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.care import CareSection
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.message import message


class CautionSheet(Sheet):
    """The cautions of one kind of programme, and the person's answer.

    Parameters
    ----------
    section : CareSection
        The cautions.
    close_keys : tuple of Qt.Key, optional
        The keys that close it without an answer.
    """

    none_holds = Signal()
    other_wanted = Signal()

    def __init__(self, section: CareSection, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__(section.title, close_keys=close_keys)
        for line in section.lines:
            self.add_text(line)
        self.fill_up()
        self.add_text(message("care.asked_once"), role=TextRole.NOTE, ink="quiet")
        self.add_buttons(
            (message("care.go_on"), self.none_holds.emit),
            (message("care.not_for_me"), self.other_wanted.emit),
        )
