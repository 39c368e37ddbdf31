"""Movement of the chest along the breathing axis, in segments without a gap or a shift of posture."""

from typing import Final

import numpy as np

from biofeedback.breathing.chest.axis import breathing_axis, healthy_axes
from biofeedback.breathing.chest.motion import MotionGate
from biofeedback.breathing.chest.recent import RecentChest
from biofeedback.breathing.chest.samples import DELAY_S, RATE_HZ, EvenChestSamples, Floats, Samples
from biofeedback.breathing.chest.turning_points import TurnFinder, TurningPoint

_STEP: Final = RATE_HZ // 5
"""Samples are processed in steps of 0.2 s, whatever the size of the incoming blocks."""

_AXIS_EVERY: Final = 5 * RATE_HZ
_AXIS_FIRST: Final = 8 * RATE_HZ
_AXIS_OVER: Final = 40 * RATE_HZ
_SETTLED: Final = 45 * RATE_HZ
"""While a segment is younger than this, each new axis restarts the search for its turning points."""

_SAME_AXIS: Final = 0.985
"""Cosine of ten degrees."""

_AMPLITUDE_OVER: Final = 20 * RATE_HZ
_LEAST_BREATH_MG: Final = 2.0


class ChestMovement:
    """Finds the turning points of breathing in the acceleration of the chest as it arrives.

    The axis is learnt 8 s into a segment and then every 5 s, from the last 40 s; never while the body moves.
    In a young segment, each new axis restarts the search for turning points, so that none is lost.

    Parameters
    ----------
    keep_s : float
        How far back `points` reaches, in seconds.
    """

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._even = EvenChestSamples()
        self._pending: Samples | None = None
        self._history = RecentChest()
        self._gate = MotionGate()
        self._segment_begins = 0
        self._finder = TurnFinder(self._history, 0)
        self._axis_due = _AXIS_FIRST
        self._settled_points: list[TurningPoint] = []
        self.segment = 0
        self.axis: Floats | None = None
        self.healthy = (True, True, True)
        self.breath_mg: float | None = None

    @property
    def points(self) -> list[TurningPoint]:
        """Turning points, oldest first; the last ones may still move or be withdrawn."""
        return self._settled_points + self._finder.points

    @property
    def moving(self) -> bool:
        """Whether the body moves in other ways than by breathing."""
        return self._gate.moving

    @property
    def until_s(self) -> float:
        """Time of the newest sample; minus infinity before the first."""
        end = self._history.end
        return float(self._history.time_s(end - 1, end)[0]) if end else -np.inf

    def add(self, time_s: Floats, acceleration_mg: Floats) -> None:
        """Add samples; see `AccelerationBreathing.add`."""
        for even in self._even.add(time_s, acceleration_mg):
            if even.begins:
                self._pending = None
                self._gate.restart()
                self._begin_segment()
            self._take(even)
        self._forget()

    def window(self, begin_s: float, end_s: float) -> tuple[Floats, Floats] | None:
        """Return samples of a window at 5 Hz: times and movement, shapes ``(n,)`` and ``(n, 3)``.

        None if part of the window is no longer stored, or if it has a gap or spans several segments.
        """
        first = max(self._history.first, self._segment_begins)
        time_s = self._history.time_s(first, self._history.end)
        begin, end = np.searchsorted(time_s, [begin_s - 1e-6, end_s - 1e-6])
        if end - begin < round((end_s - begin_s) * RATE_HZ) - 1:
            return None
        chosen = slice(int(begin), int(end), _STEP)
        return time_s[chosen], self._history.smooth_mg(first, self._history.end)[chosen]

    def _forget(self) -> None:
        oldest_s = self.until_s - self._keep_s
        while self._settled_points and self._settled_points[0].time_s < oldest_s:
            del self._settled_points[0]
        self._finder.forget(oldest_s)

    def _take(self, even: Samples) -> None:
        if self._pending is not None and self._pending.time_s.size:
            before = self._pending
            even = Samples(
                np.concatenate((before.time_s, even.time_s)),
                np.concatenate((before.raw_mg, even.raw_mg)),
                np.concatenate((before.smooth_mg, even.smooth_mg)),
                begins=False,
            )
        whole = even.time_s.size // _STEP * _STEP
        for first in range(0, whole, _STEP):
            step = slice(first, first + _STEP)
            self._step(even.time_s[step], even.raw_mg[step], even.smooth_mg[step])
        self._pending = Samples(
            even.time_s[whole:], even.raw_mg[whole:], even.smooth_mg[whole:], begins=False
        )

    def _step(self, time_s: Floats, raw_mg: Floats, smooth_mg: Floats) -> None:
        working_mg = raw_mg
        if not all(self.healthy):
            works = np.array(self.healthy)
            smooth_mg, working_mg = smooth_mg * works, raw_mg * works
        self._gate.add(float(time_s[-1]), working_mg, smooth_mg, self.breath_mg)
        first = self._history.end
        self._history.add(time_s, raw_mg, smooth_mg, moving=self._gate.moving)
        if self._gate.shifting:
            self._begin_segment()
            return
        age = self._history.end - self._segment_begins
        if self._gate.moving:
            if self.axis is None:
                self._segment_begins = self._history.end
            return
        if age >= self._axis_due:
            self._learn_axis(age)
        elif self.axis is not None and self.breath_mg is not None:
            self._finder.add(first, self._history.end, self.axis, self.breath_mg, DELAY_S)

    def _begin_segment(self) -> None:
        if self._history.end == self._segment_begins:
            return
        self._settled_points += self._finder.points
        self.segment += 1
        self._segment_begins = self._history.end
        self._finder = TurnFinder(self._history, self.segment)
        self._axis_due = _AXIS_FIRST
        self.axis = None
        self.breath_mg = None

    def _learn_axis(self, age: int) -> None:
        end = self._history.end
        first = max(self._segment_begins, end - _AXIS_OVER)
        healthy = healthy_axes(self._history.raw_mg(first, end))
        if healthy != self.healthy:
            # The stored samples still use the old set of axes.
            self.healthy = healthy
            self._begin_segment()
            return
        axis = breathing_axis(self._history.smooth_mg(first, end), self._history.still(first, end), self.axis)
        self._axis_due = age + _AXIS_EVERY
        if axis is None:
            return
        turned = self.axis is None or float(axis @ self.axis) < _SAME_AXIS
        self.axis = axis
        first = max(self._segment_begins, end - _AMPLITUDE_OVER)
        former_mg = self.breath_mg or 0.0
        low_mg, high_mg = np.percentile(self._history.smooth_mg(first, end) @ axis, [5, 95])
        self.breath_mg = max(_LEAST_BREATH_MG, float(high_mg - low_mg))
        if age <= _SETTLED and (
            turned or self.breath_mg < 0.7 * former_mg or self.breath_mg > 1.4 * former_mg
        ):
            self._finder = TurnFinder(self._history, self.segment)
            for begin in range(max(self._segment_begins, self._history.first), end, _STEP):
                self._finder.add(begin, min(begin + _STEP, end), axis, self.breath_mg, DELAY_S)
        else:
            self._finder.add(end - _STEP, end, axis, self.breath_mg, DELAY_S)
