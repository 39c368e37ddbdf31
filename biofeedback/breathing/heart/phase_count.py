"""The number of breaths in a window, counted from the phase of what they modulate from beat to beat."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.breathing.chest.samples import Bools, Floats
from biofeedback.breathing.heart.modulation import Modulation

_Complexes = NDArray[np.complex128]

CONTEXT_S: Final = 10.0
"""Time on each side of the window with beats that help to find the phase at its ends, if they are known."""

_STEP_S: Final = 0.5
_REACH_BREATHS: Final = 0.5
"""Standard deviation, in breaths, of the Gaussian that weights the beats for the phase at one moment.

It is short enough to follow each breath, and long enough to find its phase.
"""

_RIDGE: Final = 1e-3


class PhaseCount(NamedTuple):
    """Breaths counted by phase.

    Parameters
    ----------
    rate_per_min : float
        Turns of the phase in the window, divided by its length.
    sd_per_min : float
        Standard error of the rate, from the residuals at the two ends of the window.
    lowest_share : float
        The weakest modulation in the window as a share of the median. If it fades, the phase may slip by a
        breath.
    """

    rate_per_min: float
    sd_per_min: float
    lowest_share: float


def phase_count(
    modulations: Sequence[Modulation], begin_s: float, end_s: float, *, near_per_min: float
) -> PhaseCount:
    """Count the breaths of a window.

    At each moment a sine of the expected rate is fitted to the surrounding beats, separately for each value.
    Each value lags the breath by its own time, so the first principal component of these complex amplitudes
    combines them. The phase of this component turns once in each breath.

    Parameters
    ----------
    modulations : sequence of Modulation
        Values of the window and, if known, of some time around it.
    begin_s, end_s : float
        The window.
    near_per_min : float
        The expected rate.
    """
    known = [one.within(begin_s - CONTEXT_S, end_s + CONTEXT_S) for one in modulations]
    first_s = min(begin_s, *(float(one.time_s[0]) for one in known))
    last_s = max(end_s, *(float(one.time_s[-1]) for one in known))
    moments_s = np.arange(first_s, last_s + _STEP_S, _STEP_S)
    inside = (moments_s >= begin_s) & (moments_s <= end_s)
    breath, variance = _together([_local_sines(one, moments_s, near_per_min) for one in known], inside)
    sizes = np.abs(breath)
    usual = float(np.median(sizes[inside]))
    phase = np.interp([begin_s, end_s], moments_s, np.unwrap(np.angle(breath)))
    phase_variance = np.interp([begin_s, end_s], moments_s, variance / np.maximum(sizes**2, _RIDGE))
    turn_per_min = 60.0 / (2.0 * math.pi * (end_s - begin_s))
    return PhaseCount(
        near_per_min + float(phase[1] - phase[0]) * turn_per_min,
        math.sqrt(float(phase_variance.sum())) * turn_per_min,
        float(sizes[inside].min()) / usual if usual > 0.0 else 0.0,
    )


def _together(fits: Sequence[tuple[_Complexes, Floats]], inside: Bools) -> tuple[_Complexes, Floats]:
    """Combine values by what they share in the window; return the amplitude and its error variance."""
    amplitudes = np.concatenate([amplitude for amplitude, _ in fits], axis=1)
    variances = np.concatenate([variance for _, variance in fits], axis=1)
    _, directions = np.linalg.eigh(amplitudes[inside].conj().T @ amplitudes[inside])
    return amplitudes @ directions[:, -1], variances @ np.square(np.abs(directions[:, -1]))


def _local_sines(modulation: Modulation, moments_s: Floats, per_min: float) -> tuple[_Complexes, Floats]:
    """Return the complex amplitude of each value at each moment, ``(m, c)``, and its error variance."""
    time_s = modulation.time_s
    values = modulation.values - modulation.values.mean(axis=0)
    values = values / np.maximum(values.std(axis=0), 1e-9)
    reach_s = _REACH_BREATHS * 60.0 / per_min
    weights = np.exp(-0.5 * np.square((moments_s[:, np.newaxis] - time_s) / reach_s))
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    angle = 2.0 * np.pi / 60.0 * per_min * time_s
    basis = np.column_stack([np.ones(time_s.size), np.cos(angle), np.sin(angle)])
    products = (basis[:, :, np.newaxis] * basis[:, np.newaxis, :]).reshape(-1, 9)
    normal = (weights @ products).reshape(-1, 3, 3) + _RIDGE * np.eye(3)
    moments = np.stack([weights @ (basis[:, [i]] * values) for i in range(3)], axis=1)
    fit = np.linalg.solve(normal, moments)
    left = np.maximum(weights @ np.square(values) - (fit * moments).sum(axis=1), 0.0)
    counts = 1.0 / np.maximum(np.square(weights).sum(axis=1, keepdims=True), 1e-12)
    return fit[:, 1] - 1j * fit[:, 2], 2.0 * left / np.maximum(counts - 3.0, 1.0)
