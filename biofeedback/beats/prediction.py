"""How well earlier RR intervals predict the next: a breathing swing is predictable, however large it is.

An autoregression of order four describes a wave of any period, plus a mean and noise. It leaves little of a
regular heart unexplained. In atrial fibrillation nearly all of the variance stays unexplained, and the
earlier beats do not predict an early one. Everything is computed on logarithms, so that slow and fast hearts
follow one rule.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]

ORDER: Final = 4
MEMORY: Final = 64
"""Number of intervals that a prediction is fitted to."""

_FEWEST_ROWS: Final = 16
_ROUNDS: Final = 4
_HUBER: Final = 1.5
"""Residuals beyond this many standard deviations get less weight, because they may be ectopic beats."""

_ROUNDING: Final = 1e-4
_TO_SD: Final = 1.4826
"""Converts the median absolute deviation of a Gaussian to its standard deviation."""

_WIDEST: Final = 0.36
"""Largest distance between the tenth and ninetieth percentiles of a regular wave, as a share of the interval.
Ectopic beats in a fixed pattern can be predicted too, but they differ by more."""

_WIDEST_ENDS: Final = 0.45
"""The same limit for the third and 97th percentiles."""

_BEYOND: Final = 0.4
"""A wave goes at most this far beyond its tenth or ninetieth percentile, as a share of their distance."""

_EXPLAINED: Final = 0.6
"""Ratio of the scatter after and before the fit (medians). Above this, the heart makes no predictable
wave."""

_NEAR_SD: Final = 4.0


def unexplained(rr_ms: _Floats, adjacent: _Flags) -> float | None:
    """Return the error of the prediction of an interval: its lower quartile, as a share of the interval.

    Parameters
    ----------
    rr_ms : array
        Shape ``(n,)``: intervals of a few minutes in order, NaN where one was not measured.
    adjacent : array of bool
        Shape ``(n,)``: whether each begins where the one before ended.

    Returns
    -------
    float or None
        Median over pieces of 64 intervals, so that a short disturbance does not decide the result. None if
        there are too few intervals in a row.
    """
    rows, values = _rows(rr_ms, adjacent)
    count = values.size // MEMORY
    if not count and values.size < _FEWEST_ROWS:
        return None
    pieces = np.array_split(np.arange(values.size), max(count, 1))
    return float(np.median([_quartile(np.abs(_fit(rows[one], values[one])[1])) for one in pieces]))


def is_expected(before_ms: _Floats, adjacent: _Flags, here_ms: float) -> bool:
    """Return whether an interval fits the wave before it.

    Parameters
    ----------
    before_ms : array
        Shape ``(n,)``: the intervals before it, oldest first; only the last `MEMORY` + `ORDER` are used.
    adjacent : array of bool
        Shape ``(n,)``: whether each of them begins where the one before ended.
    here_ms : float
        The interval, which begins where the last of them ended.
    """
    before_ms, adjacent = before_ms[-MEMORY - ORDER :], adjacent[-MEMORY - ORDER :]
    if before_ms.size < _FEWEST_ROWS + ORDER or not adjacent[1 - ORDER :].all():
        return False
    rows, values = _rows(before_ms, adjacent)
    if values.size < _FEWEST_ROWS or not (np.isfinite(before_ms[-ORDER:]).all() and here_ms > 0.0):
        return False
    lowest, low, high, highest = np.quantile(values, [0.03, 0.1, 0.9, 0.97])
    if high - low > _WIDEST or highest - lowest > _WIDEST_ENDS:
        return False
    here = float(np.log(here_ms))
    beyond = _BEYOND * (high - low)
    if not low - beyond <= here <= high + beyond:
        return False
    factors, off = _fit(rows, values)
    left = float(np.median(np.abs(off)))
    if left > _EXPLAINED * float(np.median(np.abs(values - np.median(values)))):
        return False
    expected = float(np.append(np.log(before_ms[-1 : -1 - ORDER : -1]), 1.0) @ factors)
    return abs(here - expected) <= _NEAR_SD * _TO_SD * left + _ROUNDING


def _rows(rr_ms: _Floats, adjacent: _Flags) -> tuple[_Floats, _Floats]:
    """Return the rows of a regression in logarithms: four known predecessors with a 1, and the interval."""
    if rr_ms.size <= ORDER:
        return np.empty((0, ORDER + 1)), np.empty(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        logarithms = np.log(rr_ms)
    columns = [logarithms[ORDER - lag : -lag] for lag in range(1, ORDER + 1)]
    follows = np.all([adjacent[ORDER - lag : adjacent.size - lag] for lag in range(ORDER)], axis=0)
    rows = np.column_stack([*columns, np.ones(rr_ms.size - ORDER)])
    values = logarithms[ORDER:]
    kept = follows & np.isfinite(rows).all(axis=1) & np.isfinite(values)
    return rows[kept], values[kept]


def _fit(rows: _Floats, values: _Floats) -> tuple[_Floats, _Floats]:
    """Return the coefficients of the autoregression and the residual of each value."""
    weight = np.ones(values.size)
    factors: _Floats = np.zeros(rows.shape[1])
    off: _Floats = values
    for _ in range(_ROUNDS):
        weighted = rows * weight[:, np.newaxis]
        factors = np.asarray(np.linalg.lstsq(weighted, values * weight, rcond=None)[0], dtype=np.float64)
        off = values - rows @ factors
        scale = _HUBER * (_TO_SD * float(np.median(np.abs(off))) + _ROUNDING)
        weight = np.sqrt(scale / np.maximum(np.abs(off), scale))
    return factors, off


def _quartile(values: _Floats) -> float:
    return float(np.sort(values)[(values.size - 1) // 4])
