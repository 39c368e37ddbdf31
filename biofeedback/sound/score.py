"""The score: the practice sets what should be heard, and a renderer reads it; imports nothing slow."""

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
"""Brightness of the breath's tone while it does not show the response."""


FADE_S: Final = 0.125
"""Time in which the volume changes over its whole range."""


class Timbre(StrEnum):
    """The sound of the breath; the settings use the same words."""

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
"""Cues at the start of a programme's step."""


@dataclass(slots=True)
class Score:
    """What should be heard now; one thread sets it while another renders it.

    Parameters
    ----------
    guide : Guide
        The guide that the tone follows; it is silent before the start and in pauses.
    guide_until_s : float
        Time at which the sound of the guide ends.
    volume : float
        Volume of all sounds, 0 silent to 1.
    brightness : float
        Brightness of the breath's tone, 0 dull to 1 bright.
    cues : deque of Cue
        Cues to play at once; the renderer removes them.
    timbre : Timbre
        Sound of the breath.
    speaking : Speaking
        How much of the guide is spoken.
    phrases : mapping of Phrase to SoundSamples
        Speech of the voice; phrases that are missing are skipped.
    at_turn : deque of Phrase
        Phrases for the next turns of the guide; the renderer removes them.
    said : deque of SoundSamples
        Speech to play at once; the renderer removes it.
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
