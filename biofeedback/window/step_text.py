"""The step of a programme in the practise view: its text, and what else is shown with it."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QWidget

from biofeedback.engine.programme_step import Shown
from biofeedback.engine.state import State
from biofeedback.statements.steps import step_words
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from devices.events import Part
from devices.message import Message, dotted, message
from devices.steps import Measured

_SMALLEST_STEP_SCALE: Final = 0.5

_GLOW: Final = ((0.0, 0.34), (0.35, 0.2), (0.7, 0.06), (1.0, 0.0))
"""The light at rest behind a text that stands alone: share of its radius, and opacity."""

_GLOW_RADIUS: Final = 0.46
"""Radius of that light as a share of the shorter side."""


@dataclass(frozen=True, slots=True)
class StepLayout:
    """What a state shows: a step's text, the guide, charts, the heart rate, the word for moving."""

    text: bool = False
    guide: bool = True
    charts: bool = True
    heart_rate: bool = True
    moving: bool = False

    @classmethod
    def of(cls, state: State) -> "StepLayout":
        """Return what is shown in a state."""
        step = state.step
        if step is None:
            return cls()
        begun = state.part is Part.PRACTICE
        return cls(
            text=True,
            guide=state.guide.running or not begun,
            charts=not begun or step.shown is not Shown.NOTHING,
            heart_rate=not begun or Shown.HEART_RATE in step.shown,
            moving=begun and step.measured is Measured.MOVING,
        )

    @property
    def is_text_alone(self) -> bool:
        """Whether the text takes the guide's place."""
        return self.text and not self.guide


def below_guide(state: State) -> Message:
    """Return the text below the guide: its pattern, or the number of the step."""
    step = state.step
    if step is None or state.guide.running:
        return state.guide.pattern.words
    if state.part is Part.PRACTICE and not step.running:
        return dotted(message("guide.paused"), step_words(step))
    return step_words(step)


class StepText(Text):
    """The text of a programme's step, which is always fully visible.

    Parameters
    ----------
    parent : QWidget
        The parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            TextRole.STEP, "text", parent, alignment=Qt.AlignmentFlag.AlignHCenter, wrap=True, middle=True
        )
        self._rests = False
        # Mouse moves go to the view below, which shows the buttons again.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def rest(self, *, rests: bool) -> None:
        """Show a light at rest behind the text, where no guide moves, or the text alone."""
        if rests != self._rests:
            self._rests = rests
            self.update()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._glow = QColor(look.palette.guide)
        super().set_look(look)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rests:
            middle = QRectF(self.rect()).center()
            self._paint_glow(middle, _GLOW_RADIUS * min(self.width(), self.height()))
        super().paintEvent(event)

    def _paint_glow(self, middle: QPointF, radius: float) -> None:
        painter, color = QPainter(self), QColor(self._glow)
        glow = QRadialGradient(middle, radius)
        for place, opacity in _GLOW:
            color.setAlphaF(opacity)
            glow.setColorAt(place, color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(middle, radius, radius)
        painter.end()

    def fit(self, look: Look) -> None:
        """Reduce the font size where the text would not fit."""
        self.set_look(look)
        while look.scale > _SMALLEST_STEP_SCALE and self.heightForWidth(self.width()) > self.height():
            look = replace(look, scale=0.9 * look.scale)
            self.set_look(look)
