"""The heart's responses to the guide's breaths: the data of the resonance finder."""

import cmath
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from biofeedback.beats.beats import Beat
from biofeedback.pacing.guide import Guide, Stage, Turn
from biofeedback.response.response import LAG_S, breath_response
from devices.breath_pattern import RATIO_RANGE, BreathPattern

_SETTLE_BREATHS: Final = 1
"""Breaths that the heart needs to settle after a clear change of rate: one, unless its resonance is sharper
than in people."""

_LITTLE: Final = 0.02
"""Relative change of a breath's length, up to which the heart need not settle."""

_LABELLED_AFTER: Final = 3
"""Number of later beats after which a beat's label is final (see `artefacts.py`)."""

_PATIENCE_S: Final = 15.0
"""How long to wait for beats after a breath's end: the slowest straps are 3 s late."""

_LUNG_PHASES: Final = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """The heart's response to one breath.

    Parameters
    ----------
    inhale_s : float
        Start of the inhale.
    rate_per_min : float
        Rate of this breath.
    lungs : complex
        Fundamental of the guide's lung position, defined like `BreathResponse.fundamental_ms` of intervals.
    response_per_min : complex
        Swing of the heart rate for a full breath, from the fundamentals of both. Its size is in beats per
        minute; its angle in radians is the lead of the heart rate over the guide's breath.
    """

    inhale_s: float
    rate_per_min: float
    lungs: complex
    response_per_min: complex


class Answers:
    """Collects the heart's responses to the guide's breaths in one session.

    It uses the turns of the guide, not those of measured breaths: they are exact, and available with every
    strap.
    """

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self._guide = Guide()
        self._time_s = 0.0
        self._turns: list[Turn] = []
        self._waiting: deque[tuple[float, float, float]] = deque()
        self._settled = 0
        self._period_s = 0.0

    def take(self, guide: Guide, time_s: float, beats: Sequence[Beat]) -> None:
        """Process one state; call this for every state, or once a second.

        Parameters
        ----------
        guide : Guide
            The guide at that time.
        time_s : float
            Current time on the session's clock.
        beats : sequence of Beat
            At least the beats of the last breath and 15 s more.
        """
        if guide is not self._guide:
            self._take_turns(self._guide.turns(self._time_s, guide.anchor_s))
            if not guide.running:
                self._turns, self._settled = [], 0
            self._guide, self._time_s = guide, guide.anchor_s
        self._take_turns(guide.turns(self._time_s, time_s))
        self._time_s = max(self._time_s, time_s)
        while self._waiting and self._is_heard(self._waiting[0][2], beats):
            self._judge(*self._waiting.popleft(), beats)

    def _take_turns(self, turns: Sequence[Turn]) -> None:
        for turn in turns:
            if turn.stage is Stage.INHALE:
                if len(self._turns) == 2:
                    self._waiting.append((self._turns[0].time_s, self._turns[1].time_s, turn.time_s))
                self._turns = [turn]
            elif turn.stage is Stage.EXHALE and self._turns:
                self._turns.append(turn)

    def _is_heard(self, end_s: float, beats: Sequence[Beat]) -> bool:
        """Whether the beats of a breath have arrived with final labels, or are no longer expected."""
        late = len(beats) > _LABELLED_AFTER and beats[-1 - _LABELLED_AFTER].time_s > end_s + LAG_S
        return late or self._time_s > end_s + _PATIENCE_S

    def _judge(self, inhale_s: float, exhale_s: float, end_s: float, beats: Sequence[Beat]) -> None:
        period_s = end_s - inhale_s
        steady = abs(period_s - self._period_s) <= _LITTLE * period_s
        self._settled, self._period_s = (self._settled + 1 if steady else 0), period_s
        response = breath_response(beats, inhale_s, exhale_s, end_s)
        if self._settled >= _SETTLE_BREATHS and response is not None:
            lungs = _lung_fundamental(round((exhale_s - inhale_s) / period_s, 3))
            heart_per_min = -response.fundamental_ms * 60000.0 / response.mean_rr_ms**2
            self.answers.append(Answer(inhale_s, 60.0 / period_s, lungs, heart_per_min / lungs))


@lru_cache(maxsize=32)
def _lung_fundamental(inhale_share: float) -> complex:
    """Fundamental of the guide's lung position, defined like `BreathResponse.fundamental_ms`."""
    # A share of 0.667 corresponds to a ratio of 0.4993, slightly outside the range.
    ratio = min(max((1.0 - inhale_share) / inhale_share, RATIO_RANGE[0]), RATIO_RANGE[1])
    guide = Guide(BreathPattern(6.0, ratio), running=True)
    period_s = guide.pattern.period_s
    phases = [k / _LUNG_PHASES for k in range(_LUNG_PHASES)]
    turned = [
        guide.at(phase * period_s).lung_position * cmath.exp(-2j * cmath.pi * phase) for phase in phases
    ]
    return 2.0 * sum(turned) / _LUNG_PHASES
