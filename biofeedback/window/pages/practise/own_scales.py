"""The person's own scales in the settings, and the fields to add another."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from biofeedback.person.settings import MOST_OWN_SCALES, OwnScale
from biofeedback.window.look.look import Look, WindowPart
from biofeedback.window.look.text import Ink, Text, TextRole
from biofeedback.window.widgets.rating_entry import HIGHEST, own_end
from biofeedback.window.widgets.text_field import TextField
from biofeedback.words.spoken import say
from devices.message import Message, dotted, message, verbatim

_SPACING: Final = 12.0
"""Spacing in pixels at 1280×720."""

MakeButton = Callable[[Message, Callable[[], None]], QPushButton]
TakeScales = Callable[[tuple[OwnScale, ...]], Message | None]


class OwnScales(QWidget):
    """Adds and removes scales.

    Parameters
    ----------
    scales : tuple of OwnScale
        The initial scales.
    make_button : callable
        Makes a button for the sheet that contains this part.
    change : callable
        Takes the changed scales, and returns why they are not allowed, or None.
    """

    def __init__(self, scales: tuple[OwnScale, ...], make_button: MakeButton, change: TakeScales) -> None:
        super().__init__()
        self._scales, self._make_button, self._change = scales, make_button, change
        self._look = Look()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rows: list[ScaleRow] = []
        self._heading = self._text(message("settings.own_scales", count=MOST_OWN_SCALES), "quiet")
        self._said = self._text(None, "text")
        self.name = TextField(message("settings.own_scales.another"))
        self.low = TextField(message("settings.own_scales.end", number=0))
        self.high = TextField(
            message("settings.own_scales.end", number=HIGHEST),
            make_button(message("settings.own_scales.add"), self._add),
        )
        self._ends = QHBoxLayout()
        for field in (self.name, self.low, self.high):
            field.entered.connect(self._add)
        self._column.addWidget(self._heading)
        self._column.addWidget(self.name)
        self._ends.addWidget(self.low, 1)
        self._ends.addWidget(self.high, 1)
        self._column.addLayout(self._ends)
        self._column.addWidget(self._said)
        self._show_rows()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        parts: tuple[WindowPart, ...] = (self._heading, self._said, self.name, self.low, self.high)
        for part in (*parts, *self._rows):
            part.set_look(look)
        for layout in (self._column, self._ends):
            layout.setSpacing(round(_SPACING * look.scale))

    def _add(self) -> None:
        new = OwnScale(self.name.text, self.low.text, self.high.text)
        if self._take((*self._scales, new)):
            for field in (self.name, self.low, self.high):
                field.line.clear()
        self.name.line.setFocus()

    def _remove(self, scale: OwnScale) -> None:
        self._take(tuple(one for one in self._scales if one != scale))
        self.name.line.setFocus()

    def _take(self, scales: tuple[OwnScale, ...]) -> bool:
        refused = self._change(scales)
        self._said.setText(refused or "")
        self._said.setVisible(refused is not None)
        if refused is None:
            self._scales = scales
            self._show_rows()
        return refused is None

    def _show_rows(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        remove = message("settings.own_scales.remove")
        self._rows = [
            ScaleRow(one, self._make_button(remove, partial(self._remove, one))) for one in self._scales
        ]
        for index, row in enumerate(self._rows, start=1):
            row.set_look(self._look)
            self._column.insertWidget(index, row)
        self._order_focus()

    def _order_focus(self) -> None:
        """Make Tab reach the existing scales before the fields for a new one."""
        for row in reversed(self._rows):
            QWidget.setTabOrder(row.remove, self.name.line)

    def _text(self, words: Message | None, ink: Ink) -> Text:
        text = Text(TextRole.TITLE, ink, self, wrap=True)
        text.setText(words or "")
        text.setVisible(words is not None)
        return text


class ScaleRow(QWidget):
    """One scale, and the button that removes it.

    Parameters
    ----------
    scale : OwnScale
        The scale.
    remove : QPushButton
        The button that removes it.
    """

    def __init__(self, scale: OwnScale, remove: QPushButton) -> None:
        super().__init__()
        self.remove = remove
        remove.setAccessibleName(say(message("settings.own_scales.remove_named", name=scale.name)))
        self._words = Text(TextRole.BODY, "text", self)
        ends = own_end(0, scale.low), own_end(HIGHEST, scale.high)
        self._words.setText(dotted(verbatim(scale.name), *ends))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._words, 1)
        line.addWidget(remove)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._words.set_look(look)
