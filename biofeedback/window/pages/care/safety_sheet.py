"""What one should know before the first practice; shown once, beside the guide."""

from typing import Final

from PySide6.QtCore import Signal

from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet

_PARAGRAPHS: Final = (
    "Breathe gently, not deeply: no more air than usual, only more slowly. Let the exhale flow out by "
    "itself.",
    "If you get dizzy, tingle or feel short of air, stop following the guide and breathe as you like. Go on "
    "later with shallower breaths or at a faster pace.",
    HOLD_SENTENCE,
    "Stop, and get help, when your chest hurts, you faint, or your heart races or stumbles.",
)

_ASK_A_DOCTOR: Final = (
    "Ask a doctor first if you have heart failure, an irregular heartbeat or a pacemaker; low blood "
    "pressure or medicine against high; severe asthma or COPD; diabetes with insulin; a kidney disease; "
    "epilepsy; panic attacks or a trauma; if you are pregnant, or younger than 18."
)

_NOT_A_TREATMENT: Final = (
    "Not while driving, and not in water. It may help to cope with stress and pain; it does not treat "
    "anything."
)


class SafetySheet(Sheet):
    """The safety page; any start of the guide leaves it."""

    understood = Signal()
    """The button was pressed: the guide is to start."""

    def __init__(self) -> None:
        super().__init__("Before your first breath")
        for paragraph in _PARAGRAPHS:
            self.add_text(paragraph)
        self.add_text(_ASK_A_DOCTOR)
        self.add_text(_NOT_A_TREATMENT, ink="quiet")
        self.fill_up()
        self.add_text("This page comes only once.", role=TextRole.STRONG)
        self.add_buttons(("I understand, begin (Space)", self.understood.emit))
