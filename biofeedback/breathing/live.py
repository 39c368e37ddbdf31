"""Live breathing: takes samples and beats, and returns breaths and the current state of the breathing."""

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
"""The state is unknown after this time without a frame. A strap sends one each 0.36 s, at times in bursts."""


_MOST_UNREST: Final = 0.09
"""No breath is predicted from turns alone above this unevenness (mean distance, as a share of a breath).

In simulated people who breathe unevenly at 7 /min, 4 in 10 predicted halves above it are wrong. People who
follow a guide are above it for 2 % of the time.
"""


_NEAR_SDS: Final = 0.42
"""Within this many standard errors of a turn, the display leaves open which half of the breath it is."""


class BreathingLook(NamedTuple):
    """What is known of the breathing at one moment.

    Parameters
    ----------
    time_s : float
        The moment.
    now : BreathingNow
        The state; only the rate if no movement data arrived recently.
    unrest : float
        How unevenly the person breathes (see `unrest`).
    moved : bool
        Whether movement data arrived recently.
    """

    time_s: float
    now: BreathingNow
    unrest: float
    moved: bool

    @property
    def knows_inhale(self) -> bool:
        """Whether inhale and exhale are known well enough now to judge how a person breathes."""
        return self.now.inhaling is not None and self.now.known_by not in WEAK_WITNESSES

    @property
    def course(self) -> BreathCourse | None:
        """The predicted current breath; None if phase or sign is unknown, or if breathing is too uneven."""
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
    """Measures the breathing of one strap's wearer from data as they arrive.

    It does not use the guide.

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
        """Add samples of acceleration, ``(n,)`` and ``(n, 3)`` with n > 0, on the session's clock."""
        self._source.add(time_s, acceleration_mg)
        self._moved_s = float(time_s[-1])
        points = self._source.points
        known = (len(points), points[-1].time_s) if points else None
        if known != self._known:
            self._known, self._look = known, None
            self.breaths = tuple(self._source.breaths)

    def add_ecg(self, time_s: Floats, ecg_uv: Floats) -> None:
        """Add samples of the ECG, ``(n,)`` each, on the session's clock."""
        self._source.add_ecg(time_s, ecg_uv)

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Add beats with final times and labels; they help to tell inhale from exhale."""
        self._source.add_beats(beats)

    def calibrate(self, begin_s: float, end_s: float) -> None:
        """Note a time in which the person breathed in slowly, as the program had asked."""
        self._source.calibrate(begin_s, end_s)

    def begin_anew(self) -> None:
        """Forget what was learnt, but not the strap's clock, because its beats were not real ones."""
        self._source = FusedBreathing(self._expected)
        self._known, self._look, self.breaths = None, None, ()

    def look(self, time_s: float, *, rated: bool = True) -> BreathingLook | None:
        """Return what is known, updated twice a second and at each turn; None if no data arrived recently.

        Parameters
        ----------
        time_s : float
            Now.
        rated : bool, optional
            Whether to compute the rate, the forecast and the unevenness, which take longer than all the rest.
            Use the same value in all calls, because the result is cached.
        """
        if time_s - self._source.until_s > FRESH_S:
            return None
        if self._look is None or not 0.0 <= time_s - self._look.time_s < _LOOK_EVERY_S:
            now = self._source.at(time_s, rated=rated)
            uneven = 0.0 if now.phase is None or not rated else unrest(now.phase, time_s, self._source.points)
            moved = time_s - self._moved_s <= _STALE_S
            self._look = BreathingLook(time_s, now if moved else _still(now), uneven, moved=moved)
        return self._look

    def take_settled(self) -> tuple[Breath, ...]:
        """Return each breath once, when its turns are final because a later turn was reported."""
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
