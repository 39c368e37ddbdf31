"""The tachogram: RR intervals as a series at equal time steps, which a spectrum needs.

The time of an interval is that of the beat at its end. A natural cubic spline through the beats is sampled 4
times per second, well above twice the highest frequency of interest (0.4 Hz; Berntson et al.,
Psychophysiology 34(6):623–648 (1997), DOI 10.1111/j.1469-8986.1997.tb02140.x).

The spline bridges intervals that are not NN if they last 3 s or less. If they last longer, or if beats are
missing, one stretch ends and another begins. Gaps are not filled.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import GAP_S
from biofeedback.hrv.smoothness_priors import without_trend

SAMPLES_PER_S: Final = 4

MINIMUM_S: Final = 57.0
"""Shorter stretches are left out: figures need at least a minute (minus 5 % for the edges)."""

_RESAMPLED_RR_MS: Final = (100.0, 1000.0 * GAP_S)
"""Intervals outside this range are left out of the tachogram, even if artefacts are kept."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An unbroken piece of tachogram.

    Parameters
    ----------
    first : int
        Number of its first sample; sample k lies at k / 4 s on the session's clock.
    rr_ms : ndarray, shape (n_samples,)
        The intervals, in ms.
    detrended_ms : ndarray, shape (n_samples,)
        The same without frequencies below 0.036 Hz.
    """

    first: int
    rr_ms: NDArray[np.float64]
    detrended_ms: NDArray[np.float64]

    def part(self, begin: float, end: float) -> Self:
        """Return the samples from number `begin` up to but not including `end`."""
        span = slice(int(max(begin - self.first, 0)), int(min(max(end - self.first, 0), self.rr_ms.size)))
        return type(self)(self.first + span.start, self.rr_ms[span], self.detrended_ms[span])


class Tachogram:
    """The stretches of one recording, each 57 s or longer, resampled and detrended once for all spans.

    Parameters
    ----------
    time_s : ndarray, shape (n_beats,)
        End of each interval on the session's clock; adjacent ends differ by the interval.
    rr_ms, valid, adjacent : ndarray, shape (n_beats,)
        The intervals in order, which of them are NN, and which begin at the end of the previous one.
    """

    def __init__(
        self,
        time_s: NDArray[np.float64],
        rr_ms: NDArray[np.float64],
        valid: NDArray[np.bool_],
        adjacent: NDArray[np.bool_],
    ) -> None:
        self.stretches = [
            _resampled(time_s[beats], rr_ms[beats])
            for beats in unbroken(rr_ms, valid, adjacent)
            if time_s[beats[-1]] - time_s[beats[0]] >= MINIMUM_S
        ]
        self._ends = [stretch.first + stretch.rr_ms.size for stretch in self.stretches]

    def within(self, start_s: float, end_s: float) -> list[Stretch]:
        """Return the stretches, or their parts, in (start_s, end_s]."""
        begin, end = _samples_until(start_s) + 1, _samples_until(end_s) + 1
        parts = []
        for stretch in self.stretches[bisect_right(self._ends, begin) :]:
            if stretch.first >= end:
                break
            parts.append(stretch.part(begin, end))
        return parts


def unbroken(
    rr_ms: NDArray[np.float64], valid: NDArray[np.bool_], adjacent: NDArray[np.bool_]
) -> list[NDArray[np.intp]]:
    """Return the numbers of the usable intervals for each stretch without a gap or a hole above 3 s."""
    low_ms, high_ms = _RESAMPLED_RR_MS
    usable = valid & (rr_ms >= low_ms) & (rr_ms <= high_ms)
    kept = np.flatnonzero(usable)
    if kept.size == 0:
        return []
    left_out_ms = np.cumsum(np.where(usable, 0.0, np.minimum(rr_ms, 2.0 * high_ms)))[kept]
    chain = np.cumsum(~adjacent)[kept]
    breaks = (np.diff(chain) > 0) | (np.diff(left_out_ms) > 1000.0 * GAP_S)
    return np.split(kept, np.flatnonzero(breaks) + 1)


def _resampled(time_s: NDArray[np.float64], rr_ms: NDArray[np.float64]) -> Stretch:
    first, last = math.ceil(time_s[0] * SAMPLES_PER_S), math.floor(time_s[-1] * SAMPLES_PER_S)
    even_s = np.arange(first, last + 1) / SAMPLES_PER_S
    even_ms = _on_natural_spline(time_s, rr_ms, even_s)
    return Stretch(first, even_ms, without_trend(even_ms))


def _on_natural_spline(
    time_s: NDArray[np.float64], values: NDArray[np.float64], at_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the values of a natural cubic spline through points, at least three, at times between them.

    `scipy.interpolate` gives the same, but imports seven more packages of scipy.
    """
    from scipy.linalg import solveh_banded

    steps_s = np.diff(time_s)
    slopes = np.diff(values) / steps_s
    bands = np.zeros((2, values.size - 2))
    bands[0] = 2.0 * (steps_s[:-1] + steps_s[1:])
    bands[1, :-1] = steps_s[1:-1]
    bends = np.zeros(values.size)  # a sixth of the second derivatives
    bends[1:-1] = solveh_banded(bands, np.diff(slopes), lower=True, check_finite=False)
    piece = np.searchsorted(time_s, at_s, side="right").clip(1, time_s.size - 1) - 1
    since_s, step_s = at_s - time_s[piece], steps_s[piece]
    begin, end = bends[piece], bends[piece + 1]
    slope = slopes[piece] - step_s * (2.0 * begin + end)
    cubic = (end - begin) / step_s
    on_spline: NDArray[np.float64] = values[piece] + since_s * (
        slope + since_s * (3.0 * begin + since_s * cubic)
    )
    return on_spline


def _samples_until(time_s: float) -> float:
    return math.floor(time_s * SAMPLES_PER_S) if math.isfinite(time_s) else time_s
