"""Noise in the heart's responses: other influences on the heart rate, and their correlation in a session.

There are two kinds. Additive noise is independent of the breath: the Mayer wave, a damped wave near 0.1 Hz
(Julien 2006, DOI 10.1016/j.cardiores.2005.11.008), and drift with a power that falls with frequency
(Kobayashi & Musha 1982, DOI 10.1109/TBME.1982.324972). When slow breathing passes the Mayer wave's frequency,
neighbouring responses have similar errors. At other rates the wave averages out. Multiplicative noise: the
swing itself varies, breaths differ in depth, and nobody follows the guide exactly to a tenth of a second.

The residuals of the best curve give the size of each. A quarter of an hour contains little information on a
wave that lasts half a minute, so usual values count as a prior.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.resonance.answers import Answer

RealArray = NDArray[np.float64]
ComplexArray = NDArray[np.complexfloating]

_STEP_HZ: Final = 0.001
"""Finer than 1 / the length of a search; otherwise its end would have the same noise as its start."""

_FREQUENCIES_HZ: Final[RealArray] = np.arange(0.03, 0.2, _STEP_HZ)
_MAYER_LASTS_S: Final = 25.0
"""Assumed duration: two or three waves."""

_SAMPLE_S: Final = 0.5
_LEAD, _TAIL_S = 0.25, 0.5
"""A response also includes beats from this share of the previous breath and this many seconds after it
(`response.py`)."""

_SLOW_SD, _SLOW_S = 0.12, 60.0
_QUICK_SD: Final = 0.1
_DELAY_SD_S: Final = 0.15
_TREND_SD_PER_S: Final = 0.08 / 600.0
"""Variation of the swing of a full breath: slow, from breath to breath, in timing, and over the session. In
recordings of slow breathing, the total is 0.1 to 0.4 of the swing."""

_FITTED: Final = 4
"""Number of fitted values: gain, lag, rate and sharpness. The residuals come after their fit."""

_FIRST_STEPS: Final = (0.006, 0.4, 0.4, 0.3)
_HALVINGS: Final = 3
_LEAST_VARIANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Noise:
    """Size of the noise in the heart rate; the defaults are usual values.

    Parameters
    ----------
    mayer_hz : float
        Centre frequency of the Mayer wave.
    mayer_ln : float
        Natural logarithm of its standard deviation in beats per minute.
    drift_ln : float
        Natural logarithm of the drift's power at 0.1 Hz, in (beats per minute)² per Hz.
    varying_ln : float
        Natural logarithm of the swing's variation relative to the usual one.
    """

    mayer_hz: float = 0.1
    mayer_ln: float = math.log(0.8)
    drift_ln: float = math.log(2.0)
    varying_ln: float = 0.0

    @property
    def unlikely(self) -> float:
        """Half the sum of squared deviations from the usual values."""
        usual = Noise()
        off = (
            (self.mayer_hz - usual.mayer_hz) / 0.01,
            (self.mayer_ln - usual.mayer_ln) / 0.6,
            (self.drift_ln - usual.drift_ln) / 0.6,
            self.varying_ln / 0.5,
        )
        return 0.5 * sum(one**2 for one in off)

    def power(self) -> RealArray:
        """Power in each step of frequency, in (beats per minute)²."""
        width_hz = 1.0 / (2.0 * math.pi * _MAYER_LASTS_S)
        wave = width_hz / math.pi / ((_FREQUENCIES_HZ - self.mayer_hz) ** 2 + width_hz**2)
        power: RealArray = (
            math.exp(2.0 * self.mayer_ln) * wave + math.exp(self.drift_ln) * 0.1 / _FREQUENCIES_HZ
        )
        return power * _STEP_HZ

    def changed(self, place: int, by: float) -> "Noise":
        """Return a copy with one of its four numbers changed."""
        name = ("mayer_hz", "mayer_ln", "drift_ln", "varying_ln")[place]
        return replace(self, **{name: getattr(self, name) + by})


class AnswerNoise:
    """Covariance of the responses of one session.

    Parameters
    ----------
    answers : sequence of Answer
        Responses in order.
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._waves = np.array([_heard_waves(one, answers[0].inhale_s) for one in answers])
        self._waves = np.concatenate((self._waves.real, self._waves.imag))
        time_s = np.array([one.inhale_s for one in answers])
        apart_s = np.abs(time_s[:, None] - time_s)
        self._varying = _SLOW_SD**2 * np.exp(-apart_s / _SLOW_S) + _QUICK_SD**2 * np.eye(time_s.size)
        since_s = time_s - time_s.mean()
        self._trend = _TREND_SD_PER_S**2 * np.outer(since_s, since_s)
        turning = 2.0 * np.pi * np.array([one.rate_per_min for one in answers]) / 60.0
        self._late = np.diag((turning * _DELAY_SD_S) ** 2)

    def covariance(self, noise: Noise, expected: ComplexArray) -> RealArray:
        """Return the covariance of the responses' real parts, then imaginary parts, shape ``(2n, 2n)``.

        Parameters
        ----------
        noise : Noise
            Size of the noise.
        expected : array
            The responses without noise, shape ``(n,)``.
        """
        on_top = (self._waves * np.tile(noise.power(), 2)) @ self._waves.T
        more = math.exp(2.0 * noise.varying_ln)
        swing, turn = as_real(expected), as_real(1j * expected)
        varying = np.outer(swing, swing) * np.tile(more * self._varying + self._trend, (2, 2))
        late = np.outer(turn, turn) * np.tile(more * self._late, (2, 2))
        covariance: RealArray = on_top + varying + late + _LEAST_VARIANCE * np.eye(swing.size)
        return covariance

    def learned(self, noise: Noise, answers: ComplexArray, expected: ComplexArray) -> Noise:
        """Return the most likely noise; start from a similar one and halve the steps."""
        rest = as_real(answers - expected)
        rest = rest * math.sqrt(rest.size / (rest.size - _FITTED))

        def cost(one: Noise) -> float:
            root = np.linalg.cholesky(self.covariance(one, expected))
            white = np.linalg.solve(root, rest)
            return 0.5 * float(white @ white) + float(np.log(np.diag(root)).sum()) + one.unlikely

        for halved in range(_HALVINGS):
            for place, first in enumerate(_FIRST_STEPS):
                noise = _descended(noise, place, first / 2.0**halved, cost)
        return noise


