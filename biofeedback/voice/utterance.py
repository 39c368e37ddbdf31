"""What a voice is to say, and the interface that every voice has."""

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
"""Characters that are said at most; a step's text has 140."""

_SENTENCE_END: Final = re.compile(r"[.!?:](?=\s)")

_COMMANDS: Final = str.maketrans({"[": "(", "]": ")", "<": "", ">": "", "&": " "})
"""Voices take some brackets for commands or mark-up of their own."""


class VoiceError(BiofeedbackError):
    """Something that a voice can't say."""


class VoiceStoppedError(VoiceError):
    """A voice that fails or hangs; it is asked no more."""


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
        How long it may last; a system's voice then speaks faster, or leaves out the last sentences.
    """

    text: str
    recording: str
    most_s: float = math.inf

    @property
    def plain(self) -> str:
        """The words without anything that a voice could take for an option or a command."""
        return printable(self.text, LONGEST_SPOKEN).translate(_COMMANDS).lstrip("-/@ ")

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The plain words, then without the last sentence, and so on; the last one is the first sentence."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.plain)]
        return (self.plain, *(self.plain[:end].rstrip() for end in reversed(ends)))


class Voice(Protocol):
    """Says something; the one interface behind which system voices and recordings lie."""

    @property
    def name(self) -> Message:
        """What it is, in a few words."""

    def say(
        self, utterance: Utterance, language: str, *, should_stop: Callable[[], bool] = bool
    ) -> SpeechSamples | None:
        """Return what is heard; None where this voice does not have it.

        Parameters
        ----------
        utterance : Utterance
            What to say.
        language : str
            Code of its language, such as ``de``.
        should_stop : callable, optional
            Asked while it works; where it is true, the voice gives up and returns None.

        Raises
        ------
        VoiceError
            If it fails, or takes longer than it may.
        """
