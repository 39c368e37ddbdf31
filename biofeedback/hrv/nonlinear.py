"""Nonlinear measures of heart-rate variability: fractal scaling, regularity, and Baevsky's stress index.

The axes of the Poincaré plot are in the time domain module, because they come from the same two variances.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.hrv.sample_entropy import sample_entropy
from biofeedback.hrv.tachogram import unbroken

BOX_BEATS: Final = tuple(range(4, 17))
"""Box sizes of the short-term scaling exponent: every size from 4 to 16 beats."""

MINIMUM_ALPHA1_S: Final = 114.0
"""Two minutes minus 5 %: the shortest window in use (2 min during exercise)."""

MINIMUM_ENTROPY_BEATS: Final = 200
"""Yentes et al., Annals of Biomedical Engineering 41(2):349–365 (2013), DOI 10.1007/s10439-012-0668-3."""

MINIMUM_STRESS_INDEX_S: Final = 285.0
"""Five minutes minus 5 %: the range grows with the length, so values are comparable only at this length."""

_MINIMUM_ALPHA1_BEATS: Final = 4 * BOX_BEATS[-1]
_STRESS_BIN_MS: Final = 50.0
_NO_RANGE_MS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Nonlinear:
    """Nonlinear measures of one span; None if the span is too short or does not vary.

    Parameters
    ----------
    dfa_alpha1 : float or None
        Short-term scaling exponent of detrended fluctuation analysis, without unit.
    sample_entropy : float or None
        Sample entropy with m = 2 and r = 0.2 SD, in nats.
    baevsky_stress_index : float or None
        Baevsky's stress index in %/s².
    """

    dfa_alpha1: float | None = None
    sample_entropy: float | None = None
    baevsky_stress_index: float | None = None


def nonlinear(rr_ms: NDArray[np.float64], valid: NDArray[np.bool_], adjacent: NDArray[np.bool_]) -> Nonlinear:
    """Compute the measures for which there are enough NN intervals.

    Parameters
    ----------
    rr_ms, valid, adjacent : ndarray, shape (n_beats,)
        The intervals in order, which of them are NN, and which begin at the end of the previous one.
    """
    nn_ms = rr_ms[valid]
    length_s = float(nn_ms.sum()) / 1000.0
    alpha1 = entropy = stress_index = None
    if length_s >= MINIMUM_ALPHA1_S and nn_ms.size >= _MINIMUM_ALPHA1_BEATS:
        alpha1 = dfa_alpha1(_bridged(rr_ms, unbroken(rr_ms, valid, adjacent)))
    if nn_ms.size >= MINIMUM_ENTROPY_BEATS:
        joined = adjacent & valid & np.concatenate(([False], valid[:-1]))
        entropy = sample_entropy(nn_ms, joined[valid])
    if length_s >= MINIMUM_STRESS_INDEX_S:
        stress_index = baevsky_stress_index(nn_ms)
    return Nonlinear(alpha1, entropy, stress_index)


def dfa_alpha1(stretches_ms: Sequence[NDArray[np.float64]]) -> float | None:
    """Short-term scaling exponent α1: slope of ln F(n) over ln n for boxes of n = 4 to 16 beats.

    Peng, Havlin, Stanley & Goldberger, Chaos 5(1):82–87 (1995), DOI 10.1063/1.166141. The profile is the
    cumulative sum of deviations from the mean. F(n) is the root mean square of the profile's residuals from a
    straight line in each box. Boxes do not overlap, start with the first beat of each stretch, and stay
    within it.

    Parameters
    ----------
    stretches_ms : sequence of ndarray, each of shape (n_beats,)
        Intervals without a gap; stretches shorter than the largest box are left out.

    Returns
    -------
    float or None
        0.5 for white noise, 1 for 1/f noise, 1.5 for a random walk; None if no stretch is long enough or
        varies.
    """
    profiles = [
        np.cumsum(stretch_ms - stretch_ms.mean())
        for stretch_ms in stretches_ms
        if stretch_ms.size >= BOX_BEATS[-1]
    ]
    if not profiles:
        return None
    fluctuations = [
        math.sqrt(np.concatenate([box_mean_squares(profile, n) for profile in profiles]).mean())
        for n in BOX_BEATS
    ]
    scale = max(float(np.abs(profile).max()) for profile in profiles)
    if min(fluctuations) <= 1e-9 * scale:
        return None
    log_n = np.log(BOX_BEATS)
    centred = log_n - log_n.mean()
    return float(centred @ np.log(fluctuations) / (centred @ centred))


def box_mean_squares(profile: NDArray[np.float64], box_beats: int) -> NDArray[np.float64]:
    """Mean square residual from a straight line in each box, shape (n_boxes,), in the unit squared."""
    count = profile.size // box_beats
    boxes = profile[: count * box_beats].reshape(count, box_beats)
    ramp = np.arange(box_beats) - (box_beats - 1) / 2.0
    centred = boxes - boxes.mean(axis=1, keepdims=True)
    left = centred - np.outer(centred @ ramp / (ramp @ ramp), ramp)
    squares: NDArray[np.float64] = np.mean(left**2, axis=1)
    return squares


def baevsky_stress_index(nn_ms: NDArray[np.float64]) -> float | None:
    """Baevsky's stress index, SI = AMo / (2 · Mo · MxDMn), from a histogram with bins of 50 ms.

    Baevsky & Chernikova, Cardiometry 10:66–76 (2017), DOI 10.12710/cardiometry.2017.10.6676. Mo is the middle
    of the fullest bin in s (the shortest if there are several), AMo its share in %, MxDMn the range in s.
    Bins begin at multiples of 50 ms. Kubios uses the median for Mo and shows √SI.

    Parameters
    ----------
    nn_ms : ndarray, shape (n_beats,)
        NN intervals; their order does not matter.

    Returns
    -------
    float or None
        Stress index in %/s²; None if the intervals do not vary by more than 1 ms.
    """
    range_ms = float(np.ptp(nn_ms)) if nn_ms.size else 0.0
    if range_ms <= _NO_RANGE_MS:
        return None
    bins, counts = np.unique(np.floor(nn_ms / _STRESS_BIN_MS), return_counts=True)
    fullest = int(counts.argmax())
    mode_s = (float(bins[fullest]) + 0.5) * _STRESS_BIN_MS / 1000.0
    share_percent = 100.0 * float(counts[fullest]) / nn_ms.size
    return share_percent / (2.0 * mode_s * range_ms / 1000.0)


def _bridged(rr_ms: NDArray[np.float64], stretches: Sequence[NDArray[np.intp]]) -> list[NDArray[np.float64]]:
    """Return the intervals of each stretch, with linear interpolation across those left out."""
    return [
        np.interp(np.arange(beats[0], beats[-1] + 1), beats, rr_ms[beats])
        for beats in stretches
        if beats.size
    ]
