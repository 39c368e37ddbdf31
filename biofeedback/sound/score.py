"""What is to be heard: set by the practice, read by whoever renders it; imports nothing heavy."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final

from biofeedback.pacing.guide import Guide
from biofeedback.voice.phrases import Phrase, Speaking
from devices.steps import StepSound

if TYPE_CHECKING:
    from biofeedback.sound.cues import SoundSamples

NEUTRAL_BRIGHTNESS: Final = 0.25
"""Of the breath's tone while it tells nothing of the response."""


FADE_S: Final = 0.125
"""For the volume to go from one end to the other."""


class Timbre(StrEnum):
    """What the breath sounds like; the settings have the same words."""

    PAD = "pad"
    SEA = "sea"
    BOWL = "bowl"


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
    guide_until_s : float
        The guide is heard until then.
    volume : float
        Of all that sounds, 0 silent to 1.
    brightness : float
        Of the breath's tone, 0 dull to 1 bright.
    cues : deque of Cue
        To sound at once; the renderer takes them out.
    timbre : Timbre
        What the breath sounds like.
    speaking : Speaking
        How much of the guide is spoken.
    phrases : mapping of Phrase to SoundSamples
        What the voice can say; phrases that are not there stay unsaid.
    at_turn : deque of Phrase
        To be said at the next turn of the guide; the renderer takes them out.
    said : deque of SoundSamples
        To be said at once; the renderer takes them out.
    """

    guide: Guide = field(default_factory=Guide)
    volume: float = 1.0
    brightness: float = NEUTRAL_BRIGHTNESS
    cues: deque[Cue] = field(default_factory=deque)
    timbre: Timbre = Timbre.PAD
    speaking: Speaking = Speaking.OFF
    phrases: "Mapping[Phrase, SoundSamples]" = field(default_factory=dict)
    at_turn: deque[Phrase] = field(default_factory=deque)
    said: "deque[SoundSamples]" = field(default_factory=deque)
    guide_until_s: float = math.inf
