"""Time-domain heart-rate variability over NN intervals.

Definitions follow the Task Force of the ESC and NASPE, Circulation 93(5):1043–1065 (1996),
DOI 10.1161/01.CIR.93.5.1043. Differences are taken only over adjacent valid pairs: if an interval is left
out, its neighbours do not form a pair.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MINIMUM_NN_S: Final = 24.0
"""Total NN that a variability figure needs: the customary 30 s, minus a fifth for gaps and edges."""

FEWEST_DIFFERENCES: Final = 2


@dataclass(frozen=True, slots=True)
class TimeDomain:
    """Time-domain figures of one span; None if the span is too short or its quality is too low.

    Parameters
    ----------
    heart_rate_per_min : float or None
        60000 / mean NN.
    mean_nn_ms : float or None
        Mean of the NN intervals.
    sdnn_ms : float or None
        Standard deviation of NN with n − 1.
    rmssd_ms : float or None
        Root mean square of successive differences.
    ln_rmssd : float or None
        Natural logarithm of RMSSD / ms.
    pnn50_percent : float or None
        Share of successive differences above 50 ms.
    sd1_ms, sd2_ms : float or None
        Axes of the Poincaré plot, SD1² = ½ var(ΔNN) and SD2² = 2 var(NN) − ½ var(ΔNN), with n − 1.
    """

    heart_rate_per_min: float | None = None
    mean_nn_ms: float | None = None
    sdnn_ms: float | None = None
    rmssd_ms: float | None = None
    ln_rmssd: float | None = None
    pnn50_percent: float | None = None
    sd1_ms: float | None = None
    sd2_ms: float | None = None


def time_domain(
    rr_ms: NDArray[np.float64], valid: NDArray[np.bool_], adjacent: NDArray[np.bool_]
) -> TimeDomain:
    """Compute the time-domain figures.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        RR intervals in order.
    valid : ndarray of bool, shape (n_beats,)
        Which of them are NN intervals.
    adjacent : ndarray of bool, shape (n_beats,)
        Which begin at the end of the previous one.
    """
    nn_ms = rr_ms[valid]
    if nn_ms.size < 2:
        return TimeDomain()
    mean_nn_ms = float(nn_ms.mean())
    basic = TimeDomain(heart_rate_per_min=60000.0 / mean_nn_ms, mean_nn_ms=mean_nn_ms)
    differences_ms = successive_differences_ms(rr_ms, valid, adjacent)
    if nn_ms.sum() < 1000.0 * MINIMUM_NN_S or differences_ms.size < FEWEST_DIFFERENCES:
        return basic
    rmssd = rmssd_ms(differences_ms)
    sdnn = float(nn_ms.std(ddof=1))
    half_variance = 0.5 * float(differences_ms.var(ddof=1))
    return TimeDomain(
        heart_rate_per_min=basic.heart_rate_per_min,
        mean_nn_ms=mean_nn_ms,
        sdnn_ms=sdnn,
        rmssd_ms=rmssd,
        ln_rmssd=float(np.log(rmssd)) if rmssd > 0.0 else None,
        pnn50_percent=100.0 * float(np.mean(np.abs(differences_ms) > 50.0)),
        sd1_ms=half_variance**0.5,
        sd2_ms=max(0.0, 2.0 * sdnn**2 - half_variance) ** 0.5,
    )


def successive_differences_ms(
    rr_ms: NDArray[np.float64], valid: NDArray[np.bool_], adjacent: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return RR(i+1) − RR(i) for valid intervals when the second begins at the end of the first."""
    pairs = valid[1:] & valid[:-1] & adjacent[1:]
    differences: NDArray[np.float64] = np.diff(rr_ms)[pairs]
    return differences


def rmssd_ms(differences_ms: NDArray[np.float64]) -> float:
    """Return the root mean square of successive differences, shape (n_pairs,), at least one."""
    return float(np.sqrt(np.mean(np.square(differences_ms))))
