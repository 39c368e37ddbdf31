"""The vagal (parasympathetic) heart response to one breath, by regression on the breath.

The model is RR(t) = level + slope + Σ aₖ cos 2πkφ + bₖ sin 2πkφ, k = 1, 2, with φ the phase of the breath.
Least squares at a known rate use beats at the times when they occur (Lomb 1976, DOI 10.1007/BF00648343).
Peak-to-trough (Grossman, van Beek & Wientjes 1990, DOI 10.1111/j.1469-8986.1990.tb03198.x) clips the peak
between two beats. If the heart's lag is long, it also looks for the peak in the wrong stage. The slope
accounts for slow drift.

An interval is the mean of the heart's period over its own length. This makes a swing of period T smaller by
sinc(k·RR/T) (the integral pulse frequency modulator: Nakao et al. 1997, DOI 10.1109/10.568918). The
coefficients are corrected for it, so the figures do not shrink when breathing is quicker or the heart slower.
"""

from collections.abc import Reversible
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import Beat, BeatLabel

LAG_S: Final = 1.0
"""How far a breath's beats extend into the next breath, because the heart lags behind the lungs."""

_LEAD: Final = 0.25
"""Beats from this share of the previous breath are used too; they make the fit steadier at both ends."""

_TAIL_S: Final = 1.0
"""The last whole interval may end this long before the end of a breath, because slow hearts have long
intervals."""

_MINIMUM_BEATS: Final = {1: 6, 2: 8}
"""Number of beats for each number of harmonics: two more than there are coefficients."""

_PHASES: Final = np.arange(64) / 64.0

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BreathResponse:
    """The swing of RR that goes with one breath.

    Parameters
    ----------
    swing_ms : float
        RSA amplitude: highest minus lowest point of the fitted curve.
    power_ms2 : float
        Power at the breathing rate and its second harmonic: ½ Σ aₖ² + bₖ², the variance of the fitted curve.
    exhale_less_inhale_ms : float
        Mean of the curve over the last two thirds of the exhale, minus the mean over the last two thirds of
        the inhale, both one second late. Over whole stages a heart in step with the lungs would give 0.
    fundamental_ms : complex
        Amplitude and phase at the breath's own period. That part of the curve is the real part of this times
        exp(2πiφ), with φ from 0 at the inhale onset to 1.
    mean_rr_ms : float
        Mean RR interval of the breath.
    """

    swing_ms: float
    power_ms2: float
    exhale_less_inhale_ms: float
    fundamental_ms: complex
    mean_rr_ms: float


def breath_response(
    beats: Reversible[Beat], inhale_s: float, exhale_s: float, next_inhale_s: float
) -> BreathResponse | None:
    """Fit one breath.

    Parameters
    ----------
    beats : reversible of Beat
        Beats of the breath, of a quarter of it before and of one second after; other beats are ignored.
    inhale_s, exhale_s, next_inhale_s : float
        Inhale onset, exhale onset and the following inhale onset.

    Returns
    -------
    BreathResponse or None
        None if the breath has fewer than six beats, a doubtful beat or a gap. With six or seven beats only
        the first harmonic is fitted.
    """
    period_s = next_inhale_s - inhale_s
    run = _unbroken(beats, inhale_s - _LEAD * period_s, next_inhale_s + LAG_S / 2.0)
    if (
        not run
        or run[0].time_s - run[0].rr_ms / 1000.0 > inhale_s
        or run[-1].time_s < next_inhale_s - _TAIL_S
    ):
        return None
    harmonics = sum(len(run) >= least for least in _MINIMUM_BEATS.values())
    if not harmonics:
        return None
    coefficients_ms = _fit(run, inhale_s, period_s, harmonics)
    curve_ms = _waves(_PHASES, harmonics) @ coefficients_ms
    return BreathResponse(
        swing_ms=float(np.ptp(curve_ms)),
        power_ms2=0.5 * float(coefficients_ms @ coefficients_ms),
        exhale_less_inhale_ms=_late_mean_ms(coefficients_ms, exhale_s, next_inhale_s, inhale_s, period_s)
        - _late_mean_ms(coefficients_ms, inhale_s, exhale_s, inhale_s, period_s),
        fundamental_ms=complex(coefficients_ms[0], -coefficients_ms[1]),
        mean_rr_ms=float(np.mean([beat.rr_ms for beat in run])),
    )


def _unbroken(beats: Reversible[Beat], from_s: float, until_s: float) -> list[Beat]:
    """Return the beats with their middle in a span, oldest first, back to the last doubtful one or gap."""
    run: list[Beat] = []
    for beat in reversed(beats):
        middle_s = beat.time_s - beat.rr_ms / 2000.0
        if middle_s > until_s:
            continue
        if beat.label is not BeatLabel.NORMAL or middle_s < from_s:
            break
        run.append(beat)
        if not beat.adjacent:
            break
    return run[::-1]


def _fit(run: list[Beat], inhale_s: float, period_s: float, harmonics: int) -> Curve:
    """Return cosine and sine coefficients of each harmonic in ms, corrected for the length of an interval."""
    rr_ms = np.array([beat.rr_ms for beat in run])
    middle_s = np.array([beat.time_s for beat in run]) - rr_ms / 2000.0
    phase = (middle_s - inhale_s) / period_s
    kept = np.sinc(np.repeat(np.arange(1, harmonics + 1), 2) * float(rr_ms.mean()) / 1000.0 / period_s)
    design = np.column_stack((np.ones_like(phase), phase - 0.5, _waves(phase, harmonics) * kept))
    solution: Curve = np.linalg.lstsq(design, rr_ms, rcond=None)[0]
    return solution[2:]


def _waves(phase: Curve, harmonics: int) -> Curve:
    """Return cosine and sine of each harmonic side by side, shape (n, 2·harmonics)."""
    turns = 2.0 * np.pi * phase
    return np.column_stack([wave(k * turns) for k in range(1, harmonics + 1) for wave in (np.cos, np.sin)])


def _late_mean_ms(
    coefficients_ms: Curve, from_s: float, until_s: float, inhale_s: float, period_s: float
) -> float:
    """Return the mean of the curve over the last two thirds of a stage, a second late."""
    harmonic = np.arange(1, coefficients_ms.size // 2 + 1)
    late_s = np.array([from_s + (until_s - from_s) / 3.0, until_s]) + LAG_S
    turns = 2.0 * np.pi * np.outer((late_s - inhale_s) / period_s, harmonic)
    cosine, sine = coefficients_ms[0::2], coefficients_ms[1::2]
    integral = (np.sin(turns) * cosine - np.cos(turns) * sine) / (2.0 * np.pi * harmonic)
    return float((integral[1] - integral[0]).sum() * period_s / (late_s[1] - late_s[0]))
