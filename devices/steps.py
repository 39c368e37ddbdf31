"""Events of a programme's steps: the text on the screen, and what may be measured meanwhile."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from devices.printable import LONGEST_NAME, printable

FADING_PROGRAMME: Final = "fading-guide"
"""The practice with a fading guide: in steps without a guide, the person tries to keep its pace."""

LONGEST_SHOWN_TEXT: Final = 300
"""Most characters of a step's text in a session file from any source; a programme allows fewer."""


class Measured(StrEnum):
    """What the program may show while a step runs."""

    RESPONSE = "response"
    ORDINARY = "ordinary"
    MOVING = "moving"
    NOTHING = "nothing"


class StepSound(StrEnum):
    """Sound at the start of a step."""

    NONE = "none"
    BELL = "bell"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class StepChanged:
    """A step of a programme began, paused or continues; complete, so that a replay needs no programme.

    Parameters
    ----------
    time_ns : int
        Time of the change.
    running : bool
        Whether the step runs; false before, after and during a pause of the programme.
    programme : str
        The programme's name.
    number, steps : int
        The step's number among the steps that take place, from 1, and their total number.
    gone_s, seconds : float
        Elapsed time of the step, and its duration.
    text : str
        The text on the screen, as it was shown.
    measured : Measured
        What the program may show meanwhile.
    region : str
        English name of the part of the body in this step; empty for none.
    sound : StepSound
        Sound at the start of the step.
    heart_rate_shown : bool
        Whether the heart rate may be shown; false in autogenic training.
    heart_rate_in_motion : bool
        Whether it is shown even while the body moves, as in gentle movement.
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
    """The person was asked to breathe in slowly, to find out how the strap moves with an inhale.

    Parameters
    ----------
    time_ns : int
        Requested start of the inhale.
    seconds : float
        Requested duration.
    """

    time_ns: int
    seconds: float
