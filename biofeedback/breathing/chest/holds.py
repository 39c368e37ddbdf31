"""Breath holds: there is no flow for longer than one and a half breaths. A hold separates two breaths."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean, median_low, pstdev
from typing import Final, NamedTuple

from biofeedback.breathing.chest.turning_points import TurningPoint

_SMALL: Final = 0.5
"""A movement smaller than this share of a usual half is slow posture drift or a very shallow breath."""

_MEDIAN_SMALL: Final = 0.25
_FEW_SMALL: Final = 3
"""If there are more than three small movements, half must be smaller than `_MEDIAN_SMALL` for a hold.

Otherwise the breaths may have become shallow little by little.
"""

_LONGEST: Final = 1.5
"""Longest rest, in usual breaths; more time without flow is a hold."""

_USUAL_TURNS: Final = 8
_FEWEST_TURNS: Final = 6

_EVEN_BREATHS: Final = 3
_EVEN_PERIODS: Final = 0.25
_EVEN_DEPTHS: Final = 0.35
"""Small movements with less variation (standard deviation by mean) are shallow breaths: drift is uneven."""


class Hold(NamedTuple):
    """A time without flow.

    Parameters
    ----------
    begin_s, end_s : float
        When it began, and when the chest moved again. If the hold still lasts, the end is the last turn.
    """

    begin_s: float
    end_s: float


def is_held(holds: Sequence[Hold], begin_s: float, end_s: float) -> bool:
    """Whether the breath is held at any moment of a window."""
    return any(one.begin_s < end_s and one.end_s > begin_s for one in holds)


def without_holds(points: Sequence[TurningPoint]) -> tuple[list[TurningPoint], list[Hold]]:
    """Leave out the turns that seem to lie in holds.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order.

    Returns
    -------
    list of TurningPoint
        The others. After each hold there is a turn with zero swing, at which the next half begins.
    list of Hold
        In order.
    """
    kept: list[TurningPoint] = []
    holds: list[Hold] = []
    usual = _Usual()
    number = 0
    while number < len(points):
        point = points[number]
        if not kept or kept[-1].segment != point.segment:
            usual = _Usual()
        end = _small_until(points, number, usual)
        hold = _hold(kept, points, number, end, usual)
        if hold is None:
            end = max(end, number + 1)
            for one in points[number:end]:
                kept.append(one)
                usual.take(one)
        else:
            holds.append(hold)
            before = points[end - 1] if end > number else kept[-1]
            if end < len(points) and points[end].segment == before.segment:
                kept.append(replace(before, time_s=hold.end_s, swing_mg=0.0, disturbed=True, flank=None))
                kept.append(points[end])
                usual.take(points[end])
            end += 1
        number = end
    return kept, holds


class _Usual:
    """The recent depth and length of a person's breaths."""

    def __init__(self) -> None:
        self._swings_mg: deque[float] = deque(maxlen=_USUAL_TURNS)
        self._times_s: deque[float] = deque(maxlen=_USUAL_TURNS)

        self.swing_mg: float | None = None

    def take(self, point: TurningPoint) -> None:
        self._times_s.append(point.time_s)
        if point.swing_mg > 0.0:
            self._swings_mg.append(point.swing_mg)
            if len(self._swings_mg) >= _FEWEST_TURNS:
                self.swing_mg = _median(self._swings_mg)

    @property
    def period_s(self) -> float | None:
        times_s = list(self._times_s)
        if len(times_s) < _FEWEST_TURNS:
            return None
        return _median([later - former for former, later in zip(times_s, times_s[2:], strict=False)])


def _median(values: Iterable[float]) -> float:
    """Return the median; `statistics.median` takes twice as long for so few values."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else 0.5 * (ordered[middle - 1] + ordered[middle])


def _small_until(points: Sequence[TurningPoint], number: int, usual: _Usual) -> int:
    """Return the index of the first turn at or after `number` with a movement that is not small."""
    usual_mg = usual.swing_mg
    if usual_mg is None:
        return number
    end = number
    while (
        end < len(points)
        and points[end].segment == points[number].segment
        and 0.0 < points[end].swing_mg < _SMALL * usual_mg
    ):
        end += 1
    return end


def _hold(
    kept: Sequence[TurningPoint], points: Sequence[TurningPoint], number: int, end: int, usual: _Usual
) -> Hold | None:
    """Return the hold before the turn at `end`, or None if there is no hold."""
    if not kept or kept[-1].segment != points[number].segment:
        return None
    small = points[number:end]
    arrived = kept[-1].flank
    begin_s = kept[-1].time_s if arrived is None else min(kept[-1].time_s, arrived.end_s)
    if end < len(points) and points[end].segment == kept[-1].segment:
        flank = points[end].flank
        last_s = small[-1].time_s if small else begin_s
        end_s = max(flank.begin_s, last_s) if flank is not None else last_s
    else:
        end_s = small[-1].time_s if small else begin_s
    if end_s <= begin_s:
        return None
    period_s = usual.period_s
    if period_s is None or end_s - begin_s <= _LONGEST * period_s:
        return None
    usual_mg = usual.swing_mg or 0.0
    many = len(small) > _FEW_SMALL
    if _are_even(small) or (many and median_low(one.swing_mg for one in small) > _MEDIAN_SMALL * usual_mg):
        return None
    return Hold(begin_s, end_s)


def _are_even(small: Sequence[TurningPoint]) -> bool:
    if len(small) < 2 * _EVEN_BREATHS:
        return False
    periods_s = [later.time_s - former.time_s for former, later in zip(small, small[2:], strict=False)]
    swings_mg = [one.swing_mg for one in small]
    return pstdev(periods_s) < _EVEN_PERIODS * fmean(periods_s) and pstdev(swings_mg) < _EVEN_DEPTHS * fmean(
        swings_mg
    )