def as_real(values: ComplexArray) -> RealArray:
    """Return the real parts, then the imaginary parts, along the last axis."""
    return np.concatenate((values.real, values.imag), axis=-1)


def _descended(noise: Noise, place: int, step: float, cost: Callable[[Noise], float]) -> Noise:
    """Change one number as long as the noise gets more likely."""
    least = cost(noise)
    for by in (step, -step):
        while (further := cost(noise.changed(place, by))) < least:
            noise, least = noise.changed(place, by), further
    return noise


def _heard_waves(answer: Answer, start_s: float) -> ComplexArray:
    """Return a response's share of a cosine at each frequency, then of a sine at each."""
    period_s = 60.0 / answer.rate_per_min
    time_s = np.arange(-_LEAD * period_s, period_s + _TAIL_S, _SAMPLE_S)
    turns = 2.0 * np.pi * time_s / period_s
    waves = [wave(k * turns) for k in (1, 2) for wave in (np.cos, np.sin)]
    cosine, sine = np.linalg.pinv(np.column_stack((*waves, np.ones_like(turns), turns)))[:2]
    angles = 2.0 * np.pi * np.outer(time_s + answer.inhale_s - start_s, _FREQUENCIES_HZ)
    heard: ComplexArray = (cosine - 1j * sine) @ np.hstack((np.cos(angles), np.sin(angles))) / answer.lungs
    return heard
