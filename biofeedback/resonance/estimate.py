"""Estimates a person's resonance from responses to slow breaths: a rate with an interval, or "not clear".

Near a resonance, the response of a damped oscillator is largest, and its phase relative to the drive changes
from lead to lag. A sharp resonance does both within a small range of rates. Vaschillo et al. 2002 (DOI
10.1023/A:1014587304314) describe both for the heart and breathing: at resonance, the heart rate swings most
and in phase with the breath.

Such curves are fitted to all responses, for each possible rate, sharpness and lag. The fit uses generalised
least squares (Aitken 1936, DOI 10.1017/S0370164600014346). Other influences on the heart
(`noise.py`) determine the weight of each response and the correlation of neighbours. A response
that is equal at every rate is tested in the same way. A result is clear if the resonance explains the
responses better and its interval is narrow.

Phases depend on timing: person, strap and clocks add an unknown lag, and its phase shift grows with the
breathing rate. If the strap's acceleration gives the lag (`breathing/timing.py`), the interval is narrower.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from biofeedback.resonance.answers import Answer
from biofeedback.resonance.noise import AnswerNoise, ComplexArray, Noise, RealArray, as_real

MINIMUM_ANSWERS: Final = 20
WIDEST_PER_MIN: Final = 0.5
"""Half-width of the widest 95 % interval that still distinguishes one rate from others."""

LEAST_EVIDENCE: Final = 2.0
"""Log likelihood ratio (natural logarithm) of the responses with a resonance and without one."""

_RATES_PER_MIN: Final[RealArray] = np.arange(3.8, 7.2001, 0.04)
_ADULTS_PER_MIN: Final = (4.5, 6.5)
_ADULTS_EDGE_PER_MIN: Final = 0.25
"""Range of adults' resonances (Vaschillo et al. 2006, DOI 10.1007/s10484-006-9009-3)."""

_SHARPNESS: Final[RealArray] = np.geomspace(0.5, 4.0, 11)
_SHARPNESS_MEDIAN: Final = 1.4
_SHARPNESS_LN_SD: Final = 0.5
"""The largest oscillations are at 0.055 to 0.11 Hz (Vaschillo et al. 2002): a half-power band with Q 1.4."""

_SLOPES: Final[RealArray] = np.linspace(-0.6, 0.6, 13)
_SLOPE_SD: Final = 0.3
_NONE_LATER_S: Final = 0.5
_NONE_LATER_SD_S: Final = 0.4
"""Without a resonance the heart follows up to about 1 s late, and may slightly prefer slow or fast rates."""

_LAG_STEP_S: Final = 0.05
_LAGS_SD: Final = 2.4
"""Range of possible lags, in standard deviations to both sides."""

_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True)
class Lag:
    """Delay of responses behind the guide from person, strap and clocks, without the heart's own phase."""

    mean_s: float
    sd_s: float


UNMEASURED: Final = Lag(0.45, 0.3)
"""A person follows some tenths of a second late; a strap's delay is known to 0.2 or 0.3 s."""

_WALL_S: Final = Lag(0.05, 0.07)
"""Delay of the chest wall's tilt behind the lungs, including an error of 0.05 s in a search's lag."""


def measured_lag(lag_s: float) -> Lag:
    """Return the lag from the strap's acceleration."""
    return Lag(lag_s - _WALL_S.mean_s, _WALL_S.sd_s)


@dataclass(frozen=True, slots=True)
class Resonance:
    """The resonance found in one session.

    Parameters
    ----------
    rate_per_min : float
        The most likely rate; use it only if `is_clear`.
    half_width_per_min : float
        Half-width of its 95 % interval.
    evidence : float
        Log likelihood ratio (natural logarithm) of a resonance and no resonance.
    regularity : float
        How well the phases of the responses agree with the curve: 1 if all do, 0 if they are random.
    answers : int
        Number of breaths used.
    """

    rate_per_min: float
    half_width_per_min: float
    evidence: float
    regularity: float
    answers: int

    @property
    def is_clear(self) -> bool:
        """Whether there is a resonance, and its rate is known well enough to breathe at."""
        return self.evidence >= LEAST_EVIDENCE and self.half_width_per_min <= WIDEST_PER_MIN


def find_resonance(answers: Sequence[Answer], lag: Lag = UNMEASURED) -> Resonance | None:
    """Find the rate at which the heart responds most and in phase with the breath.

    Parameters
    ----------
    answers : sequence of Answer
        Responses of one session, in order.
    lag : Lag, optional
        The measured lag.

    Returns
    -------
    Resonance or None
        None with fewer than twenty responses.
    """
    if len(answers) < MINIMUM_ANSWERS:
        return None
    heard = _Heard(answers)
    later = Lag(lag.mean_s + _NONE_LATER_S, math.hypot(lag.sd_s, _NONE_LATER_SD_S))
    resonant, flat = _resonant_curves(heard.rate_per_min, lag), _flat_curves(heard.rate_per_min, later)
    for _ in range(_ROUNDS):
        heard.learn(resonant)
    cost = heard.cost(resonant)
    likely = np.exp(cost.min() - cost).reshape(_RATES_PER_MIN.size, -1).sum(axis=1)
    likely /= likely.sum()
    mean = float(likely @ _RATES_PER_MIN)
    sd = math.sqrt(float(likely @ (_RATES_PER_MIN - mean) ** 2))
    evidence = _log_sum(-cost) - _log_sum(-heard.cost(flat))
    return Resonance(mean, 1.96 * sd, evidence, heard.regularity, len(answers))


