"""The texts for a voice, and the interface of every voice."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from devices.errors import BiofeedbackError
from devices.message import Message
from devices.printable import printable

SpeechSamples = NDArray[np.float32]
"""One channel at `SPEECH_RATE_HZ`, shape (frames,), full scale ±1; it begins with the first word."""

SPEECH_RATE_HZ: Final = 48_000

LONGEST_SPOKEN: Final = 300
"""Largest number of characters that a voice says; a step's text has up to 140."""

LONGEST_SPEECH_S: Final = 7200.0
"""Length of the longest programme; no speech is longer."""

_FADE_S: Final = 0.3
"""Time in which speech fades out that would go on after the end of its step."""

_SENTENCE_END: Final = re.compile(r"[.!?:](?=\s)")

_COMMANDS: Final = str.maketrans({"[": "(", "]": ")", "<": "", ">": "", "&": " "})
"""Replaces characters that some voices would read as commands or mark-up."""


class VoiceError(BiofeedbackError):
    """A voice can't say something."""


class VoiceStoppedError(VoiceError):
    """A voice fails or hangs; it is not used again."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to say.

    Parameters
    ----------
    text : str
        The words, in the language of the moment.
    recording : str
        Name of a person's own recording of it, without the ending.
    most_s : float
        Longest duration in seconds. To meet it, a system's voice speaks faster or skips the last sentences.
    """

    text: str
    recording: str
    most_s: float = math.inf

    @property
    def plain(self) -> str:
        """The words without anything that a voice could read as an option or a command."""
        return printable(self.text, LONGEST_SPOKEN).translate(_COMMANDS).lstrip("-/@ ")

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The plain words, then the same without the last sentence, and so on down to the first sentence."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.plain)]
        return (self.plain, *(self.plain[:end].rstrip() for end in reversed(ends)))


def faded_within(samples: SpeechSamples, seconds: float) -> SpeechSamples:
    """Return speech that ends in time: longer speech fades out before its end.

    Parameters
    ----------
    samples : SpeechSamples
        The speech.
    seconds : float
        Longest duration.
    """
    frames = max(0, round(min(seconds, LONGEST_SPEECH_S) * SPEECH_RATE_HZ))
    if samples.size <= frames:
        return samples
    cut = samples[:frames].copy()
    fade = min(frames, round(_FADE_S * SPEECH_RATE_HZ))
    cut[frames - fade :] *= (0.5 + 0.5 * np.cos(np.pi * np.arange(1, fade + 1) / fade)).astype(np.float32)
    return cut


class Voice(Protocol):
    """Says something; the common interface of system voices and recordings."""

    @property
    def name(self) -> Message:
        """A short description of the voice."""

    def say(
        self, utterance: Utterance, language: str, *, should_stop: Callable[[], bool] = bool
    ) -> SpeechSamples | None:
        """Return the speech; None if this voice does not have it.

        Parameters
        ----------
        utterance : Utterance
            What to say.
        language : str
            Code of its language, such as ``de``.
        should_stop : callable, optional
            Called during the work; if it returns true, the voice stops and returns None.

        Raises
        ------
        VoiceError
            If it fails or takes too long.
        """
