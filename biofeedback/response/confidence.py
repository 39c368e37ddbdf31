"""How far a live figure may lie from its expectation, estimated from its own past.

A live figure varies for two reasons: its window is short, and the person changes from one minute to the next.
Both show when the same figure is recorded again and again. Successive values are correlated, so they count as
fewer values than there are (Bayley & Hammersley 1946, DOI 10.2307/2983560): with n values of variance s² and
correlation r(h) at lag h,

    n_eff = n / (1 + 2 Σ (1 − h/n) r(h)),    variance about the expectation = s² + s² / (n_eff − 1),

where the second term is the possible error of the mean of the past itself. r is computed about that mean, so
it is too small. It is raised by the same term, and everything is computed once more. The sum ends where r,
smoothed over three lags, first falls to 0 (an idea of Geyer, 1992, DOI 10.1214/ss/1177011137). The degrees of
freedom of s² are those of a Gaussian process, n / (1 + 2 Σ r²) − 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SMOOTHED_LAGS: Final = 3
_LEAST_EFFECTIVE: Final = 1.5
_LEAST_FREEDOM: Final = 3.0
_ROUNDING: Final = 1e-12
"""Scatter below this share of a value's size is rounding."""

Values = NDArray[np.float64]

FEWEST_SESSIONS: Final = 3
"""Number of earlier sessions at a pace that a prediction interval needs."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """What a figure's past says about it.

    Parameters
    ----------
    mean : float
        Mean of the past values.
    variance : float
        Variance of a single value about its expectation.
    mean_variance : float
        Variance of `mean` about the expectation.
    degrees_of_freedom : float
        Degrees of freedom of `variance`; at least 3.
    """

    mean: float
    variance: float
    mean_variance: float
    degrees_of_freedom: float

    @property
    def half_width(self) -> float:
        """Half the 95 % interval of a value, as an estimate of the figure's expectation."""
        return student_t_95(self.degrees_of_freedom) * math.sqrt(self.variance)

    @property
    def change_half_width(self) -> float:
        """Half the 95 % interval of the difference between a later value and `mean`."""
        return student_t_95(self.degrees_of_freedom) * math.sqrt(self.variance + self.mean_variance)


def scatter_of(values: Sequence[float]) -> Scatter:
    """Describe the scatter of a figure's past.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The figure at equal time steps, oldest first; at least 8 of them.
    """
    past = np.asarray(values, dtype=np.float64)
    mean = float(past.mean())
    centred = past - mean
    covariance = np.correlate(centred, centred, "full")[past.size - 1 :] / past.size
    variance = float(covariance[0])
    if variance <= (_ROUNDING * abs(mean)) ** 2:
        return Scatter(mean, 0.0, 0.0, _LEAST_FREEDOM)
    first = _effective(covariance, 0.0)
    mean_variance = variance / (first[0] - 1.0)
    effective, freedom = _effective(covariance, mean_variance)
    mean_variance = variance / (effective - 1.0)
    return Scatter(mean, variance + mean_variance, mean_variance, freedom)


def student_t_95(degrees_of_freedom: float) -> float:
    """Return the two-sided 95 % point of Student's t.

    It uses the expansion 26.7.5 in Abramowitz & Stegun (1964). That is right to 1 % from 3 degrees of freedom
    on.
    """
    z, n = 1.959964, degrees_of_freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )


def _effective(covariance: Values, mean_variance: float) -> tuple[float, float]:
    """Return the effective number of values, and the degrees of freedom of their variance."""
    count = covariance.size
    weight = 1.0 - np.arange(count) / count
    weighted = (covariance + mean_variance * weight) / (covariance[0] + mean_variance)
    smooth = np.convolve(weighted, np.full(_SMOOTHED_LAGS, 1.0 / _SMOOTHED_LAGS), "valid")
    fallen = np.flatnonzero(smooth <= 0.0)
    last = min(int(fallen[0]) + _SMOOTHED_LAGS // 2 if fallen.size else count, count // 2)
    related, squared = weighted[1:last], np.square(weighted[1:last]) / weight[1:last]
    effective = count / max(1.0, 1.0 + 2.0 * float(related.sum()))
    freedom = count / (1.0 + 2.0 * float(squared.sum())) - 1.0
    return max(effective, _LEAST_EFFECTIVE), max(freedom, _LEAST_FREEDOM)