def combined(results: Sequence[Resonance]) -> Resonance | None:
    """Combine the results of several sessions of one person, weighted by their intervals.

    If the results differ by more than their intervals allow, the person's resonance varies from day to day,
    and the common interval is widened accordingly (Birge's ratio). Results that are not clear are left out.
    """
    clear = [one for one in results if one.is_clear]
    if not clear:
        return None
    rates = np.array([one.rate_per_min for one in clear])
    weights = np.array([one.half_width_per_min for one in clear]) ** -2.0
    mean = float(np.average(rates, weights=weights))
    apart = float((weights * (rates - mean) ** 2).sum()) * 1.96**2 / max(1, len(clear) - 1)
    return Resonance(
        mean,
        math.sqrt(max(1.0, apart) / float(weights.sum())),
        sum(one.evidence for one in clear),
        float(np.mean([one.regularity for one in clear])),
        sum(one.answers for one in clear),
    )


@dataclass(frozen=True, slots=True)
class _Curves:
    """Responses for a gain of 1, ``(n_curves, n)``; negative log prior of each curve, ``(n_curves,)``."""

    answers: ComplexArray
    unlikely: RealArray


class _Heard:
    """The measured responses and the estimated noise in them."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.rate_per_min: RealArray = np.array([one.rate_per_min for one in answers])
        self.regularity = 0.0
        self._answers: ComplexArray = np.array([one.response_per_min for one in answers])
        self._shared = AnswerNoise(answers)
        self._noise = Noise()
        self._expected = np.full_like(self._answers, np.abs(self._answers).mean())
        self._whiten = self._whitening()

    def cost(self, curves: _Curves) -> RealArray:
        """Half the weighted squared residuals of each curve at its best gain, shape ``(n_curves,)``."""
        curve, answers = as_real(curves.answers) @ self._whiten.T, self._whiten @ as_real(self._answers)
        along = np.maximum(curve @ answers, 0.0) ** 2 / (curve**2).sum(axis=1)
        cost: RealArray = 0.5 * (float(answers @ answers) - along) + curves.unlikely
        return cost

    def learn(self, curves: _Curves) -> None:
        """Estimate the noise from the residuals of the best curve."""
        best = curves.answers[int(np.argmin(self.cost(curves)))]
        curve = self._whiten @ as_real(best)
        gain = float(curve @ self._whiten @ as_real(self._answers)) / float(curve @ curve)
        self._expected = max(gain, 0.0) * best
        self._noise = self._shared.learned(self._noise, self._answers, self._expected)
        self._whiten = self._whitening()
        turned = self._answers / best
        self.regularity = float(np.abs((turned / np.maximum(np.abs(turned), 1e-12)).mean()))

    def _whitening(self) -> RealArray:
        root = np.linalg.cholesky(self._shared.covariance(self._noise, self._expected))
        whitening: RealArray = np.linalg.inv(root)
        return whitening


def _resonant_curves(rate_per_min: RealArray, lag: Lag) -> _Curves:
    """Return curves for each possible rate; the curves of one rate are adjacent."""
    grid = np.meshgrid(_RATES_PER_MIN, _SHARPNESS, indexing="ij")
    at, sharp = (one.reshape(-1, 1) for one in grid)
    answers = 1.0 / (1.0 + 1j * sharp * (rate_per_min / at - at / rate_per_min))
    low, high = _ADULTS_PER_MIN
    beyond = np.maximum(0.0, np.maximum(low - at, at - high)) / _ADULTS_EDGE_PER_MIN
    blunt = np.log(sharp / _SHARPNESS_MEDIAN) / _SHARPNESS_LN_SD
    return _late(answers, 0.5 * (beyond**2 + blunt**2)[:, 0], rate_per_min, lag)


def _flat_curves(rate_per_min: RealArray, lag: Lag) -> _Curves:
    answers = (rate_per_min / rate_per_min.mean()) ** _SLOPES[:, None] + 0j
    return _late(answers, 0.5 * (_SLOPES / _SLOPE_SD) ** 2, rate_per_min, lag)


def _late(answers: ComplexArray, unlikely: RealArray, rate_per_min: RealArray, lag: Lag) -> _Curves:
    """Return curves with every possible lag, adjacent for each curve; the priors are normalised."""
    reach = round(_LAGS_SD * lag.sd_s / _LAG_STEP_S)
    off_s = _LAG_STEP_S * np.arange(-reach, reach + 1)
    turned = np.exp(-2j * np.pi * np.outer(lag.mean_s + off_s, rate_per_min) / 60.0)
    both = (unlikely[:, None] + 0.5 * (off_s / lag.sd_s) ** 2).reshape(-1)
    late = (answers[:, None, :] * turned).reshape(-1, rate_per_min.size)
    return _Curves(late, both + _log_sum(-both))


def _log_sum(likely_ln: RealArray) -> float:
    """Return the natural logarithm of the sum of exponentials."""
    most = float(likely_ln.max())
    return most + math.log(float(np.exp(likely_ln - most).sum()))
