"""How to put a strap on, which straps are in range, and why none is found."""

from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from biofeedback.engine.state import State
from biofeedback.statements.live import MOST_CHOICES
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextOfParts, TextRole
from biofeedback.window.pages.home.strap_drawing import StrapDrawing
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from devices.events import HeardStrap
from devices.message import message, verbatim

_STEPS: Final = (message("strap.step.wet"), message("strap.step.place"), message("strap.step.wait"))
_LEAST_SIDE_BY_SIDE: Final = 460.0
_PADDING: Final = 12.0
_ROUNDING: Final = 12.0
"""These sizes are in pixels at 1280×720."""


class StrapCard(QWidget):
    """One card with a drawing, three steps, and buttons.

    Parameters
    ----------
    parent : QWidget
        The parent widget.
    offers_demo : bool, optional
        Whether the person can try a simulated person instead of a strap.
    """

    chosen = Signal(int)
    """The number of a strap in range, counted from 1."""

    without = Signal()
    """The person wants to practise without a strap."""

    again = Signal()
    """The person wants to try Bluetooth again."""

    demo = Signal()
    """The person wants to try a simulated person."""

    def __init__(self, parent: QWidget, *, offers_demo: bool = False) -> None:
        super().__init__(parent)
        self._look = Look()
        self._heard: tuple[HeardStrap, ...] = ()
        self._is_brief = False
        self._drawing = StrapDrawing(self)
        self._steps = [Text(TextRole.BODY, "text", self, wrap=True) for _ in _STEPS]
        for text, step in zip(self._steps, _STEPS, strict=True):
            text.setText(step)
        self._none = Text(TextRole.BODY, "quiet", self, wrap=True)
        self._none.setText(message("strap.none"))
        self._none.hide()
        self._trouble = TextOfParts(TextRole.BODY, "text", self, wrap=True)
        self._trouble.hide()
        self._row = FlowRow(self)
        self._again = QuietButton(message("strap.again"), self._row)
        self._again.clicked.connect(lambda: self.again.emit())
        self._without = QuietButton(message("strap.without"), self._row)
        self._without.clicked.connect(lambda: self.without.emit())
        self._demo: tuple[QuietButton, ...] = ()
        if offers_demo:
            self._demo = (QuietButton(message("home.demo"), self._row),)
            self._demo[0].clicked.connect(lambda: self.demo.emit())
        self._straps: list[QuietButton] = []
        words = QVBoxLayout()
        words.setSpacing(3)
        for text in (self._none, *self._steps, self._trouble):
            words.addWidget(text)
        words.addWidget(self._row)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(words, 1)
        self._fill()

    def show_briefly(self) -> None:
        """Leave out how to put on a strap, because the person has practised before."""
        self._is_brief = True
        for part in (self._drawing, *self._steps):
            part.hide()
        self._none.show()

    def show_state(self, state: State) -> None:
        """Show the straps in range, and messages about the connection."""
        trouble = state.link_message
        self._trouble.setText(trouble or "")
        self._trouble.setVisible(trouble is not None)
        # While Bluetooth does not work, waiting does not help, and the message says why there is no strap.
        self._steps[-1].setVisible(trouble is None and not self._is_brief)
        self._none.setVisible(trouble is None and self._is_brief)
        if self._again.isVisibleTo(self) != (trouble is not None) or state.heard_straps != self._heard:
            self._heard = state.heard_straps[:MOST_CHOICES]
            self._fill(tries=trouble is not None)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        padding = round(_PADDING * look.scale)
        self._line.setContentsMargins(padding, padding, padding, padding)
        self._line.setSpacing(padding)
        is_narrow = self.window().width() < _LEAST_SIDE_BY_SIDE * look.scale
        down, right = QHBoxLayout.Direction.TopToBottom, QHBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if is_narrow else right)
        self._drawing.set_look(look)
        for text in (self._none, *self._steps, self._trouble):
            text.set_look(look)
        self._row.set_look(look)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.palette.card))
        rounding = _ROUNDING * self._look.scale
        painter.drawRoundedRect(QRectF(self.rect()), rounding, rounding)

    def _fill(self, *, tries: bool = False) -> None:
        for old in self._straps:
            old.deleteLater()
        self._straps = []
        for number, strap in enumerate(self._heard, start=1):
            button = QuietButton(verbatim(strap.name or strap.address), self._row)
            button.clicked.connect(partial(self._choose, number))
            self._straps.append(button)
        self._again.setVisible(tries)
        shown = (self._again,) if tries else ()
        self._row.show_buttons((*self._straps, *shown, self._without, *self._demo))

    def _choose(self, number: int) -> None:
        self.chosen.emit(number)
