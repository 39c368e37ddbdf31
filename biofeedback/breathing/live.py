"""Breathing while it is breathed: frames and beats in, breaths and what is known now out."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.acceleration import BreathingNow
from biofeedback.breathing.chest.cycles import Breath
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase, MeasuredPhase
from biofeedback.breathing.chest.witnesses.sign import WEAK_WITNESSES
from biofeedback.breathing.course import BreathCourse, course_of, unrest
from biofeedback.breathing.fusion import FusedBreathing
from biofeedback.breathing.heart.rolling_rate import FRESH_S

_LOOK_EVERY_S: Final = 0.5
_STALE_S: Final = 3.0
"""Without a frame for so long, nothing is known of now: a strap sends one each 0.36 s, in bursts at times."""


_MOST_UNREST: Final = 0.09
"""Of simulated people who breathe unevenly at 7 /min, the half foretold is wrong 4 times in 10 beyond. It
is so for 2 % of the time of those who follow a guide."""


_NEAR_SDS: Final = 0.42
"""Standard errors of a turn within which the half of the breath is not shown."""


class BreathingLook(NamedTuple):
    """What is known of the breathing.

    Parameters
    ----------
    time_s : float
        When.
    now : BreathingNow
        Where no movement came of late, the rate alone.
    unrest : float
        How unevenly the person breathes (see `unrest`).
    moved : bool
        Whether movement came of late.
    """

    time_s: float
    now: BreathingNow
    unrest: float
    moved: bool

    @property
    def knows_inhale(self) -> bool:
        """Whether inhale and exhale are known now, well enough to judge how somebody breathes."""
        return self.now.inhaling is not None and self.now.known_by not in WEAK_WITNESSES

    @property
    def course(self) -> BreathCourse | None:
        """The breath of the moment as it is foretold; None where phase or sign are unknown, or all uneven."""
        if self.now.phase is None or self.now.inhaling is None:
            return None
        told = self.now.forecast
        if told is None or told.by_turns:
            if self.unrest > _MOST_UNREST:
                return None
            course = course_of(self.now.phase, self.time_s, inhaling=self.now.inhaling)
        else:
            course = BreathCourse(told.inhale_s, told.inhale_length_s, told.period_s, until_s=told.until_s)
        if told is None:
            return course
        return replace(
            course,
            inhale_unsure_s=_NEAR_SDS * told.inhale_sd_s,
            exhale_unsure_s=_NEAR_SDS * told.exhale_sd_s,
        )


class LiveBreathing:
    """Reads the breathing of one strap's wearer as it comes.

    It never hears of the guide.

    Parameters
    ----------
    expected : HeartPhase, optional
        As for `AccelerationBreathing`.
    """

    def __init__(self, expected: HeartPhase = ANYBODY) -> None:
        self._expected = expected
        self._source = FusedBreathing(expected)
        self._moved_s = -math.inf
        self._known: tuple[int, float] | None = None
        self._look: BreathingLook | None = None
        self._settled_s = -math.inf
        self.breaths: tuple[Breath, ...] = ()

    @property
    def heart_phases(self) -> tuple[MeasuredPhase, ...]:
        """How far the heart lagged behind the lungs; see `AccelerationBreathing.heart_phases`."""
        return self._source.heart_phases

    def add(self, time_s: Floats, acceleration_mg: Floats) -> None:
        """Take samples of acceleration, ``(n,)`` and ``(n, 3)``, n not 0, on the session's clock."""
        self._source.add(time_s, acceleration_mg)
        self._moved_s = float(time_s[-1])
        points = self._source.points
        known = (len(points), points[-1].time_s) if points else None
        if known != self._known:
            self._known, self._look = known, None
            self.breaths = tuple(self._source.breaths)

    def add_ecg(self, time_s: Floats, ecg_uv: Floats) -> None:
        """Take samples of the ECG, ``(n,)`` each, on the session's clock."""
        self._source.add_ecg(time_s, ecg_uv)

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Take beats whose time and label are for good; they tell inhale from exhale."""
        self._source.add_beats(beats)

    def calibrate(self, begin_s: float, end_s: float) -> None:
        """Take that the person was asked to breathe in slowly, and did, from one moment to another."""
        self._source.calibrate(begin_s, end_s)

    def begin_anew(self) -> None:
        """Forget what was learnt, but not the strap's clock: the beats turned out to be none."""
        self._source = FusedBreathing(self._expected)
        self._known, self._look, self.breaths = None, None, ()

    def look(self, time_s: float, *, rated: bool = True) -> BreathingLook | None:
        """Tell what is known, anew twice a second and with each turn; None where nothing came of late.

        Parameters
        ----------
        time_s : float
            Now.
        rated : bool, optional
            Whether the rate is wanted too. It costs as much as all else, so always ask in the same way.
        """
        if time_s - self._source.until_s > FRESH_S:
            return None
        if self._look is None or not 0.0 <= time_s - self._look.time_s < _LOOK_EVERY_S:
            now = self._source.at(time_s, rated=rated)
            uneven = 0.0 if now.phase is None else unrest(now.phase, time_s, self._source.points)
            moved = time_s - self._moved_s <= _STALE_S
            self._look = BreathingLook(time_s, now if moved else _still(now), uneven, moved=moved)
        return self._look

    def take_settled(self) -> tuple[Breath, ...]:
        """Return the breaths, each once, whose turns are for good: a later turn has been told."""
        if self._known is None:
            return ()
        last_s = self._known[1]
        settled = tuple(
            breath
            for breath in self.breaths
            if breath.end_s < last_s and 0.5 * (breath.begin_s + breath.end_s) > self._settled_s
        )
        if settled:
            self._settled_s = settled[-1].end_s
        return settled


def _still(now: BreathingNow) -> BreathingNow:
    return replace(now, phase=None, inhaling=None, last_breath=None, moving=False)
