"""The header: which strap is used, its signal quality, and the progress of the practice."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from biofeedback.engine.state import Signal, State
from biofeedback.statements.live import clock_text, signal_words, strap_words
from biofeedback.window.look.look import Look
from biofeedback.window.look.palette import Palette
from biofeedback.window.look.text import Text, TextOfParts, TextRole
from biofeedback.words.spoken import say
from devices.message import message

_DOT_RADIUS: Final = 4.0
_SPACE: Final = 9.0


class Header(QWidget):
    """One line above the guide."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._dot = _Dot(self)
        self._strap = TextOfParts(TextRole.BODY, "text", self)
        self._signal = TextOfParts(TextRole.BODY, "quiet", self)
        # The signal quality shrinks where the line is full, so that the time keeps its place.
        self._signal.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._practised = Text(TextRole.STRONG, "text", self)
        self._planned = Text(TextRole.BODY, "quiet", self)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        for column, part in ((0, self._dot), (1, self._strap), (3, self._practised), (4, self._planned)):
            grid.addWidget(part, 0, column)
        grid.addWidget(self._signal, 0, 2)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._grid.setHorizontalSpacing(round(_SPACE * look.scale))
        self._strap.gives_way = look.large
        self._grid.setColumnStretch(1, int(look.large))
        self._grid.setColumnStretch(2, int(not look.large))
        if look.large:
            self._grid.addWidget(self._signal, 1, 1, 1, 4)
        else:
            self._grid.addWidget(self._signal, 0, 2)
        for part in (self._dot, self._strap, self._signal, self._practised, self._planned):
            part.set_look(look)

    def show_state(self, state: State) -> None:
        """Show the strap, its signal and its battery."""
        self._dot.show_signal(state.signal)
        strap, signal = strap_words(state), signal_words(state)
        self._strap.setText(strap)
        self._signal.setText(signal or "")
        name = message("window.header", strap=strap, signal=signal) if signal else strap
        self.setAccessibleName(say(name))

    def show_time(self, practised_s: float, planned_s: float) -> None:
        """Show how long the practice has lasted, and how long it will last."""
        self._practised.setText(clock_text(practised_s))
        self._planned.setText(message("window.planned", clock=clock_text(planned_s)))


class _Dot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._signal = Signal.NO_STRAP
        self.set_look(Look())

    def show_signal(self, signal: Signal) -> None:
        if signal is not self._signal:
            self._signal = signal
            self.update()

    def set_look(self, look: Look) -> None:
        self._look = look
        self._radius = _DOT_RADIUS * look.scale
        side = round(2.0 * self._radius + 4.0)
        self.setFixedSize(QSize(side, side))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_signal_color(self._look.palette, self._signal)))
        painter.drawEllipse(QPointF(self.width() / 2.0, self.height() / 2.0), self._radius, self._radius)


def _signal_color(palette: Palette, signal: Signal) -> str:
    match signal:
        case Signal.GOOD:
            return palette.good
        case Signal.NO_STRAP:
            return palette.quiet
        case Signal.WAITING | Signal.RATE_ONLY | Signal.DOUBTFUL | Signal.STUCK:
            return palette.waiting
        case Signal.NO_CONTACT | Signal.LOST:
            return palette.bad
