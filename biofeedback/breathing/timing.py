"""How late beats and breaths are on the guide's clock, measured with one accelerometer.

A strap reports its beats seconds later, and this delay is known only to a few tenths of a second (Physiol.
Meas. 46(8) 085001, 2025: interquartile range 2.2 to 2.8 s for a Polar H10). That hardly affects the size of a
response, but it is 15 degrees of its angle against the breath. The accelerometer resolves this, because it
registers both events on one clock: each breath, and the recoil of each heart beat (as the aortic valve opens,
about a tenth of a second after the R wave).
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.chest_samples import ChestSamples
from biofeedback.breathing.chest.samples import Floats

RECOIL_S: Final = 0.11
"""Time from the R wave to the middle of the recoil; the pre-ejection period is 0.1 ± 0.02 s."""

_LAGS_S: Final[Floats] = np.arange(-0.8, 0.9001, 0.01)
_STILL_S: Final = 0.11
"""Window of the running mean; slower movement is breathing and posture."""

_LEAST_CONTRAST: Final = 6.0
"""Least height of the recoil above the other lags, in units of their scatter."""

_LEAST_BEATS: Final = 100
_LEAST_BREATHS: Final = 10
_SAMPLES: Final = 80
_LEAST_MOVED_MG: Final = 1e-3
"""A smaller movement is a rounding error of a stuck sensor."""


def beat_lateness_s(beats: Sequence[Beat], chest: ChestSamples) -> float | None:
    """Return how much later than their recorded times the beats happened, on the accelerometer's clock.

    Returns
    -------
    float or None
        None if the recoil is not clear because the sensor sits badly, the body moves much or beats are few.
    """
    first_s, last_s = chest.time_s[[0, -1]]
    times_s = np.array([one.time_s for one in beats if one.label is BeatLabel.NORMAL])
    times_s = times_s[(times_s > first_s + 1.0) & (times_s < last_s - 1.0)]
    if times_s.size < _LEAST_BEATS:
        return None
    shaking = _shaking(chest)
    score = np.interp(times_s[:, None] + _LAGS_S, chest.time_s, shaking).mean(axis=0)
    others = np.median(score)
    scatter = 1.483 * np.median(np.abs(score - others))
    best = int(np.argmax(score))
    if not score[best] - others > _LEAST_CONTRAST * scatter:
        return None
    return float(_LAGS_S[best]) - RECOIL_S


def breath_lag_s(
    turns_s: Sequence[tuple[float, float]], lungs: Sequence[complex], chest: ChestSamples
) -> float | None:
    """Return how much later the chest moves than the guide: the median, from the fundamentals of both.

    Parameters
    ----------
    turns_s : sequence of (float, float)
        Inhale onset and next inhale onset of the guide's breaths.
    lungs : sequence of complex
        Fundamental of the guide's lung position in each, as in `BreathResponse.fundamental_ms`.
    chest : ChestSamples
        Acceleration.

    Returns
    -------
    float or None
        None with fewer than ten breaths that moved the sensor along one direction.

        The direction in which the sensor tilts with an inhale has no effect, and neither has a change of
        posture between breaths. The angle is half that of the sum of squares of the axes' fundamentals. This
        leaves half a turn open, and the result is the smaller lag.
    """
    lags_s, weights = [], []
    for (begin_s, end_s), lung in zip(turns_s, lungs, strict=True):
        moved = _fundamental(chest, begin_s, end_s)
        if moved is None:
            continue
        squared = complex(((moved / lung) ** 2).sum())
        angle = 0.5 * math.atan2(squared.imag, squared.real)
        lags_s.append(-angle * (end_s - begin_s) / (2.0 * math.pi))
        weights.append(abs(squared) / float((np.abs(moved / lung) ** 2).sum()))
    kept = [lag_s for lag_s, weight in zip(lags_s, weights, strict=True) if weight > 0.5]
    return float(np.median(kept)) if len(kept) >= _LEAST_BREATHS else None


def _shaking(chest: ChestSamples) -> Floats:
    """Return the size of the quick movement, with bouts of movement clipped."""
    step_s = float(np.median(np.diff(chest.time_s)))
    width = max(3, round(_STILL_S / step_s) | 1)
    quick = chest.acceleration_mg - _running_mean(chest.acceleration_mg, width)
    size: Floats = np.sqrt((quick**2).sum(axis=1))
    clipped: Floats = np.minimum(size, np.quantile(size, 0.95))
    return clipped


def _running_mean(values: Floats, width: int) -> Floats:
    padded = np.pad(values, ((width // 2 + 1, width // 2), (0, 0)), mode="edge")
    total = padded.cumsum(axis=0)
    mean: Floats = (total[width:] - total[:-width]) / width
    return mean


def _fundamental(chest: ChestSamples, begin_s: float, end_s: float) -> np.ndarray | None:
    """Return the complex fundamental of each axis over one breath, ``(3,)``; None without movement.

    The fit includes half a breath before and after, to separate posture from breathing.
    """
    half_s = 0.5 * (end_s - begin_s)
    edges_s = np.linspace(begin_s - half_s, end_s + half_s, _SAMPLES + 1)
    at = np.searchsorted(chest.time_s, edges_s)
    if (np.diff(at) == 0).any():
        return None
    means = np.add.reduceat(chest.acceleration_mg[: at[-1]], at[:-1], axis=0) / np.diff(at)[:, None]
    phase = 2.0 * (np.arange(_SAMPLES) + 0.5) / _SAMPLES - 0.5
    turns = 2.0 * np.pi * phase
    waves = [wave(k * turns) for k in (1, 2) for wave in (np.cos, np.sin)]
    design = np.column_stack((np.ones_like(phase), phase - 0.5, *waves))
    fit = np.linalg.lstsq(design, means, rcond=None)[0]
    fundamental: np.ndarray = fit[2] - 1j * fit[3]
    return fundamental if np.abs(fundamental).max() > _LEAST_MOVED_MG else None
