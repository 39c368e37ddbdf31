"""Breathing while it is breathed: frames and beats in, breaths and what is known now out."""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.acceleration import AccelerationBreathing, BreathingNow
from biofeedback.breathing.course import BreathCourse, course_of
from biofeedback.breathing.cycles import Breath
from biofeedback.signals.beats import Beat
from biofeedback.signals.frame_times import FrameTimes
from biofeedback.signals.strap_clock import StrapClock
from devices.polar_events import AccelerationFrame

_LOOK_EVERY_S: Final = 0.5
_STALE_S: Final = 3.0
"""Without a frame for so long, nothing is known of now: a strap sends one each 0.36 s, in bursts at times."""


class Look(NamedTuple):
    """What is known of the breathing, and when."""

    time_s: float
    now: BreathingNow

    @property
    def course(self) -> BreathCourse | None:
        """The breath of the moment as it is foretold; None where phase or sign are not known."""
        if self.now.phase is None or self.now.inhaling is None:
            return None
        return course_of(self.now.phase, self.time_s, inhaling=self.now.inhaling)


class LiveBreathing:
    """Reads the breathing of one strap's wearer as it comes.

    It never hears of the guide. Only acceleration is read so far: an estimator of several sources has the
    same face as `AccelerationBreathing` and takes its place here, frames of the ECG placed by a second
    `FrameTimes` of the same clock.
    """

    def __init__(self) -> None:
        self._times = FrameTimes(StrapClock())
        self._source = AccelerationBreathing()
        self._known: tuple[int, float] | None = None
        self._look: Look | None = None
        self._settled_s = -math.inf
        self.breaths: tuple[Breath, ...] = ()

    def hear(self, frame: AccelerationFrame, arrival_s: float) -> None:
        """Take a frame.

        Parameters
        ----------
        frame : AccelerationFrame
            As it came.
        arrival_s : float
            Its receipt on the session's clock.
        """
        count = len(frame.acceleration_mg)
        times_s = self._times.add(arrival_s, frame.device_time_ns, count)
        if not times_s:
            return
        self._source.add(np.array(times_s), np.array(frame.acceleration_mg, dtype=np.float64))
        points = self._source.points
        known = (len(points), points[-1].time_s) if points else None
        if known != self._known:
            self._known, self._look = known, None
            self.breaths = tuple(self._source.breaths)

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Take beats whose time and label are for good; they tell inhale from exhale."""
        self._source.add_beats(beats)

    def begin_anew(self) -> None:
        """Forget what was learnt, but not the strap's clock: the beats turned out to be none."""
        self._source = AccelerationBreathing()
        self._known, self._look, self.breaths = None, None, ()

    def look(self, time_s: float) -> Look | None:
        """Tell what is known, anew twice a second and with each turn; None where no frame came of late."""
        if time_s - self._source.until_s > _STALE_S:
            return None
        if self._look is None or not 0.0 <= time_s - self._look.time_s < _LOOK_EVERY_S:
            self._look = Look(time_s, self._source.at(time_s))
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
