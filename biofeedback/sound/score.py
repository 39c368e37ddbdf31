"""What is to be heard: set by the practice, read by whoever renders it; imports nothing heavy."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from biofeedback.pacing.guide import Guide
from devices.steps import StepSound

NEUTRAL_BRIGHTNESS: Final = 0.25
"""Of the breath's tone while it tells nothing of the response."""


FADE_S: Final = 0.125
"""For the volume to go from one end to the other."""


class Cue(Enum):
    """The short sounds, each with its own character."""

    INHALE = "inhale"
    EXHALE = "exhale"
    HOLD = "hold"
    SIGNAL_LOST = "signal lost"
    END = "end"
    BELL = "bell"
    TONE = "tone"


STEP_CUES: Final = {StepSound.BELL: Cue.BELL, StepSound.TONE: Cue.TONE}
"""What is heard when a step of a programme begins."""


@dataclass(slots=True)
class Score:
    """What is to be heard now; one thread sets it while another renders.

    Parameters
    ----------
    guide : Guide
        Followed by the tone; nothing of it is heard before the start and while it is paused.
    volume : float
        Of all that sounds, 0 silent to 1.
    brightness : float
        Of the breath's tone, 0 dull to 1 bright.
    cues : deque of Cue
        To sound at once; the renderer takes them out.
    """

    guide: Guide = field(default_factory=Guide)
    volume: float = 1.0
    brightness: float = NEUTRAL_BRIGHTNESS
    cues: deque[Cue] = field(default_factory=deque)
