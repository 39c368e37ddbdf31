"""A score rendered block by block, as a function of the session's time; pure."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.pacing.guide import Guide, GuidePosition, Stage, Turn
from biofeedback.pacing.shown_curve import shown_position
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples, render_cue
from biofeedback.sound.score import FADE_S, Cue, Score
from biofeedback.sound.tone import BreathTone

_TONE_LEVEL: Final = 0.16
_CONTROL_S: Final = 0.01
"""The guide is asked this often; in between the tone is led in straight lines."""

_LATE_S: Final = 0.3
"""A turn that the sound has missed by no more than this is struck at once; later ones are let go."""

_MOST_A_SECOND: Final = (6.0, 8.0, 0.5, 1.0 / FADE_S)
"""How fast height, swell, brightness and gain may change; the guide itself stays below the first two."""

_EXHALE_END: Final = 0.4
"""Loudness at the end of the exhale, as a share of that at its beginning, before it fades."""

_EXHALE_RISE_S, _EXHALE_FADE_S = 0.8, 0.25
"""How long the tone of an exhale takes to begin, and to fade before the turn."""

_TICK_S: Final = 1.0
_LEAST_BEFORE_TURN_S: Final = 0.3
"""A tick so close to the end of a hold would blur the turn."""

_Controls = tuple[float, float, float, float]
"""Height and swell of the tone, its brightness, and the gain of all that sounds."""

_STAGE_CUES: Final = {Stage.INHALE: Cue.INHALE, Stage.HOLD: Cue.HOLD, Stage.EXHALE: Cue.EXHALE}


@dataclass(slots=True)
class _Ringing:
    samples: SoundSamples
    begin: int


class SoundTrack:
    """Renders a score, block by block.

    Parameters
    ----------
    score : Score
        What is to be heard; read anew with each block.
    sample_rate_hz : int, optional
        Samples a second.
    """

    def __init__(self, score: Score, sample_rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._score = score
        self.sample_rate_hz = sample_rate_hz
        self._cues = {cue: render_cue(cue, sample_rate_hz) for cue in Cue}
        self._tone = BreathTone(sample_rate_hz)
        self._heard: deque[tuple[int, Stage, bool]] = deque(maxlen=4)
        self._next_tick_s = math.inf
        self._ringing: list[_Ringing] = []
        self._controls: _Controls | None = None

    @property
    def is_ringing(self) -> bool:
        """Whether a cue is sounding, or waiting to."""
        return bool(self._score.cues or self._ringing)

    def render(self, from_s: float, until_s: float, frames: int) -> SoundSamples:
        """Render one block.

        Parameters
        ----------
        from_s, until_s : float
            When its first sample, and the first after it, are heard, in the session's time. A span that does
            not follow the last one makes no click.
        frames : int
            Its length, at least 1; the clock of a sound device runs at a pace of its own.

        Returns
        -------
        Samples
            The block, within ±1.
        """
        guide = self._score.guide
        if self._is_silent(guide):
            return np.zeros(frames, np.float32)
        turns = guide.turns(from_s - _LATE_S, until_s)
        place = frames / (until_s - from_s)
        begins = [max(0, math.ceil((turn.time_s - from_s) * place)) for turn in turns]
        height, swell, brightness, gain = self._lead(guide, from_s, place, frames, begins)
        self._strike_turns(guide, turns, begins)
        self._tick(guide, from_s, until_s, place)
        sound = self._tone.render(height, _TONE_LEVEL * swell, brightness)
        self._ring(sound)
        return (sound * gain).astype(np.float32)

    def _is_silent(self, guide: Guide) -> bool:
        """Whether nothing sounds and nothing is to: then a pause costs nothing."""
        if self._controls is None or self.is_ringing:
            return False
        _, swell, _, gain = self._controls
        return (not guide.running and swell == 0.0) or gain == self._score.volume == 0.0

    def _lead(
        self, guide: Guide, from_s: float, place: float, frames: int, begins: list[int]
    ) -> list[NDArray[np.float64]]:
        """Lead height, swell, brightness and gain through the block; a turn within it is met exactly."""
        parts = math.ceil(frames / place / _CONTROL_S)
        grid = {round(frames * part / parts) for part in range(1, parts + 1)}
        points = sorted(grid | {begin for begin in begins if 0 < begin < frames})
        controls = [self._controls or self._wanted(Guide(), from_s)]
        for begin, end in zip([0, *points], points, strict=False):
            wanted = self._wanted(guide, from_s + end / place)
            controls.append(_within_reach(controls[-1], wanted, (end - begin) / place))
        self._controls = controls[-1]
        moments = np.arange(frames)
        return [np.interp(moments, [0, *points], course) for course in zip(*controls, strict=True)]

    def _wanted(self, guide: Guide, time_s: float) -> _Controls:
        position = guide.at(time_s)
        swell = _swell(position) if guide.running else 0.0
        return shown_position(position), swell, self._score.brightness, self._score.volume

    def _strike_turns(self, guide: Guide, turns: tuple[Turn, ...], begins: list[int]) -> None:
        for turn, begin in zip(turns, begins, strict=True):
            # A breath may have two holds, with the lungs full and empty.
            name = turn.breath, turn.stage, guide.at(turn.time_s).lung_position > 0.5
            if name not in self._heard:
                self._heard.append(name)
                self._ringing.append(_Ringing(self._cues[_STAGE_CUES[turn.stage]], begin))
                self._next_tick_s = turn.time_s + _TICK_S if turn.stage is Stage.HOLD else math.inf
        while self._score.cues:
            self._ringing.append(_Ringing(self._cues[self._score.cues.popleft()], 0))

    def _tick(self, guide: Guide, from_s: float, until_s: float, place: float) -> None:
        """Count the seconds of a hold; those that a pause or a jump has passed over are let go."""
        while self._next_tick_s < until_s:
            ahead_s = guide.at(self._next_tick_s).remaining_s
            if guide.running and self._next_tick_s >= from_s and ahead_s > _LEAST_BEFORE_TURN_S:
                begin = math.ceil((self._next_tick_s - from_s) * place)
                self._ringing.append(_Ringing(self._cues[Cue.HOLD], begin))
            self._next_tick_s += _TICK_S

    def _ring(self, sound: SoundSamples) -> None:
        for ringing in self._ringing:
            begin = max(0, ringing.begin)
            rest = ringing.samples[begin - ringing.begin :][: sound.size - begin]
            sound[begin : begin + rest.size] += rest
            ringing.begin -= sound.size
        self._ringing = [one for one in self._ringing if one.begin + one.samples.size > 0]


def _swell(position: GuidePosition) -> float:
    """Return the loudness of the tone: it grows through the inhale and ebbs through the exhale.

    The exhale stays loud enough to be heard until just before the turn: somebody with closed eyes would take
    silence for the turn itself.
    """
    inhaled = math.acos(min(1.0, max(-1.0, 1.0 - 2.0 * position.lung_position))) / math.pi
    if position.stage is Stage.INHALE:
        return _slope(inhaled / 0.6) * _slope((1.0 - inhaled) / 0.25)
    if position.stage is Stage.EXHALE:
        ebb = _EXHALE_END + (1.0 - _EXHALE_END) * inhaled
        gone_s = position.remaining_s * (1.0 - inhaled) / max(inhaled, 1e-6)
        return _slope(gone_s / _EXHALE_RISE_S) * ebb * _slope(position.remaining_s / _EXHALE_FADE_S)
    return 0.0


def _slope(x: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, x)))


def _within_reach(now: _Controls, wanted: _Controls, span_s: float) -> _Controls:
    height, swell, brightness, gain = (
        a + min(most * span_s, max(-most * span_s, b - a))
        for a, b, most in zip(now, wanted, _MOST_A_SECOND, strict=True)
    )
    return height, swell, brightness, gain
