"""The heart's response to each breath while the guide runs; measured breaths are used where they exist."""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from biofeedback.beats.beats import BeatClock
from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.pacing.guide import Guide, Stage, Turn
from biofeedback.response.response import LAG_S
from biofeedback.response.rsa import BreathTimes, GuidedBreath
from devices.guided_spans import GuidedTime

_JUDGE_PATIENCE_S: Final = 6.0
"""A breath waits this long, after its end and the strap's latency, for its last beats and their labels."""


class BreathResponses:
    """Judges the breaths one after the other, each span of time once.

    While the person's own inhale and exhale are known, the person's breaths are judged as they become final,
    and a sigh gets no response. The guide's breaths are then dropped. At other times the guide's breaths are
    judged.

    Parameters
    ----------
    keep : int or None
        Number of breaths to keep; None keeps all.
    """

    def __init__(self, keep: int | None) -> None:
        self.breaths: deque[GuidedBreath] = deque(maxlen=keep)
        self._turns: list[Turn] = []
        self._waiting: deque[GuidedBreath] = deque()
        self._known_since_s = math.inf
        self._judged_until_s = -math.inf
        self._doubted_until_s = -math.inf

    def pause(self) -> None:
        """Drop the breath that has begun, because the guide does not run or nobody was there."""
        self._turns = []

    def turn(self, turn: Turn) -> None:
        """Take a turn of the guide."""
        if turn.stage is not Stage.INHALE:
            if self._turns and turn.stage is Stage.EXHALE:
                self._turns.append(turn)
            return
        if len(self._turns) == 2:
            inhale, exhale = self._turns
            self._waiting.append(GuidedBreath(inhale.breath, inhale.time_s, exhale.time_s, turn.time_s))
        self._turns = [turn]

    def know_breathing(self, time_s: float, *, known: bool) -> None:
        """Record whether the person's own breathing is known now, including inhale and exhale."""
        if not known:
            self._known_since_s = math.inf
        elif self._known_since_s == math.inf:
            self._known_since_s = time_s

    def add_measured(self, breaths: Iterable[Breath], guide: Guide, guided: GuidedTime) -> None:
        """Take breaths with final turns; for disturbed breaths, the guide's breaths are used instead.

        Parameters
        ----------
        breaths : iterable of Breath
            In order. Breaths that began while the guide did not run are skipped.
        guide : Guide
            The guide as it is now.
        guided : GuidedTime
            When the guide has run.
        """
        for one in breaths:
            if one.is_witnessed and guided.holds(one.begin_s):
                number = guide.at(max(one.begin_s, guide.anchor_s)).breath
                counted = one.label is BreathLabel.NORMAL
                breath = GuidedBreath(number, one.begin_s, one.turn_s, one.end_s, counted=counted)
                self._waiting.append(replace(breath, times=BreathTimes.MEASURED))

    def judge(self, time_s: float, clock: BeatClock, *, doubtful: bool) -> None:
        """Judge the breaths that have all their beats; breaths that waited too long get no response.

        Parameters
        ----------
        time_s : float
            The present time.
        clock : BeatClock
            The beats.
        doubtful : bool
            Whether the intervals that come now are not measured beats.
        """
        beats = clock.beats
        while self._waiting:
            breath = self._waiting[0]
            end_s = breath.next_inhale_s + LAG_S
            patient_until_s = end_s + clock.latency_s + _JUDGE_PATIENCE_S
            if clock.confirmed_until_s <= end_s and time_s < patient_until_s:
                return
            self._waiting.popleft()
            if self._is_replaced(breath):
                continue
            heard = bool(beats) and beats[-1].time_s > end_s
            if heard and not doubtful and breath.inhale_s > self._doubted_until_s:
                breath = breath.judged(beats)
            self._judged_until_s = breath.next_inhale_s
            self.breaths.append(breath)

    def doubt(self, first_s: float, last_s: float) -> None:
        """Withdraw the responses to breaths with beats that turned out to be false."""
        self._doubted_until_s = last_s
        for i, breath in enumerate(self.breaths):
            if breath.inhale_s <= last_s and breath.next_inhale_s >= first_s:
                self.breaths[i] = breath.unknown()

    def _is_replaced(self, breath: GuidedBreath) -> bool:
        """Whether most of a breath has been judged already, or the person's own breath will replace it."""
        middle_s = 0.5 * (breath.inhale_s + breath.next_inhale_s)
        own_comes = breath.times is BreathTimes.GUIDE and middle_s > self._known_since_s
        return own_comes or middle_s <= self._judged_until_s
