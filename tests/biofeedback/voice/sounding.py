"""Recordings that a test makes, and voices that say what it wants."""

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.voice.utterance import SPEECH_RATE_HZ, SpeechSamples, Utterance
from devices.message import Message, verbatim

SPOKEN_HZ: Final = 1300.0
"""A frequency that no other sound of the program has at that strength."""


def spoken(seconds: float = 0.6) -> SpeechSamples:
    """Return something as loud and short as a phrase, that begins at once."""
    time_s = np.arange(round(seconds * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    edge = np.minimum(1.0, np.minimum(time_s, seconds - time_s) / 0.005)
    samples: SpeechSamples = (0.12 * edge * np.sin(2.0 * np.pi * SPOKEN_HZ * time_s)).astype(np.float32)
    return samples


def write_recording(path: Path, *, seconds: float = 0.6, rate_hz: int = 22_050) -> None:
    """Write what somebody might have recorded: silence, then a phrase, then silence."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    tone = 0.3 * np.sin(2.0 * np.pi * 400.0 * time_s)
    pause = np.zeros(round(0.3 * rate_hz))
    samples = np.concatenate([pause, tone, pause])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.rint(32767.0 * samples).astype("<i2").tobytes())


class SaysAll:
    """A voice that says anything in the same way, and remembers what."""

    def __init__(self, seconds: float = 0.6) -> None:
        self.said: list[tuple[str, str]] = []
        self._seconds = seconds

    @property
    def name(self) -> Message:
        return verbatim("test voice")

    def say(
        self,
        utterance: Utterance,
        language: str,
        *,
        should_stop: Callable[[], bool] = bool,  # noqa: ARG002
    ) -> SpeechSamples | None:
        self.said.append((utterance.text, language))
        return spoken(self._seconds)
