"""The sound of a guide as a WAV file, for a player without this program."""

import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.pacing.guide import Guide
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples
from biofeedback.sound.score import STEP_CUES, Cue, Score
from biofeedback.sound.track import SoundTrack
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.events import GuideChanged
from devices.message import message
from devices.steps import StepChanged
from sessions.private_file import new_private_file

_BLOCK: Final = 4096
_MOST_AT_ONCE_NS: Final = 10_000_000_000
"""How far a programme is moved at once: it takes a longer silence for a computer that was suspended."""

_BELL_S: Final = 5.0
_FULL_SCALE: Final = 32767

_MOST_MINUTES: Final = 600.0
"""Ten hours take 3.2 GB; the length in the header of a WAV file ends at 4 GB."""

_SECOND_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Moment:
    """When the guide changes, or something is struck."""

    time_ns: int
    guide: Guide
    cue: Cue | None = None


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
    _write(path, _guided(pattern, round(60.0 * minutes * _SECOND_NS)), minutes, volume)


def write_programme_wav(path: Path, player: ProgrammePlayer, *, volume: float = 1.0) -> None:
    """Write a programme: the guide where it has one, what is heard when its steps begin, the bell after it.

    Parameters
    ----------
    path : Path
        The new file.
    player : ProgrammePlayer
        Not begun yet.
    volume : float, optional
        0 to 1.

    Raises
    ------
    SessionFileError
        If the file exists, or can't be written.
    """
    _write(path, _played(player), player.seconds / 60.0, volume)


def _write(path: Path, moments: Iterable[_Moment], minutes: float, volume: float) -> None:
    if minutes > _MOST_MINUTES:
        raise SoundFileError(
            message("sound.too_long", minutes=minutes),
            message("sound.too_long.advice", most_minutes=_MOST_MINUTES),
        )
    with new_private_file(path) as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE_HZ)
        for block in _blocks(moments, volume):
            sound.writeframesraw(np.rint(block * _FULL_SCALE).astype("<i2").tobytes())


def _guided(pattern: BreathPattern, end_ns: int) -> Iterator[_Moment]:
    """Yield what happens in a practice at one pace."""
    yield _Moment(0, Guide(pattern, running=True))
    yield _Moment(
        end_ns, Guide(pattern, running=True).changed(end_ns / _SECOND_NS, pattern, running=False), Cue.END
    )


def _played(player: ProgrammePlayer) -> Iterator[_Moment]:
    """Yield what happens in a programme."""
    guide, now_ns = Guide(), 0
    events = player.run(0, running=True)
    while True:
        cue = None
        for event in events:
            if isinstance(event, GuideChanged):
                guide = guide.changed(now_ns / _SECOND_NS, event.pattern, running=event.running)
            elif isinstance(event, StepChanged) and event.running:
                cue = STEP_CUES.get(event.sound)
        due_ns = player.next_ns(now_ns)
        yield _Moment(now_ns, guide, cue if due_ns is not None else Cue.END)
        if due_ns is None:
            return
        now_ns = min(due_ns, now_ns + _MOST_AT_ONCE_NS)
        events = player.follow(now_ns)


def _blocks(moments: Iterable[_Moment], volume: float) -> Iterator[SoundSamples]:
    """Render from moment to moment, so that each cue begins with a block; the last one rings out."""
    score = Score(volume=volume)
    track = SoundTrack(score)
    begin = 0
    for moment in moments:
        yield from _rendered(track, begin, begin := round(moment.time_ns * SAMPLE_RATE_HZ / _SECOND_NS))
        score.guide = moment.guide
        if moment.cue is not None:
            score.cues.append(moment.cue)
    yield from _rendered(track, begin, begin + round(_BELL_S * SAMPLE_RATE_HZ))


def _rendered(track: SoundTrack, begin: int, end: int) -> Iterator[SoundSamples]:
    while begin < end:
        until = min(begin + _BLOCK, end)
        yield track.render(begin / SAMPLE_RATE_HZ, until / SAMPLE_RATE_HZ, until - begin)
        begin = until
