"""Steps of a programme as they happen: what stands on the screen, and what may be measured meanwhile."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from devices.printable import LONGEST_NAME, printable

FADING_PROGRAMME: Final = "fading-guide"
"""The practice whose guide fades: in its steps without a guide one is to keep the guide's pace."""

LONGEST_SHOWN_TEXT: Final = 300
"""Characters of a step's text; a programme allows fewer, a session file may come from anybody."""


class Measured(StrEnum):
    """What may be shown while a step runs."""

    RESPONSE = "response"
    ORDINARY = "ordinary"
    MOVING = "moving"
    NOTHING = "nothing"


class StepSound(StrEnum):
    """What is heard when a step begins."""

    NONE = "none"
    BELL = "bell"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class StepChanged:
    """A step of a programme began, paused, or goes on; the whole of it, so that a replay needs no programme.

    Parameters
    ----------
    time_ns : int
        When.
    running : bool
        Whether the step goes on; false while the programme is paused, before it and after it.
    programme : str
        The programme's name.
    number, steps : int
        The step's place among the steps that take place, from 1, and how many those are.
    gone_s, seconds : float
        How much of the step has gone by, and how long it lasts.
    text : str
        What stands on the screen, as it was shown.
    measured : Measured
        What may be shown meanwhile.
    region : str
        English name of the part of the body that it is about; empty for none.
    sound : StepSound
        What is heard when it begins.
    heart_rate_shown : bool
        Whether the heart rate may be seen, as it may not in autogenic training.
    heart_rate_in_motion : bool
        Whether it is seen also while the body moves, as in gentle movement.
    """

    time_ns: int
    running: bool
    programme: str
    number: int
    steps: int
    gone_s: float
    seconds: float
    text: str
    measured: Measured
    region: str = ""
    sound: StepSound = StepSound.NONE
    heart_rate_shown: bool = True
    heart_rate_in_motion: bool = False

    def __post_init__(self) -> None:
        for name, most in (
            ("programme", LONGEST_NAME),
            ("text", LONGEST_SHOWN_TEXT),
            ("region", LONGEST_NAME),
        ):
            object.__setattr__(self, name, printable(getattr(self, name), most))


@dataclass(frozen=True, slots=True)
class InhaleAsked:
    """The person was asked to breathe in slowly, which tells how the strap moves with an inhale.

    Parameters
    ----------
    time_ns : int
        When the inhale was to begin.
    seconds : float
        How long it was to last.
    """

    time_ns: int
    seconds: float
