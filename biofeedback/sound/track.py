"""Renders a score block by block, as a function of the session's time; pure."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.pacing.guide import Guide, GuidePosition, Stage, Turn
from biofeedback.pacing.shown_curve import shown_position
from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples, render_cue
from biofeedback.sound.score import FADE_S, Cue, Score, Timbre
from biofeedback.sound.sea import SeaNoise
from biofeedback.sound.speaker import AHEAD_S, Speaker
from biofeedback.sound.tone import BreathTone

_TONE_LEVEL: Final = 0.16
_CONTROL_S: Final = 0.01
"""The guide is read this often; between these times the controls are interpolated linearly."""

_LATE_S: Final = 0.3
"""A turn that is late by at most this is struck at once; later ones are skipped."""

_BESIDE_SPEECH: Final = 0.5
"""Level of all other sounds while the voice speaks: 6 dB lower."""

_EXHALE_END: Final = 0.4
"""Loudness at the end of the exhale before it fades, as a share of the loudness at its beginning."""

_EXHALE_RISE_S, _EXHALE_FADE_S = 0.8, 0.25
"""Rise time of an exhale's tone, and its fade time before the turn."""

_TICK_S: Final = 1.0
_LEAST_BEFORE_TURN_S: Final = 0.3
"""A tick closer than this to the end of a hold is skipped, because it would blur the turn."""


class _Controls(NamedTuple):
    """The controls of the sound.

    Parameters
    ----------
    height : float
        Lung position, which sets the tone's pitch.
    pad, sea : float
        Loudness of the tone and of the noise.
    inflow : float
        1 during the inhale, 0 during the exhale.
    brightness : float
        Brightness of tone and noise.
    beside_speech : float
        Level of everything except the voice.
    gain : float
        Level of everything.
    """

    height: float
    pad: float
    sea: float
    inflow: float
    brightness: float
    beside_speech: float
    gain: float


