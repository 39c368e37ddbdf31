"""The step of a programme in the practise view: its text, and what else is shown with it."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
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
        # Mouse moves go to the view below, which shows the buttons again.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fit(self, look: Look) -> None:
        """Reduce the font size where the text would not fit."""
        self.set_look(look)
        while look.scale > _SMALLEST_STEP_SCALE and self.heightForWidth(self.width()) > self.height():
            look = replace(look, scale=0.9 * look.scale)
            self.set_look(look)
