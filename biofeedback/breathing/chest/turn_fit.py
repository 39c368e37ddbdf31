"""The exact time of a turn of the chest, from both flanks of the turn, because its top is flat and drifts."""

import math
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import RATE_HZ, Floats

_EXPONENTS: Final = 3
"""Exponents 2, 3 and 4: flatness of the top, 2 for a sine, 4 for a chest that rests near full and empty
lungs."""

_RIDGE: Final = 1e-9 * np.eye(3)

_MOMENTS: Final = 24
_FLANK: Final = 0.8
"""Share of the distance from turn to turn that the fit uses on each side."""

_STRIDE: Final = RATE_HZ // 5
_FEWEST: Final = 8
_LONGEST_S: Final = 9.0
"""Longest time on each side of the turn that the fit uses."""

_WANDER_S: Final = 1.0
"""Time constant of the errors' correlation, because posture wanders.

Of values from 0.5 to 10 s, the error of inhale shares in simulated chests is smallest between 0.5 and 1.5 s
and hardly changes there.
"""


class FittedTurn(NamedTuple):
    """A turn's moment.

    Parameters
    ----------
    time_s : float
        Time of the turn.
    sd_s : float
        Its standard error, from the residuals of the fit.
    """

    time_s: float
    sd_s: float


def fitted_turn(time_s: Floats, way_mg: Floats, top: int) -> FittedTurn:
    """Find the top of a movement that rises at one speed and falls at another.

    The fit has two flanks ``level - b |t - t0|**p`` with a common level and exponent and a slope for each
    side. It uses least squares with errors of one time constant. A parabola around the highest sample alone
    would follow drift if the top is flat. In a smoothed breath with unequal halves, the highest sample comes
    too late.

    Parameters
    ----------
    time_s, way_mg : array
        Shape ``(n,)``: from the turn before to the next one, or as far as is known; evenly sampled at 25 Hz.
    top : int
        Index of the highest sample.

    Returns
    -------
    FittedTurn
        A time within the samples.
    """
    first, end = _flanks(way_mg, top)
    stride = max(1, min(_STRIDE, (end - first) // _FEWEST))
    count = (end - first) // stride
    if count < _FEWEST:
        return FittedTurn(float(time_s[top]), 0.5 * (end - first) / RATE_HZ)
    used = slice(first, first + count * stride)
    means_s = time_s[used].reshape(count, stride).mean(axis=1)
    means_mg = way_mg[used].reshape(count, stride).mean(axis=1)
    return _fit(means_s, means_mg - means_mg[0])


def _flanks(way_mg: Floats, top: int) -> tuple[int, int]:
    longest = round(_LONGEST_S * RATE_HZ)
    begin, stop = max(0, top - longest), min(way_mg.size, top + longest + 1)
    left_mg, right_mg = way_mg[begin : top + 1], way_mg[top:stop]
    below_left = np.flatnonzero(left_mg < way_mg[top] - _FLANK * (way_mg[top] - left_mg.min()))
    below_right = np.flatnonzero(right_mg < way_mg[top] - _FLANK * (way_mg[top] - right_mg.min()))
    first = begin + int(below_left[-1]) if below_left.size else begin
    end = top + int(below_right[0]) + 1 if below_right.size else stop
    return first, end


def _fit(time_s: Floats, way_mg: Floats) -> FittedTurn:
    """Return the turn by the exponent with the smallest residual sum of squares."""
    tops_s = np.linspace(time_s[1], time_s[-2], _MOMENTS)
    length_s = float(time_s[-1] - time_s[0])
    since = (time_s - tops_s[:, np.newaxis]) / length_s
    left, right = np.maximum(-since, 0.0), np.maximum(since, 0.0)
    flanks = np.ones((_EXPONENTS, _MOMENTS, 3, time_s.size))
    np.multiply(left, left, out=flanks[0, :, 1])
    np.multiply(right, right, out=flanks[0, :, 2])
    for number in range(1, _EXPONENTS):
        np.multiply(flanks[number - 1, :, 1], left, out=flanks[number, :, 1])
        np.multiply(flanks[number - 1, :, 2], right, out=flanks[number, :, 2])
    keep = math.exp(-float(time_s[1] - time_s[0]) / _WANDER_S)
    basis, way = _whitened(flanks, keep), _whitened(way_mg, keep)
    normal = basis @ basis.swapaxes(-1, -2) + _RIDGE
    moment = basis @ way
    explained = (moment * np.linalg.solve(normal, moment[..., np.newaxis])[..., 0]).sum(axis=-1)
    whole = float(way @ way)
    return min(
        (_peak(one, tops_s, whole, time_s.size, length_s) for one in explained), key=lambda fit: fit[0]
    )[1]


def _peak(
    explained: Floats, tops_s: Floats, whole: float, count: int, length_s: float
) -> tuple[float, FittedTurn]:
    """Return the residual sum of squares, and the turn between the tops that were tried."""
    best = min(max(int(explained.argmax()), 1), _MOMENTS - 2)
    left, middle, right = explained[best - 1 : best + 2].tolist()
    step_s = float(tops_s[1] - tops_s[0])
    bend = max(2.0 * middle - left - right, 1e-9)
    shift = min(max(0.5 * (right - left) / bend, -1.0), 1.0)
    over = max(whole - middle, 0.0)
    sd_s = step_s * math.sqrt(2.0 * over / max(1, count - 4) / bend)
    return over, FittedTurn(float(tops_s[best]) + shift * step_s, min(sd_s, length_s))


def _whitened(values: Floats, keep: float) -> Floats:
    """Subtract from each value along the last axis the part predicted by the error before it."""
    first = math.sqrt(1.0 - keep**2) * values[..., :1]
    return np.concatenate((first, values[..., 1:] - keep * values[..., :-1]), axis=-1)