_MOST_A_SECOND: Final = _Controls(6.0, 6.5, 6.5, 5.0, 0.5, 10.0, 1.0 / FADE_S)
"""Largest change of each control per second; the guide itself stays below the first three limits."""

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
        The score, which is read again for each block.
    sample_rate_hz : int, optional
        Samples per second.
    """

    def __init__(self, score: Score, sample_rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._score = score
        self.sample_rate_hz = sample_rate_hz
        self._cues = {
            timbre: {cue: render_cue(cue, sample_rate_hz, timbre=timbre) for cue in Cue} for timbre in Timbre
        }
        self._tone = BreathTone(sample_rate_hz)
        self._sea = SeaNoise(sample_rate_hz) if score.timbre is Timbre.SEA else None
        self._speaker = Speaker(score, sample_rate_hz)
        self._heard: deque[tuple[int, Stage, bool]] = deque(maxlen=4)
        self._next_tick_s = math.inf
        self._ringing: list[_Ringing] = []
        self._controls: _Controls | None = None

    @property
    def is_ringing(self) -> bool:
        """Whether a cue or speech is playing or waiting."""
        return bool(self._score.cues or self._ringing) or self._speaker.is_speaking

    def render(self, from_s: float, until_s: float, frames: int) -> SoundSamples:
        """Render one block.

        Parameters
        ----------
        from_s, until_s : float
            When its first sample, and the first sample after it, are heard, in the session's time. A span
            that does not follow the last one does not cause a click.
        frames : int
            Its length, at least 1; it may differ from the span, because a sound device has its own clock.

        Returns
        -------
        Samples
            The block, within ±1.
        """
        guide, guide_until_s = self._score.guide, self._score.guide_until_s
        if guide.running and from_s >= guide_until_s:
            guide = guide.changed(max(guide_until_s, guide.anchor_s), guide.pattern, running=False)
        if self._is_silent(guide):
            return np.zeros(frames, np.float32)
        turns = guide.turns(from_s - _LATE_S, min(until_s, guide_until_s))
        place = frames / (until_s - from_s)
        begins = [max(0, math.ceil((turn.time_s - from_s) * place)) for turn in turns]
        self._speaker.plan(guide, from_s, min(until_s, guide_until_s - AHEAD_S), place)
        led = self._lead(guide, from_s, place, frames, begins)
        height, pad, sea, inflow, brightness, beside_speech, gain = led
        self._strike_turns(guide, turns, begins)
        self._tick(guide, from_s, until_s, place)
        sound = np.zeros(frames, np.float32)
        if pad.any():
            sound += self._tone.render(height, _TONE_LEVEL * pad, brightness)
        if sea.any():
            self._sea = self._sea or SeaNoise(self.sample_rate_hz)
            sound += self._sea.render(height, _TONE_LEVEL * sea, inflow, brightness)
        self._ring(sound)
        sound *= beside_speech
        self._speaker.mix(sound)
        return (sound * gain).astype(np.float32)

    def _is_silent(self, guide: Guide) -> bool:
        """Return whether the block is silent, so that a pause takes no computing time."""
        if self._controls is None or self.is_ringing:
            return False
        is_still = not guide.running and self._controls.pad == self._controls.sea == 0.0
        return is_still or self._controls.gain == self._score.volume == 0.0

    def _lead(
        self, guide: Guide, from_s: float, place: float, frames: int, begins: list[int]
    ) -> list[NDArray[np.float64]]:
        """Return the course of all controls through the block; turns within it are exact."""
        parts = math.ceil(frames / place / _CONTROL_S)
        grid = {round(frames * part / parts) for part in range(1, parts + 1)}
        points = sorted(grid | {begin for begin in begins if 0 < begin < frames})
        controls = [self._controls or self._wanted(Guide(), from_s)]
        for begin, end in zip([0, *points], points, strict=False):
            wanted = self._wanted(guide, from_s + end / place)
            if self._speaker.is_speaking_at(end):
                wanted = wanted._replace(beside_speech=_BESIDE_SPEECH)
            controls.append(_within_reach(controls[-1], wanted, (end - begin) / place))
        self._controls = controls[-1]
        moments = np.arange(frames)
        return [np.interp(moments, [0, *points], course) for course in zip(*controls, strict=True)]

    def _wanted(self, guide: Guide, time_s: float) -> _Controls:
        position, score = guide.at(time_s), self._score
        swell = _swell(position) if guide.running else 0.0
        return _Controls(
            shown_position(position),
            swell if score.timbre is Timbre.PAD else 0.0,
            swell if score.timbre is Timbre.SEA else 0.0,
            float(position.stage is Stage.INHALE),
            score.brightness,
            1.0,
            score.volume,
        )

    def _strike_turns(self, guide: Guide, turns: tuple[Turn, ...], begins: list[int]) -> None:
        cues = self._cues[self._score.timbre]
        for turn, begin in zip(turns, begins, strict=True):
            # A breath may have two holds, with the lungs full and empty.
            name = turn.breath, turn.stage, guide.at(turn.time_s).lung_position > 0.5
            if name not in self._heard:
                self._heard.append(name)
                self._ringing.append(_Ringing(cues[_STAGE_CUES[turn.stage]], begin))
                self._next_tick_s = turn.time_s + _TICK_S if turn.stage is Stage.HOLD else math.inf
        while self._score.cues:
            self._ringing.append(_Ringing(cues[self._score.cues.popleft()], 0))

    def _tick(self, guide: Guide, from_s: float, until_s: float, place: float) -> None:
        """Play a tick for each second of a hold; skip ticks that a pause or a jump has passed."""
        while self._next_tick_s < until_s:
            ahead_s = guide.at(self._next_tick_s).remaining_s
            if guide.running and self._next_tick_s >= from_s and ahead_s > _LEAST_BEFORE_TURN_S:
                begin = math.ceil((self._next_tick_s - from_s) * place)
                self._ringing.append(_Ringing(self._cues[self._score.timbre][Cue.HOLD], begin))
            self._next_tick_s += _TICK_S

    def _ring(self, sound: SoundSamples) -> None:
        for ringing in self._ringing:
            begin = max(0, ringing.begin)
            rest = ringing.samples[begin - ringing.begin :][: sound.size - begin]
            sound[begin : begin + rest.size] += rest
            ringing.begin -= sound.size
        self._ringing = [one for one in self._ringing if one.begin + one.samples.size > 0]


def _swell(position: GuidePosition) -> float:
    """Return the loudness of the tone: it grows during the inhale and decreases during the exhale.

    The exhale stays audible until just before the turn. Somebody with closed eyes would mistake silence for
    the turn itself.
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
    return _Controls(
        *(
            a + min(most * span_s, max(-most * span_s, b - a))
            for a, b, most in zip(now, wanted, _MOST_A_SECOND, strict=True)
        )
    )
