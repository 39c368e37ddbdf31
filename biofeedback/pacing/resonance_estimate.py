"""What the answers to slow breaths say of a person's resonance: a rate with an interval, or "not clear".

Near a resonance the answer of a damped oscillator is largest, and its angle against what drives it goes from
ahead to behind; a sharp one does both within a small span of rates. Vaschillo et al. 2002 (DOI
10.1023/A:1014587304314) describe both for the heart and breathing: at resonance the heart rate swings most
and in step with the breath.

So size and angle of all answers are laid along such curves, for each rate and sharpness in question. How far
the answers scatter about the best curve says how likely the others are; answers in a row are related and
count for less than their number (Bayley & Hammersley 1946, DOI 10.2307/2983560). An answer alike at every
rate is judged in the same way. A result is clear where the resonance explains the answers better, and its
interval is narrow.

Angles need time: person, strap and clocks are late by an unknown lag, which turns the angle the more the
faster the breath. Where the strap's acceleration tells the lag (`breathing/timing.py`) the interval is
narrower.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.pacing.resonance import Answer

Floats = NDArray[np.float64]

MINIMUM_ANSWERS: Final = 20
WIDEST_PER_MIN: Final = 0.5
"""Half of the widest 95 % interval that still tells one rate from others."""

LEAST_EVIDENCE: Final = 2.0
"""Natural logarithm of how many times likelier the answers are with a resonance than with none."""

_RATES_PER_MIN: Final[Floats] = np.arange(3.8, 7.2001, 0.02)
_ADULTS_PER_MIN: Final = (4.5, 6.5)
_ADULTS_EDGE_PER_MIN: Final = 0.25
"""Where adults' resonances lie (Vaschillo et al. 2006, DOI 10.1007/s10484-006-9009-3)."""

_SHARPNESS: Final[Floats] = np.geomspace(0.5, 4.0, 13)
_SHARPNESS_MEDIAN: Final = 1.4
_SHARPNESS_LN_SD: Final = 0.5
"""The largest oscillations lie from 0.055 to 0.11 Hz (Vaschillo et al. 2002): as a half-power band Q 1.4."""

_SLOPES: Final[Floats] = np.linspace(-0.6, 0.6, 13)
_SLOPE_SD: Final = 0.3
_NONE_LATER_S: Final = 0.5
_NONE_LATER_SD_S: Final = 0.4
"""Without a resonance the heart follows up to a second or so late, and may prefer slow or fast a little."""

_ROUNDS: Final = 4
_MOST_RELATED: Final = 0.8


@dataclass(frozen=True, slots=True)
class Lag:
    """How late answers are beside the guide, apart from the heart's own angle: person, strap, clocks."""

    mean_s: float
    sd_s: float


UNMEASURED: Final = Lag(0.45, 0.3)
"""A person follows tenths of a second late; a strap's delay is known to two or three of them."""

_WALL_S: Final = Lag(0.05, 0.08)
"""How much later than the lungs the chest's wall tilts."""


def measured_lag(lag_s: float) -> Lag:
    """Return the lag that the strap's acceleration tells."""
    return Lag(lag_s - _WALL_S.mean_s, _WALL_S.sd_s)


@dataclass(frozen=True, slots=True)
class Resonance:
    """What one session says.

    Parameters
    ----------
    rate_per_min : float
        The likeliest rate; None is said by `is_clear`.
    half_width_per_min : float
        Half of its 95 % interval.
    evidence : float
        For a resonance against none: natural logarithm of the ratio of their likelihoods.
    regularity : float
        How much answers keep their angle beside the curve: 1 all of them, 0 at random.
    answers : int
        Breaths that it rests on.
    """

    rate_per_min: float
    half_width_per_min: float
    evidence: float
    regularity: float
    answers: int

    @property
    def is_clear(self) -> bool:
        """Whether there is a resonance, and where is known well enough to breathe by it."""
        return self.evidence >= LEAST_EVIDENCE and self.half_width_per_min <= WIDEST_PER_MIN


def find_resonance(answers: Sequence[Answer], lag: Lag = UNMEASURED) -> Resonance | None:
    """Find the rate that the heart answers most and in step with the breath.

    Parameters
    ----------
    answers : sequence of Answer
        In order; of one session or of several, one after the other, as long as their lag is the same.
    lag : Lag, optional
        As it was measured.

    Returns
    -------
    Resonance or None
        None with fewer than twenty answers.
    """
    if len(answers) < MINIMUM_ANSWERS:
        return None
    heard = _Heard.of(answers)
    curves = _resonant_curves(heard.rate_per_min)
    noise = _Noise(0.15**2, 0.2**2)
    for _ in range(_ROUNDS):
        cost = _cost(heard, curves, noise, lag)
        noise, regularity = _noise_about(heard, curves, int(np.argmin(cost)), noise, lag)
    cost = _cost(heard, curves, noise, lag)
    likely = np.exp(cost.min() - cost).reshape(_RATES_PER_MIN.size, -1).sum(axis=1)
    likely /= likely.sum()
    mean = float(likely @ _RATES_PER_MIN)
    sd = math.sqrt(float(likely @ (_RATES_PER_MIN - mean) ** 2))
    later = Lag(lag.mean_s + _NONE_LATER_S, math.hypot(lag.sd_s, _NONE_LATER_SD_S))
    none = _cost(heard, _flat_curves(heard.rate_per_min), noise, later)
    evidence = _log_mean_likelihood(cost) - _log_mean_likelihood(none)
    return Resonance(mean, 1.96 * sd, evidence, regularity, len(answers))


