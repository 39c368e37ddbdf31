"""When inhales began and ended, from two methods: the shape of the half, and where the chest turned.

A rest or a corner beside a half does not lead its shape astray, but noise shifts it. The turn is steadier,
but it lies early in a rest and late at a corner, by about as much in each breath of a person. So how far the
two lie apart is learnt over many breaths, and each counts the more the steadier it is.
"""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

_BREATHS: Final = 40
_FIRST: Final = 24
"""The first breaths of a segment are placed by all of them, the others by themselves and those before."""

_STEP: Final = 8
_FEWEST: Final = 6

_DOUBT: Final = 2.0
_FEW: Final = 3.0
"""An offset counts by how far it exceeds what chance explains; of few breaths that is not known well."""

_SHAPE_SD: Final = 0.05
"""Error of an onset by its shape, as a share of a breath, from which the shape is not believed any more."""

_LEAST_S: Final = 0.02

_ROUND: Final = 0.015
_LONGER: Final = 3.0
_RESTING: Final = 0.1
"""Shares of a breath: a chest that rests longer than this at full lungs is flat there. At empty lungs it has
to rest for three times as long, and this much more, for the breath itself to rest there."""


class Placing(NamedTuple):
    """When a half began and ended.

    Parameters
    ----------
    begin_s, end_s : float
        On the clock of the turns.
    """

    begin_s: float
    end_s: float


def placed_halves(points: Sequence[TurningPoint], *, rising: bool) -> dict[int, Placing]:
    """Place all halves of one direction.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order.
    rising : bool
        Whether those that end at high turns are placed.

    Returns
    -------
    dict of int to Placing
        By the place of the turn that ends each; those without a shape of their own are missing.
    """
    placed: dict[int, Placing] = {}
    halves = [
        (number, before, turn)
        for number, (before, turn) in enumerate(pairwise(points), start=1)
        if turn.high is rising and turn.flank is not None and before.segment == turn.segment
    ]
    for _, group in groupby(halves, key=lambda one: one[2].segment):
        rows = list(group)
        flanks = [turn.flank for _, _, turn in rows if turn.flank is not None]
        flat_s, believed = _flatness(points, [number for number, _, _ in rows])
        begins_s = _placed(
            np.array([one.begin_s for one in flanks]) - flat_s,
            np.array([before.time_s for _, before, _ in rows]),
            believed,
        )
        ends_s = _placed(
            np.array([one.end_s for one in flanks]) + 0.5 * flat_s,
            np.array([turn.time_s for _, _, turn in rows]),
            believed,
        )
        moments = zip(begins_s.tolist(), ends_s.tolist(), strict=True)
        placed.update({row[0]: Placing(*one) for row, one in zip(rows, moments, strict=True)})
    return placed


def _flatness(points: Sequence[TurningPoint], numbers: Sequence[int]) -> tuple[float, float]:
    """Tell how long the chest rests where the halves end although the lungs do not.

    Some chests move less near full and empty lungs. Each half then seems shorter than it is: it begins
    earlier by about this time, and ends later by half of it. The turns are better there, unless the chest
    rests for much longer at the other end: that is a rest of the breath.

    Returns
    -------
    tuple of float, float
        That time in seconds; and how far the shapes are believed, 0 to 1.
    """
    ends_s, starts_s, periods_s = [], [], []
    for number in numbers[-_BREATHS:]:
        around = points[max(number - 1, 0) : number + 2]
        if len(around) < 3 or len({one.segment for one in around}) > 1:
            continue
        before, here, after = (one.flank for one in around)
        if before is not None and here is not None and after is not None:
            starts_s.append(here.begin_s - before.end_s)
            ends_s.append(after.begin_s - here.end_s)
            periods_s.append(after.end_s - before.end_s)
    if len(ends_s) < _FEWEST:
        return 0.0, 1.0
    flat_s, rest_s, period_s = (float(np.median(one)) for one in (ends_s, starts_s, periods_s))
    if flat_s <= _ROUND * period_s:
        return max(0.0, flat_s), 1.0
    return flat_s, min(max((rest_s - _LONGER * flat_s) / (_RESTING * period_s), 0.0), 1.0)


def _placed(by_shape_s: Floats, by_turn_s: Floats, believed: float) -> Floats:
    """Place the onsets of one kind in one segment."""
    placed_s = by_turn_s.copy()
    edges = [0, *range(_FIRST, by_turn_s.size, _STEP), by_turn_s.size]
    for first, end in pairwise(edges):
        known = slice(max(0, end - _BREATHS), end)
        if end - known.start >= _FEWEST:
            late_s, share = (believed * one for one in _offset(by_shape_s[known], by_turn_s[known]))
            now = slice(first, end)
            placed_s[now] = share * by_shape_s[now] + (1.0 - share) * (by_turn_s[now] + late_s)
    return placed_s


def _offset(by_shape_s: Floats, by_turn_s: Floats) -> tuple[float, float]:
    """Return how late turns are told by their turning, and the weight of the shape for each of them."""
    apart_s = by_shape_s - by_turn_s
    late_s = float(np.median(apart_s))
    if not late_s:
        return 0.0, 0.0
    error_s = 1.2533 * float(apart_s.std()) / math.sqrt(apart_s.size) * (1.0 + _FEW / apart_s.size)
    believed = max(0.0, 1.0 - _DOUBT * (error_s / late_s) ** 2)
    # What both see of the breaths' lengths is how the person breathes; the rest is error.
    lengths_s = np.diff(by_turn_s)
    together = np.cov(np.diff(by_shape_s), lengths_s)
    shape = max(float(together[0, 0] - together[0, 1]), _LEAST_S**2)
    turn = max(float(together[1, 1] - together[0, 1]), _LEAST_S**2)
    believed *= min(1.0, (_SHAPE_SD * float(np.median(lengths_s))) ** 4 / (0.5 * shape) ** 2)
    return believed * late_s, believed * turn / (shape + turn)
