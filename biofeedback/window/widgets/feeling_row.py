"""Two buttons that are always visible during practice: I feel restless, I feel dizzy."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from biofeedback.statements.care import FEEL_DIZZY, FEEL_RESTLESS
from biofeedback.window.keys import FEELING_KEYS
from biofeedback.window.look.look import Look
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.words.spoken import say
from devices.message import Message, message
from devices.wellbeing import Feeling

_WORDS: Final = {Feeling.RESTLESS: FEEL_RESTLESS, Feeling.DIZZY: FEEL_DIZZY}
_SHORT: Final = {
    Feeling.RESTLESS: message("feeling.restless.short"),
    Feeling.DIZZY: message("feeling.dizzy.short"),
}
_LARGEST_BELOW: Final = 1.3
"""Largest factor by which words grow below the guide. The row keeps its height, and the guide its size."""

_SMALLEST_BESIDE: Final = 0.5
"""Smallest scale of one word beside other buttons."""


class FeelingRow(FlowRow):
    """Lets the person report a feeling; each button stands for a key.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    asked = Signal(int)
    """A button was pressed; sent with Qt's code of its key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._apart = False
        self.buttons: dict[Feeling, QuietButton] = {}
        for key, feeling in FEELING_KEYS.items():
            button = QuietButton(_WORDS[feeling], self)
            button.setAccessibleName(say(_WORDS[feeling]))
            button.setToolTip(say(_WORDS[feeling]))
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(int(key)))
            self.buttons[feeling] = button
        self.show_buttons(tuple(self.buttons.values()))

    def below(self, guide: QRect, look: Look, scale: float) -> tuple[QRect, QRect]:
        """Show whole sentences below a guide; return the guide's remaining place and the row's place.

        Larger text makes the words larger, but not the row, which would cover the guide.

        Parameters
        ----------
        guide : QRect
            Place of both.
        look : Look
            Look of the view.
        scale : float
            Scale without the text size, so that the guide keeps its size.
        """
        self._say(_WORDS, apart=False)
        self.set_look(replace(look, scale=scale))
        lines, height = len(self._lines(guide.width())), self.heightForWidth(guide.width())
        self.set_look(replace(look, scale=min(look.scale, _LARGEST_BELOW * scale)))
        if len(self._lines(guide.width())) > lines:
            self.set_look(replace(look, scale=scale))
        left = guide.adjusted(0, 0, 0, -height)
        return left, QRect(guide.left(), left.bottom() + 1, guide.width(), height)

    def room_between(self, width: int, look: Look, scale: float) -> int:
        """Show one word on each button; return the width that is left between them at the usual text size.

        Parameters
        ----------
        width : int
            Width of the row.
        look : Look
            Look of the view.
        scale : float
            Scale without the text size.
        """
        self._say(_SHORT, apart=True)
        self.set_look(replace(look, scale=scale))
        return width - 2 * self._widest

    def beside(self, bar: QRect, taken: int, look: Look) -> QRect:
        """Show one word each to the left and right of a bar's buttons; return the row's place.

        Parameters
        ----------
        bar : QRect
            Place of the bar.
        taken : int
            Width of the bar's own buttons, which stand in its middle.
        look : Look
            Look of the view.
        """
        self._say(_SHORT, apart=True)
        self.set_look(look)
        room, scale = max(1, (bar.width() - taken) // 2), look.scale
        while scale > _SMALLEST_BESIDE and self._widest > room:
            scale *= 0.95
            self.set_look(replace(look, scale=scale))
        return bar

    @property
    def _widest(self) -> int:
        """Width of the wider button."""
        return max(one.sizeHint().width() for one in self.buttons.values())

    def _say(self, words: dict[Feeling, Message], *, apart: bool) -> None:
        self._apart = apart
        for feeling, button in self.buttons.items():
            button.setText(say(words[feeling]))

    def _lay_out(self) -> None:
        super()._lay_out()
        if self._apart:
            self._lay_out_apart()
            return
        needed = max(1, self.heightForWidth(self.width()))
        share = min(1.0, self.height() / needed)
        for button in self.buttons.values():
            place = button.geometry()
            button.setGeometry(place.x(), int(place.y() * share), place.width(), int(place.height() * share))

    def _lay_out_apart(self) -> None:
        """Place one button at each end; large words have less room above and below them."""
        for at, button in enumerate(self.buttons.values()):
            size = button.sizeHint()
            x, height = (self.width() - size.width() if at else 0), min(size.height(), self.height())
            button.setGeometry(x, (self.height() - height) // 2, size.width(), height)
