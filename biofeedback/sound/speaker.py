"""Places speech in a track: phrases before their turns, and speech to be said at once; pure."""

import math
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.pacing.guide import Guide, Stage, Turn
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples
from biofeedback.sound.score import Score
from biofeedback.voice.phrases import Phrase, Speaking

AHEAD_S: Final = 0.1
"""A phrase begins this long before its turn, so that it is heard at the turn."""

FIRST_MINUTE_S: Final = 60.0
"""During this time each breath is spoken; later only some are."""

_EVERY_BREATHS: Final = 4
_SHOULDERS_FIRST: Final = 3
_SHOULDERS_EVERY: Final = 8
"""At the fourth breath, and later at each eighth, the voice says where to relax instead of "out"."""

_LATE_S: Final = 0.3
"""A phrase that is late by more than this is skipped."""

_CUT_S: Final = 0.05
"""Fade time of a phrase that is replaced by another one."""


class Speaker:
    """Places speech in the blocks of one track; one phrase at a time.

    Parameters
    ----------
    score : Score
        The score with the speech.
    sample_rate_hz : int, optional
        Samples per second.
    """

    def __init__(self, score: Score, sample_rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._score = score
        self._sample_rate_hz = sample_rate_hz
        self._passed: deque[tuple[int, Stage, bool]] = deque(maxlen=4)
        self._speech: list[tuple[SoundSamples, int]] = []
        """Samples, and their start in the next block; speech that has begun already has a negative start."""

    @property
    def is_speaking(self) -> bool:
        """Whether speech is playing or waiting."""
        return bool(self._speech or self._score.said)

    def plan(self, guide: Guide, from_s: float, until_s: float, place: float) -> None:
        """Place the speech that begins in a block.

        Parameters
        ----------
        guide : Guide
            The guide, whose turns are announced.
        from_s, until_s : float
            When the block begins and ends, in the session's time.
        place : float
            Frames per second of the session's time.
        """
        while self._score.said:
            self._say_at_once(self._score.said.popleft())
        if guide.at(from_s).breath == -1 and from_s - guide.anchor_s < _LATE_S:
            self._pass((-1, Stage.EXHALE, True), Phrase.LET_OUT, 0)
        for turn in guide.turns(from_s + AHEAD_S - _LATE_S, until_s + AHEAD_S):
            name = turn.breath, turn.stage, guide.at(turn.time_s).lung_position > 0.5
            begin = max(0, math.ceil((turn.time_s - AHEAD_S - from_s) * place))
            self._pass(name, _phrase(turn, guide.pattern.period_s), begin)

    def is_speaking_at(self, frame: int) -> bool:
        """Return whether speech is playing at a frame of the block."""
        return any(begin <= frame < begin + samples.size for samples, begin in self._speech)

    def mix(self, sound: NDArray[np.floating]) -> None:
        """Add the speech to a block, and advance to the next block."""
        for samples, begin in self._speech:
            at = max(0, begin)
            rest = samples[at - begin :][: max(0, sound.size - at)]
            sound[at : at + rest.size] += rest
        moved = [(samples, begin - sound.size) for samples, begin in self._speech]
        self._speech = [(samples, begin) for samples, begin in moved if begin + samples.size > 0]

    def _pass(self, name: tuple[int, Stage, bool], phrase: Phrase | None, begin: int) -> None:
        """Say a turn's phrase once; a requested phrase replaces the usual one."""
        if name in self._passed:
            return
        self._passed.append(name)
        is_usual = not self._score.at_turn
        wanted = phrase if is_usual else self._score.at_turn.popleft()
        allowed = self._score.speaking is Speaking.ALWAYS or (
            self._score.speaking is Speaking.START and self._is_early(name[0])
        )
        samples = None if wanted is None else self._score.phrases.get(wanted)
        if samples is None or not (allowed or not is_usual):
            return
        if is_usual and not self._is_due(name[0]):
            return
        if not any(start + one.size > begin for one, start in self._speech):
            self._speech.append((samples, begin))

    def _is_early(self, breath: int) -> bool:
        return breath * self._score.guide.pattern.period_s < FIRST_MINUTE_S

    def _is_due(self, breath: int) -> bool:
        return self._is_early(breath) or breath % _EVERY_BREATHS == 0

    def _say_at_once(self, samples: SoundSamples) -> None:
        fade = round(_CUT_S * self._sample_rate_hz)
        cut = []
        for one, begin in self._speech:
            if begin < 0:
                rest = one[-begin:][:fade].copy()
                rest *= (0.5 + 0.5 * np.cos(np.pi * np.arange(rest.size) / rest.size)).astype(np.float32)
                cut.append((rest, 0))
        self._speech = [*cut, (samples, 0)]


def _phrase(turn: Turn, period_s: float) -> Phrase | None:
    """Return the phrase of a turn; None for a hold, which has a tick."""
    if turn.stage is Stage.INHALE:
        return Phrase.IN
    if turn.stage is not Stage.EXHALE:
        return None
    is_early = turn.breath * period_s < FIRST_MINUTE_S
    eased = turn.breath == _SHOULDERS_FIRST if is_early else turn.breath % _SHOULDERS_EVERY == _EVERY_BREATHS
    return Phrase.SHOULDERS if eased else Phrase.OUT
