"""When inhales began and ended, from two methods: the shape of the half, and where the chest turned.

A rest or a corner beside a half does not lead its shape astray, but noise shifts it. The turn is steadier,
but it lies early in a rest and late at a corner, by about as much in each breath of a person. So how far the
two lie apart is learnt from the breaths around, and each counts the more the steadier it is.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from biofeedback.breathing.chest.flank_fit import Flank
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

_BEFORE: Final = 10
_AFTER: Final = 9
"""Breaths around one that tell how it is placed. Live the later ones come in time: no more is kept than a few
minutes, and a breath stays among the recent ones for twelve."""

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
        (number, before, turn, turn.flank)
        for number, (before, turn) in enumerate(pairwise(points), start=1)
        if turn.high is rising and turn.flank is not None and before.segment == turn.segment
    ]
    for _, group in groupby(halves, key=lambda one: one[2].segment):
        rows = list(group)
        flat_s, believed = _flatness(points, [number for number, *_ in rows])
        begins_s = _placed(
            np.array([flank.begin_s for *_, flank in rows]),
            np.array([before.time_s for _, before, _, _ in rows]),
            -flat_s,
            believed,
        )
        ends_s = _placed(
            np.array([flank.end_s for *_, flank in rows]),
            np.array([turn.time_s for _, _, turn, _ in rows]),
            0.5 * flat_s,
            believed,
        )
        moments = zip(begins_s.tolist(), ends_s.tolist(), strict=True)
        placed.update({row[0]: Placing(*one) for row, one in zip(rows, moments, strict=True)})
    return placed


def _flatness(points: Sequence[TurningPoint], numbers: Sequence[int]) -> tuple[Floats, Floats]:
    """Tell how long the chest rests where the halves end although the lungs do not.

    Some chests move less near full and empty lungs. Each half then seems shorter than it is: it begins
    earlier by about this time, and ends later by half of it. The turns are better there, unless the chest
    rests for much longer at the other end: that is a rest of the breath.

    Returns
    -------
    tuple of array, array
        That time in seconds for each half; and how far its shape is believed, 0 to 1.
    """
    flanks = [_around(points, number) for number in numbers]
    rows = [
        (after.begin_s - here.end_s, here.begin_s - before.end_s, after.end_s - before.end_s)
        if before is not None and here is not None and after is not None
        else (np.nan,) * 3
        for before, here, after in flanks
    ]
    ends_s, starts_s, periods_s = (_windows(one) for one in np.array(rows).reshape(-1, 3).T)
    known = np.isfinite(ends_s).sum(axis=1) >= _FEWEST
    flat_s, rest_s, period_s = (_median(one) for one in (ends_s, starts_s, periods_s))
    with np.errstate(invalid="ignore"):
        rests = np.clip((rest_s - _LONGER * flat_s) / (_RESTING * period_s), 0.0, 1.0)
        believed = np.where(flat_s <= _ROUND * period_s, 1.0, rests)
    return np.where(known, np.maximum(flat_s, 0.0), 0.0), np.where(known, believed, 1.0)


def _around(points: Sequence[TurningPoint], number: int) -> tuple[Flank | None, Flank | None, Flank | None]:
    """Return the half that ends at a turn, and those before and after it."""
    segment = points[number].segment
    before, here, after = (
        points[one].flank if 0 <= one < len(points) and points[one].segment == segment else None
        for one in (number - 1, number, number + 1)
    )
    return before, here, after


def _placed(by_shape_s: Floats, by_turn_s: Floats, flat_s: Floats, believed: Floats) -> Floats:
    """Place the onsets of one kind in one segment; shapes are off by `flat_s`."""
    late_s, share = _offsets(by_shape_s, by_turn_s, flat_s)
    late_s, share = believed * late_s, believed * share
    return share * (by_shape_s + flat_s) + (1.0 - share) * (by_turn_s + late_s)


def _offsets(by_shape_s: Floats, by_turn_s: Floats, flat_s: Floats) -> tuple[Floats, Floats]:
    """Return how late turns are told by their turning, and the weight of the shape, for each breath.

    What is known of a breath's own flatness stands for those around it. Theirs rest on breaths further away,
    which live come too late.
    """
    apart_s = _windows(by_shape_s - by_turn_s) + flat_s[:, np.newaxis]
    count = np.isfinite(apart_s).sum(axis=1)
    late_s = _median(apart_s)
    error_s = 1.2533 * np.nanstd(apart_s, axis=1) / np.sqrt(count) * (1.0 + _FEW / count)
    believed = 1.0 - _DOUBT * (error_s / np.where(late_s == 0.0, 1e-9, late_s)) ** 2
    # What both see of the breaths' lengths is how the person breathes; the rest is error.
    shape_s, turn_s = (_windows(np.diff(one, prepend=np.nan)) for one in (by_shape_s, by_turn_s))
    lengths_s = _median(turn_s)
    shape_s, turn_s = shape_s - _median(shape_s)[:, np.newaxis], turn_s - lengths_s[:, np.newaxis]
    together = np.nansum(shape_s * turn_s, axis=1)
    freedom = np.maximum(count - 2.0, 1.0)
    shape = np.maximum((np.nansum(shape_s**2, axis=1) - together) / freedom, _LEAST_S**2)
    turn = np.maximum((np.nansum(turn_s**2, axis=1) - together) / freedom, _LEAST_S**2)
    with np.errstate(invalid="ignore"):
        believed *= np.minimum(1.0, (_SHAPE_SD * lengths_s) ** 4 / (0.5 * shape) ** 2)
    believed = np.where(count >= _FEWEST, np.clip(believed, 0.0, 1.0), 0.0)
    return believed * late_s, believed * turn / (shape + turn)


def _windows(values: Floats) -> Floats:
    """Return for each value those around it, NaN beyond the ends, ``(n, window)``."""
    padded = np.pad(values, (_BEFORE, _AFTER), constant_values=np.nan)
    windows: Floats = sliding_window_view(padded, _BEFORE + 1 + _AFTER)
    return windows


def _median(windows: Floats) -> Floats:
    """Return the median of what is known in each window; NaN where nothing is."""
    ordered = np.sort(windows, axis=1)  # NaN comes last
    count = np.isfinite(ordered).sum(axis=1)
    rows = np.arange(count.size)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    middle = 0.5 * (ordered[rows, low] + ordered[rows, np.minimum(high, ordered.shape[1] - 1)])
    return np.where(count > 0, middle, np.nan)
