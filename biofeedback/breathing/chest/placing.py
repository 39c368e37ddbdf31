"""When inhales began and ended, from two methods: the shape of the half and the turn of the chest.

A rest or a corner next to a half does not mislead the fit of its shape, but noise shifts it. The turn is
steadier, but it is early in a rest and late at a corner. This error is about the same in each breath of a
person. So the offset between the two is learnt from the surrounding breaths, and the steadier method gets the
larger weight.
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
"""Number of surrounding breaths, before and after, that help to time a breath.

Live, the later ones arrive in time: points are stored for only a few minutes, but a breath stays among the
recent ones for twelve breaths.
"""

_FEWEST: Final = 6

_DOUBT: Final = 2.0
_FEW: Final = 3.0
"""An offset counts by how far it exceeds chance; with few breaths, its standard error is made larger."""

_SHAPE_SD: Final = 0.05
"""Standard error of an onset from its shape, as a share of a breath, above which the shape loses weight."""

_LEAST_S: Final = 0.02

_ROUND: Final = 0.015
_LONGER: Final = 3.0
_RESTING: Final = 0.1
"""A chest that rests at full lungs for longer than `_ROUND` (share of a breath) is flat there.

The breath itself rests at empty lungs if the chest rests there `_LONGER` times as long, plus `_RESTING`
(share of a breath).
"""


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
    """Return when all halves of one direction began and ended.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order.
    rising : bool
        Whether to use the halves that end at high turns; otherwise those that end at low turns.

    Returns
    -------
    dict of int to Placing
        Keyed by the index of the turn that ends the half; halves without a fitted shape are missing.
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
        # Row 0 has the beginnings, row 1 the ends.
        by_shape_s = np.array([flank for *_, flank in rows]).T
        by_turn_s = np.array([(before.time_s, turn.time_s) for _, before, turn, _ in rows]).T
        begins_s, ends_s = _placed(by_shape_s, by_turn_s, np.stack((-flat_s, 0.5 * flat_s)), believed)
        moments = zip(begins_s.tolist(), ends_s.tolist(), strict=True)
        placed.update({row[0]: Placing(*one) for row, one in zip(rows, moments, strict=True)})
    return placed


def _flatness(points: Sequence[TurningPoint], numbers: Sequence[int]) -> tuple[Floats, Floats]:
    """Return how long the chest rests at the end of the halves while the lungs still move.

    Some chests move less near full and empty lungs. Each half then seems shorter than it is: it begins
    earlier by about this time, and ends later by half of it. The turns are better there, unless the chest
    rests for much longer at the other end. In that case the breath itself rests.

    Returns
    -------
    tuple of array, array
        This time in seconds for each half, and how far its shape can be trusted, 0 to 1.
    """
    flanks = [_around(points, number) for number in numbers]
    rows = [
        (after.begin_s - here.end_s, here.begin_s - before.end_s, after.end_s - before.end_s)
        if before is not None and here is not None and after is not None
        else (np.nan,) * 3
        for before, here, after in flanks
    ]
    windows = _windows(np.array(rows).reshape(-1, 3).T)
    known = np.isfinite(windows[0]).sum(axis=-1) >= _FEWEST
    flat_s, rest_s, period_s = _median(windows)
    with np.errstate(invalid="ignore"):
        rests = np.clip((rest_s - _LONGER * flat_s) / (_RESTING * period_s), 0.0, 1.0)
        believed = np.where(flat_s <= _ROUND * period_s, 1.0, rests)
    return np.where(known, np.maximum(flat_s, 0.0), 0.0), np.where(known, believed, 1.0)


def _around(points: Sequence[TurningPoint], number: int) -> tuple[Flank | None, Flank | None, Flank | None]:
    """Return the half before the one that ends at a turn, that half, and the one after it."""
    segment = points[number].segment
    before, here, after = (
        points[one].flank if 0 <= one < len(points) and points[one].segment == segment else None
        for one in (number - 1, number, number + 1)
    )
    return before, here, after


