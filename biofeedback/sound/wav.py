"""Writes the sound of a guide to a WAV file, for any player."""

import math
import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.pacing.guide import LET_OUT_S, Guide
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.sound.announcer import BEFORE_NEXT_S, LAST_MINUTE_S, LEAST_SPLIT_S
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples
from biofeedback.sound.score import STEP_CUES, Cue, Score, Timbre
from biofeedback.sound.track import SoundTrack
from biofeedback.voice.phrases import Phrase, Speaking
from biofeedback.voice.utterance import faded_within
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.events import GuideBegin, GuideChanged
from devices.message import message
from devices.steps import StepChanged
from sessions.private_file import new_private_file

_BLOCK: Final = 4096
_MOST_AT_ONCE_NS: Final = 10_000_000_000
"""Largest step of a programme's time; the programme would treat a longer one as a suspended computer."""

_BELL_S: Final = 5.0
_FULL_SCALE: Final = 32767

_MOST_MINUTES: Final = 600.0
"""Ten hours take 3.2 GB; the header of a WAV file can give a length of at most 4 GB."""

_SECOND_NS: Final = 1_000_000_000


_SAME_TURN_S: Final = 0.05
"""No further breath begins if less than this is left, as in a practice on the screen."""


@dataclass(frozen=True, slots=True)
class FileSound:
    """The sound settings of a file.

    Parameters
    ----------
    volume : float
        0 to 1.
    timbre : Timbre
        Sound of the breath.
    phrases : mapping of Phrase to SoundSamples
        Speech for the guide; empty for no voice.
    texts : mapping of str to SoundSamples
        Speech for a programme's steps, by their text.
    """

    volume: float = 1.0
    timbre: Timbre = Timbre.PAD
    phrases: Mapping[Phrase, SoundSamples] = field(default_factory=dict)
    texts: Mapping[str, SoundSamples] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time at which the guide changes, or a cue or speech is played."""

    time_ns: int
    guide: Guide
    cue: Cue | None = None
    text: str = ""
    phrase: Phrase | None = None
    at_turn: Phrase | None = None


class SoundFileError(BiofeedbackError):
    """A sound is too long for a file."""


def write_wav(path: Path, pattern: BreathPattern, *, minutes: float, sound: FileSound | None = None) -> None:
    """Write guided breathing, 16 bits, one channel.

    It is the same as in the window: first an exhale, then whole breaths, then the bell after the exhale in
    which the time ends.

    Parameters
    ----------
    path : Path
        The new file.
    pattern : BreathPattern
        Rate and ratio.
    minutes : float
        Length of the guided breathing.
    sound : FileSound, optional
        The sound settings.

    Raises
    ------
    SoundFileError
        If the sound is too long for a WAV file.
    SessionFileError
        If the file exists or can't be written.
    """
    _write(path, _guided(pattern, 60.0 * minutes), minutes, sound or FileSound())


def write_programme_wav(path: Path, player: ProgrammePlayer, *, sound: FileSound | None = None) -> None:
    """Write a programme: the guide of its steps, the sounds at their starts, and the bell at the end.

    Parameters
    ----------
    path : Path
        The new file.
    player : ProgrammePlayer
        A player that has not started yet.
    sound : FileSound, optional
        The sound settings.

    Raises
    ------
    SessionFileError
        If the file exists or can't be written.
    """
    _write(path, _played(player), player.seconds / 60.0, sound or FileSound())


def guided_end_s(pattern: BreathPattern, practice_s: float) -> float:
    """Return when a practice ends: at the end of the breath in which its time ends.

    Parameters
    ----------
    pattern : BreathPattern
        The guide's pattern.
    practice_s : float
        Planned length, including the first exhale.
    """
    let_out_s = min(LET_OUT_S, pattern.exhale_s)
    breaths = math.ceil((practice_s - _SAME_TURN_S - let_out_s) / pattern.period_s)
    return let_out_s + max(1, breaths) * pattern.period_s


def _write(path: Path, moments: Iterable[_Moment], minutes: float, how: FileSound) -> None:
    if minutes > _MOST_MINUTES:
        raise SoundFileError(
            message("sound.too_long", minutes=minutes),
            message("sound.too_long.advice", most_minutes=_MOST_MINUTES),
        )
    with new_private_file(path) as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE_HZ)
        for block in _blocks(moments, how):
            sound.writeframesraw(np.rint(block * _FULL_SCALE).astype("<i2").tobytes())


def _guided(pattern: BreathPattern, practice_s: float) -> Iterator[_Moment]:
    """Yield the moments of a practice at one pace."""
    guide = Guide().changed(0.0, pattern, running=True, begin=GuideBegin.LET_OUT)
    end_s = guided_end_s(pattern, practice_s)
    yield _Moment(0, guide)
    if practice_s >= LEAST_SPLIT_S:
        for time_s, phrase in (
            (0.5 * end_s, Phrase.HALF_WAY),
            (end_s - LAST_MINUTE_S - 1.0, Phrase.LAST_MINUTE),
        ):
            yield _Moment(round(time_s * _SECOND_NS), guide, at_turn=phrase)
    stopped = guide.changed(end_s, pattern, running=False)
    yield _Moment(round(end_s * _SECOND_NS), stopped, Cue.END, phrase=Phrase.FINISHED)


def _played(player: ProgrammePlayer) -> Iterator[_Moment]:
    """Yield the moments of a programme."""
    guide, now_ns = Guide(), 0
    events = player.run(0, running=True)
    while True:
        cue, text = None, ""
        for event in events:
            if isinstance(event, GuideChanged):
                guide = guide.changed(now_ns / _SECOND_NS, event.pattern, running=event.running)
            elif isinstance(event, StepChanged) and event.running:
                cue, text = STEP_CUES.get(event.sound), event.text
        due_ns = player.next_ns(now_ns)
        if due_ns is None:
            yield _Moment(now_ns, guide, Cue.END)
            return
        yield _Moment(now_ns, guide, cue, text)
        now_ns = min(due_ns, now_ns + _MOST_AT_ONCE_NS)
        events = player.follow(now_ns)


def _blocks(moments: Iterable[_Moment], how: FileSound) -> Iterator[SoundSamples]:
    """Render from moment to moment, so that each cue starts with a block; the last cue rings out."""
    score = Score(volume=how.volume, timbre=how.timbre, phrases=how.phrases)
    score.speaking = Speaking.ALWAYS if how.phrases else Speaking.OFF
    track = SoundTrack(score)
    begin = 0
    known = list(moments)
    for number, (moment, following) in enumerate(zip_longest(known, known[1:])):
        yield from _rendered(track, begin, begin := round(moment.time_ns * SAMPLE_RATE_HZ / _SECOND_NS))
        score.guide = moment.guide
        # The track must know where the guide ends, so that it does not announce the next turn.
        stops_ns = following.time_ns if following is not None and not following.guide.running else None
        score.guide_until_s = math.inf if stops_ns is None else stops_ns / _SECOND_NS
        if moment.cue is not None:
            score.cues.append(moment.cue)
        if moment.at_turn is not None and moment.at_turn in how.phrases:
            score.at_turn.append(moment.at_turn)
        if moment.text in how.texts:
            left_s = (_said_until_ns(known, number) - moment.time_ns) / _SECOND_NS
            score.said.append(faded_within(how.texts[moment.text], left_s - BEFORE_NEXT_S))
        if moment.phrase is not None and moment.phrase in how.phrases:
            score.said.append(how.phrases[moment.phrase])
    yield from _rendered(track, begin, begin + round(_BELL_S * SAMPLE_RATE_HZ))


def _said_until_ns(moments: list[_Moment], number: int) -> int:
    """Return when the text of a moment must have been said: at the next text or cue."""
    later = (one.time_ns for one in moments[number + 1 :] if one.text or one.cue is not None)
    return next(later, moments[-1].time_ns)


def _rendered(track: SoundTrack, begin: int, end: int) -> Iterator[SoundSamples]:
    while begin < end:
        until = min(begin + _BLOCK, end)
        yield track.render(begin / SAMPLE_RATE_HZ, until / SAMPLE_RATE_HZ, until - begin)
        begin = until
