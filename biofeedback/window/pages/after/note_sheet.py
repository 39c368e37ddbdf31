"""A note on a session, in the person's own words."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.text_field import TextField
from devices.message import message

_LONGEST: Final = 500


class NoteSheet(Sheet):
    """Lets the person write a note.

    Parameters
    ----------
    text : str
        The existing note.
    """

    written = Signal(str)
    """The note to save; an empty one removes the note."""

    def __init__(self, text: str) -> None:
        super().__init__(message("page.note.heading"), close_keys=(Qt.Key.Key_Escape,))
        self.add_text(message("page.note.hint"), role=TextRole.TITLE, ink="quiet")
        self.field = self.add(TextField(message("page.note.label")))
        self.field.line.setMaxLength(_LONGEST)
        self.field.line.setText(text)
        self.field.entered.connect(self._keep)
        self.add_buttons(
            (message("page.note.keep"), self._keep), (message("page.note.cancel"), self.closed.emit)
        )
        self.fill_up()
        self.first_focus = self.field.line

    def _keep(self) -> None:
        self.written.emit(self.field.text)