def combined(results: Sequence[Resonance]) -> Resonance | None:
    """Combine what several sessions say of one person, each weighed by its interval.

    Where they lie further apart than their intervals allow, the person's resonance is not the same from day
    to day, and the common interval is widened by as much (Birge's ratio). Results that are not clear are left
    out.
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
class _Heard:
    """The answers as arrays, shape ``(n,)``: natural logarithm of the size, angle in radians."""

    rate_per_min: Floats
    size: Floats
    angle: Floats

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "_Heard":
        response = np.array([one.response_per_min for one in answers])
        middle = response.sum() / max(abs(response.sum()), 1e-12)
        angle = np.angle(response / middle) + np.angle(middle)
        size = np.log(np.maximum(np.abs(response), 1e-3))
        return cls(np.array([one.rate_per_min for one in answers]), size, angle)

    @property
    def turning(self) -> Floats:
        """Radians that a second of lag makes."""
        radians: Floats = 2.0 * np.pi * self.rate_per_min / 60.0
        return radians


@dataclass(frozen=True, slots=True)
class _Curves:
    """Sizes and angles, shape ``(n_curves, n)``, and how unlikely each is beforehand, ``(n_curves,)``."""

    size: Floats
    angle: Floats
    unlikely: Floats


@dataclass(frozen=True, slots=True)
class _Noise:
    """Variance of size and angle about the curve, raised by what neighbours share."""

    size: float
    angle: float


def _resonant_curves(rate_per_min: Floats) -> _Curves:
    """Curves for each rate in question; those of one rate lie side by side."""
    grid = np.meshgrid(_RATES_PER_MIN, _SHARPNESS, indexing="ij")
    at, sharp = (one.reshape(-1, 1) for one in grid)
    answer = 1.0 / (1.0 + 1j * sharp * (rate_per_min / at - at / rate_per_min))
    low, high = _ADULTS_PER_MIN
    beyond = np.maximum(0.0, np.maximum(low - at, at - high)) / _ADULTS_EDGE_PER_MIN
    blunt = np.log(sharp / _SHARPNESS_MEDIAN) / _SHARPNESS_LN_SD
    return _Curves(np.log(np.abs(answer)), np.angle(answer), 0.5 * (beyond**2 + blunt**2)[:, 0])


def _flat_curves(rate_per_min: Floats) -> _Curves:
    size = _SLOPES[:, None] * np.log(rate_per_min)
    return _Curves(size, np.zeros_like(size), 0.5 * (_SLOPES / _SLOPE_SD) ** 2)


def _cost(heard: _Heard, curves: _Curves, noise: _Noise, lag: Lag) -> Floats:
    """Half the weighed squares that each curve leaves, gain and lag at their best, shape ``(n_curves,)``."""
    size, angle, lags_s = _rest(heard, curves, noise, lag)
    known = 1.0 + lag.sd_s**2 * float((heard.turning**2).sum()) / noise.angle
    squares = (size**2).sum(axis=1) / noise.size + (angle**2).sum(axis=1) / noise.angle
    cost: Floats = (
        0.5 * (squares + ((lags_s - lag.mean_s) / lag.sd_s) ** 2 + math.log(known)) + curves.unlikely
    )
    return cost


def _rest(heard: _Heard, curves: _Curves, noise: _Noise, lag: Lag) -> tuple[Floats, Floats, Floats]:
    """Return what is left of sizes and angles beside each curve, and the lag at its best."""
    size = heard.size - curves.size
    size = size - size.mean(axis=1, keepdims=True)
    angle = heard.angle - curves.angle
    weight, prior = 1.0 / noise.angle, 1.0 / lag.sd_s**2
    turning = heard.turning
    lags_s = (prior * lag.mean_s - weight * (angle @ turning)) / (prior + weight * float(turning @ turning))
    return size, angle + lags_s[:, None] * turning, lags_s


def _noise_about(heard: _Heard, curves: _Curves, best: int, noise: _Noise, lag: Lag) -> tuple[_Noise, float]:
    """Noise about the best curve, and the regularity of the angles."""
    one = _Curves(
        curves.size[best : best + 1], curves.angle[best : best + 1], curves.unlikely[best : best + 1]
    )
    size, angle, _ = _rest(heard, one, noise, lag)
    regularity = float(np.abs(np.exp(1j * angle[0]).mean()))
    return _Noise(_related_variance(size[0]), _related_variance(angle[0])), regularity


def _related_variance(rest: Floats) -> float:
    """Variance of what is left, times the number of neighbours that count for one."""
    about = rest - rest.mean()
    shared = float((about[1:] * about[:-1]).sum()) / max(float((about**2).sum()), 1e-12)
    related = min(max(shared, 0.0), _MOST_RELATED)
    variance = float((rest**2).sum()) / (rest.size - 3)
    return max(variance * (1.0 + related) / (1.0 - related), 1e-6)


def _log_mean_likelihood(cost: Floats) -> float:
    return float(np.log(np.exp(cost.min() - cost).mean()) - cost.min())