def _placed(by_shape_s: Floats, by_turn_s: Floats, flat_s: Floats, believed: Floats) -> Floats:
    """Return the onsets in one segment, ``(kinds, n)``; those from shapes are off by `flat_s`."""
    late_s, share = _offsets(by_shape_s, by_turn_s, flat_s)
    late_s, share = believed * late_s, believed * share
    return share * (by_shape_s + flat_s) + (1.0 - share) * (by_turn_s + late_s)


def _offsets(by_shape_s: Floats, by_turn_s: Floats, flat_s: Floats) -> tuple[Floats, Floats]:
    """Return for each breath the offset of the turn-based time and the weight of the shape.

    A breath's own flatness also stands for the surrounding breaths. Their own values would need breaths that
    are further away, which arrive too late in a live session.
    """
    apart_s = _windows(by_shape_s - by_turn_s) + flat_s[..., np.newaxis]
    finite = np.isfinite(apart_s)
    count = finite.sum(axis=-1)
    late_s = _median(apart_s)
    known_s = np.where(finite, apart_s, 0.0)
    off_s = np.where(finite, apart_s - (known_s.sum(axis=-1) / count)[..., np.newaxis], 0.0)
    sd_s = np.sqrt(np.square(off_s).sum(axis=-1) / count)
    error_s = 1.2533 * sd_s / np.sqrt(count) * (1.0 + _FEW / count)
    believed = 1.0 - _DOUBT * (error_s / np.where(late_s == 0.0, 1e-9, late_s)) ** 2
    # Variation of the breath lengths that both methods share is real; the rest is error.
    steps_s = np.full((2, *by_shape_s.shape), np.nan)
    steps_s[0, :, 1:] = by_shape_s[:, 1:] - by_shape_s[:, :-1]
    steps_s[1, :, 1:] = by_turn_s[:, 1:] - by_turn_s[:, :-1]
    lengths_s = _windows(steps_s)
    usual_s = _median(lengths_s)
    unlike_s = lengths_s - usual_s[..., np.newaxis]
    shape_s, turn_s = np.where(np.isfinite(unlike_s), unlike_s, 0.0)
    together = (shape_s * turn_s).sum(axis=-1)
    freedom = np.maximum(count - 2.0, 1.0)
    shape = np.maximum((np.square(shape_s).sum(axis=-1) - together) / freedom, _LEAST_S**2)
    turn = np.maximum((np.square(turn_s).sum(axis=-1) - together) / freedom, _LEAST_S**2)
    with np.errstate(invalid="ignore"):
        believed *= np.minimum(1.0, (_SHAPE_SD * usual_s[1]) ** 4 / (0.5 * shape) ** 2)
    believed = np.where(count >= _FEWEST, np.clip(believed, 0.0, 1.0), 0.0)
    return believed * late_s, believed * turn / (shape + turn)


def _windows(values: Floats) -> Floats:
    """Return each value with its surrounding values, NaN beyond the ends, ``(..., n, window)``."""
    padded = np.full((*values.shape[:-1], _BEFORE + values.shape[-1] + _AFTER), np.nan)
    padded[..., _BEFORE : _BEFORE + values.shape[-1]] = values
    windows: Floats = sliding_window_view(padded, _BEFORE + 1 + _AFTER, axis=-1)
    return windows


def _median(windows: Floats) -> Floats:
    """Return the median of the known values in each window; NaN if there are none."""
    ordered = np.sort(windows, axis=-1)  # NaN is sorted last
    count = np.isfinite(ordered).sum(axis=-1)
    ordered = ordered.reshape(-1, ordered.shape[-1])
    rows, counts = np.arange(count.size), count.ravel()
    low, high = np.maximum(counts - 1, 0) // 2, np.minimum(counts // 2, ordered.shape[1] - 1)
    middle = 0.5 * (ordered[rows, low] + ordered[rows, high])
    return np.where(counts > 0, middle, np.nan).reshape(count.shape)
