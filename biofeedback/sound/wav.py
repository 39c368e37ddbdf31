"""The sound of a guide as a WAV file, for a player without this program."""

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.pacing.guide import Guide
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples
from biofeedback.sound.score import Cue, Score
from biofeedback.sound.track import SoundTrack
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.message import message
from sessions.private_file import new_private_file

_BLOCK: Final = 4096
_BELL_S: Final = 5.0
_FULL_SCALE: Final = 32767

_MOST_MINUTES: Final = 600.0
"""Ten hours take 3.2 GB; the length in the header of a WAV file ends at 4 GB."""


class SoundFileError(BiofeedbackError):
    """A sound that has no room in a file."""


def write_wav(path: Path, pattern: BreathPattern, *, minutes: float, volume: float = 1.0) -> None:
    """Write guided breathing and the bell after it, 16 bits, one channel.

    Parameters
    ----------
    path : Path
        The new file.
    pattern : BreathPattern
        Rate and ratio.
    minutes : float
        Of guided breathing.
    volume : float, optional
        0 to 1.

    Raises
    ------
    SoundFileError
        If so long a sound has no room in a WAV file.
    SessionFileError
        If the file exists, or can't be written.
    """
    if minutes > _MOST_MINUTES:
        raise SoundFileError(
            message("sound.too_long", minutes=minutes),
            message("sound.too_long.advice", most_minutes=_MOST_MINUTES),
        )
    score = Score(Guide(pattern, running=True), volume)
    with new_private_file(path) as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE_HZ)
        for block in _blocks(score, 60.0 * minutes):
            sound.writeframesraw(np.rint(block * _FULL_SCALE).astype("<i2").tobytes())


def _blocks(score: Score, practised_s: float) -> Iterator[SoundSamples]:
    track = SoundTrack(score)
    end, all_frames = (round(one * SAMPLE_RATE_HZ) for one in (practised_s, practised_s + _BELL_S))
    begin = 0
    while begin < all_frames:
        if begin == end:
            score.guide = score.guide.changed(practised_s, score.guide.pattern, running=False)
            score.cues.append(Cue.END)
        until = min(begin + _BLOCK, end if begin < end else all_frames)
        yield track.render(begin / SAMPLE_RATE_HZ, until / SAMPLE_RATE_HZ, until - begin)
        begin = until
