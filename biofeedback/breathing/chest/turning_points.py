"""Turning points of the chest between inhale and exhale; other modules find which half is the inhale."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from biofeedback.breathing.chest.flank_fit import Flank, FlankFitter
from biofeedback.breathing.chest.recent import RecentChest
from biofeedback.breathing.chest.samples import RATE_HZ, Floats
from biofeedback.breathing.chest.turn_fit import FittedTurn, fitted_turn

_HYSTERESIS: Final = 0.08
"""Movement back, as a share of a usual breath, that makes a turn certain enough to report."""

_UNREST_MG: Final = 0.9
_WEAK_HYSTERESIS: Final = 0.12
"""A movement back below `_UNREST_MG` does not confirm a turn, unless it is this share of a usual breath."""

_BUMP: Final = 0.2
"""A movement below this share of a usual breath, and smaller than both its neighbours, is a mere bump."""

_BRIEF: Final = 0.4
_BRIEF_BUMP: Final = 0.6
_OVERSHADOWED: Final = 1.5
"""A movement below `_BRIEF_BUMP` is also a bump if it is brief and a neighbour is this many times larger.

Brief means shorter than `_BRIEF` of the usual phase. Next to similar movements it is a breath: the person
breathes faster now.
"""

_USUAL_TURNS: Final = 9
_FEWEST_PHASES: Final = 4

_SHORTEST_PHASE_S: Final = 0.8

_BEFORE: Final = 3 * RATE_HZ
"""Samples before a half that help to find when it began."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A turn of the chest along the axis of breathing.

    Parameters
    ----------
    time_s : float
        Time of the turn.
    high : bool
        Whether the turn is at the high end of the axis. The axis does not show which end is the full chest.
    sd_s : float
        Standard error of the time.
    confirmed_s : float
        Time of the newest sample needed to confirm the turn.
    swing_mg : float
        Distance from the turn before; 0 for the first.
    segment : int
        Stretch without a gap or shift of posture, counted from 0.
    disturbed : bool
        Whether the body moved between the turn before and this one.
    flank : Flank or None
        When the half that ends here began and ended. A rest or a corner at either end does not distort it.
    """

    time_s: float
    high: bool
    sd_s: float
    confirmed_s: float
    swing_mg: float
    segment: int
    disturbed: bool = False
    flank: Flank | None = None


@dataclass(slots=True)
class _Extreme:
    """The sample farthest along the axis so far."""

    number: int
    smooth_mg: Floats


class TurnFinder:
    """Finds turning points in one segment, by hysteresis on the movement along the axis.

    It reports a turn when the chest has moved back by 8 % of a usual breath (12 % of a weak one), with the
    best time known then. It refines the time when it reports the next turn. It later withdraws a small
    movement between two larger ones.

    Parameters
    ----------
    history : RecentChest
        The stored samples.
    segment : int
        Number of the segment.
    """

    def __init__(self, history: RecentChest, segment: int) -> None:
        self._history = history
        self._segment = segment
        self.points: list[TurningPoint] = []
        self._turns: list[_Extreme] = []
        self._first = 0
        self._rising: bool | None = None
        self._highest: _Extreme | None = None
        self._lowest: _Extreme | None = None
        self._flanks = {True: FlankFitter(), False: FlankFitter()}
        self._axis: Floats | None = None
        self._top_mg = self._bottom_mg = 0.0

    @property
    def rising(self) -> bool | None:
        """Whether the chest moves towards the high end of the axis; None before the first confirmed turn."""
        return self._rising

    def forget(self, oldest_s: float) -> None:
        """Forget the turns before a time, but keep those needed to find the next ones."""
        while len(self.points) > _USUAL_TURNS and self.points[0].time_s < oldest_s:
            del self.points[0], self._turns[0]

    def add(self, first: int, end: int, axis: Floats, breath_mg: float, delay_s: float) -> None:
        """Add samples.

        Parameters
        ----------
        first, end : int
            Their numbers in the history.
        axis : array
            Shape ``(3,)``: the breathing axis.
        breath_mg : float
            Depth of a usual breath.
        delay_s : float
            Delay of the samples.
        """
        # A copy, because the history later moves its samples within its array.
        smooth_mg = self._history.smooth_mg(first, end).copy()
        if self._highest is None or self._lowest is None:
            self._first = first
            self._highest = self._lowest = _Extreme(first, smooth_mg[0])
            self._axis = None
        if axis is not self._axis:
            self._axis = axis
            self._measure(axis)
        top_mg, bottom_mg = self._top_mg, self._bottom_mg
        hysteresis_mg = max(_HYSTERESIS * breath_mg, min(_WEAK_HYSTERESIS * breath_mg, _UNREST_MG))
        for number, way_mg in enumerate((smooth_mg @ axis).tolist(), start=first):
            if way_mg > top_mg:
                self._highest, top_mg = _Extreme(number, smooth_mg[number - first]), way_mg
            if way_mg < bottom_mg:
                self._lowest, bottom_mg = _Extreme(number, smooth_mg[number - first]), way_mg
            if self._rising is not False and top_mg - way_mg >= hysteresis_mg:
                self._turn(self._highest, number, axis, delay_s, high=True)
                self._lowest, bottom_mg = _Extreme(number, smooth_mg[number - first]), way_mg
            elif self._rising is not True and way_mg - bottom_mg >= hysteresis_mg:
                self._turn(self._lowest, number, axis, delay_s, high=False)
                self._highest, top_mg = _Extreme(number, smooth_mg[number - first]), way_mg
            else:
                continue
            self._merge_short(axis)
            self._measure(axis)
            top_mg, bottom_mg = self._top_mg, self._bottom_mg
        self._top_mg, self._bottom_mg = top_mg, bottom_mg
        self._merge_bump(axis, breath_mg)

    def _measure(self, axis: Floats) -> None:
        """Set how far along the axis the highest and the lowest sample lie."""
        assert self._highest is not None
        assert self._lowest is not None
        self._top_mg = float(self._highest.smooth_mg @ axis)
        self._bottom_mg = float(self._lowest.smooth_mg @ axis)

    def _turn(self, extreme: _Extreme, number: int, axis: Floats, delay_s: float, *, high: bool) -> None:
        self._rising = not high
        before = self._turns[-1] if self._turns else None
        swing_mg = abs(float((extreme.smooth_mg - before.smooth_mg) @ axis)) if before else 0.0
        begin = before.number if before else self._first
        fit = self._fitted(begin, extreme, number, axis, high=high)
        confirmed_s = float(self._history.time_s(number, number + 1)[0]) + delay_s
        still = bool(self._history.still(begin, number).all())
        flank = self._flank(before, extreme, number, axis, high=high) if before and still else None
        self._turns.append(extreme)
        self.points.append(
            TurningPoint(
                fit.time_s,
                high,
                fit.sd_s,
                confirmed_s,
                swing_mg,
                self._segment,
                disturbed=not still,
                flank=flank,
            )
        )
        self._refit(axis)

    def _merge_short(self, axis: Floats) -> None:
        """Withdraw the last two turns if they are closer together than any phase of a breath."""
        if len(self._turns) < 2:
            return
        before, last = self._turns[-2:]
        if (last.number - before.number) / RATE_HZ >= _SHORTEST_PHASE_S:
            return
        self._take_back(axis)

    def _merge_bump(self, axis: Floats, breath_mg: float) -> None:
        """Withdraw the last two turns if the movement between them was a bump in a larger one."""
        if len(self._turns) < 3 or self._highest is None or self._lowest is None:
            return
        first, before, last = self._turns[-3:]
        bump_mg = abs(float((last.smooth_mg - before.smooth_mg) @ axis))
        former_mg = abs(float((before.smooth_mg - first.smooth_mg) @ axis))
        farthest = self._highest if self._rising else self._lowest
        since_mg = abs(float((farthest.smooth_mg - last.smooth_mg) @ axis))
        if bump_mg > min(former_mg, since_mg):
            return
        brief = last.number - before.number < _BRIEF * self._usual_phase()
        overshadowed = max(former_mg, since_mg) > _OVERSHADOWED * bump_mg
        if bump_mg < _BUMP * breath_mg or (bump_mg < _BRIEF_BUMP * breath_mg and brief and overshadowed):
            self._take_back(axis)
            self._measure(axis)

    def _usual_phase(self) -> float:
        """Return the recent length of a phase in samples, or 0: the upper quartile, as there may be bumps."""
        numbers = [one.number for one in self._turns[-_USUAL_TURNS:]]
        phases = sorted(after - before for before, after in pairwise(numbers))
        return phases[3 * len(phases) // 4] if len(phases) >= _FEWEST_PHASES else 0.0

    def _take_back(self, axis: Floats) -> None:
        extremes = self._turns[-2:]
        del self._turns[-2:], self.points[-2:]
        along = [float(one.smooth_mg @ axis) for one in extremes]
        high, low = extremes[int(np.argmax(along))], extremes[int(np.argmin(along))]
        assert self._highest is not None
        assert self._lowest is not None
        if float((high.smooth_mg - self._highest.smooth_mg) @ axis) > 0.0:
            self._highest = high
        if float((low.smooth_mg - self._lowest.smooth_mg) @ axis) < 0.0:
            self._lowest = low

    def _fitted(self, begin: int, extreme: _Extreme, end: int, axis: Floats, *, high: bool) -> FittedTurn:
        begin = max(begin, self._history.first)
        along = axis if high else -axis
        way_mg = self._history.smooth_mg(begin, end + 1) @ along
        return fitted_turn(self._history.time_s(begin, end + 1), way_mg, max(0, extreme.number - begin))

    def _flank(
        self, before: _Extreme, extreme: _Extreme, end: int, axis: Floats, *, high: bool
    ) -> Flank | None:
        """Find when the half from one extreme to the next began and ended, from the unsmoothed samples."""
        first = max(before.number - _BEFORE, self._first, self._history.first)
        if before.number < first:
            return None
        along = axis if high else -axis
        way_mg = self._history.raw_mg(first, end + 1) @ along
        time_s = self._history.time_s(first, end + 1)
        return self._flanks[high].fitted(time_s, way_mg, before.number - first, extreme.number - first)

    def _refit(self, axis: Floats) -> None:
        """Refine the time of the turn before the last, now that both its flanks are known."""
        if len(self._turns) < 2 or self._turns[-2].number < self._history.first:
            return
        begin = self._turns[-3].number if len(self._turns) > 2 else self._first
        point = self.points[-2]
        fit = self._fitted(begin, self._turns[-2], self._turns[-1].number, axis, high=point.high)
        self.points[-2] = replace(point, time_s=fit.time_s, sd_s=fit.sd_s)
