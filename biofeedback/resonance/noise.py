"""What moves the heart rate beside the guided breath, and how answers of one session share it.

Two kinds. What comes on top, whatever the breath: the Mayer wave, a damped wave near 0.1 Hz (Julien 2006, DOI
10.1016/j.cardiores.2005.11.008), and drift, whose power falls with the frequency (Kobayashi & Musha 1982, DOI
10.1109/TBME.1982.324972). Slow breathing goes through the Mayer wave's frequency: there neighbours err alike,
while before and after its part averages out. What multiplies: the swing itself comes and goes, breaths are
not all as deep, and nobody follows to a tenth of a second.

How much there is of each is learned from what the answers leave beside the best curve. A quarter of an hour
says little of a wave that lasts half a minute, so what is usual counts as well.
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
"""Finer than one over the length of a search: else its end would share the noise of its begin."""

_FREQUENCIES_HZ: Final[RealArray] = np.arange(0.03, 0.2, _STEP_HZ)
_MAYER_LASTS_S: Final = 25.0
"""Assumed: two or three waves."""

_SAMPLE_S: Final = 0.5
_LEAD, _TAIL_S = 0.25, 0.5
"""Beats of this share of the breath before and of these seconds after are in an answer (`response.py`)."""

_SLOW_SD, _SLOW_S = 0.12, 60.0
_QUICK_SD: Final = 0.1
_DELAY_SD_S: Final = 0.15
_TREND_SD_PER_S: Final = 0.08 / 600.0
"""How the swing of a full breath varies: slowly, from breath to breath, in time, and through the session. In
recordings of slow breathing all of it together is 0.1 to 0.4 of the swing."""

_FITTED: Final = 4
"""Gain, lag, rate and sharpness are at their best when the rest is looked at."""

_FIRST_STEPS: Final = (0.006, 0.4, 0.4, 0.3)
_HALVINGS: Final = 3
_LEAST_VARIANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Noise:
    """How much moves the heart rate beside the breath; the defaults are usual.

    Parameters
    ----------
    mayer_hz : float
        Middle of the Mayer wave.
    mayer_ln : float
        Natural logarithm of its standard deviation in beats a minute.
    drift_ln : float
        The same of the drift's power at 0.1 Hz, in (beats a minute)² per Hz.
    varying_ln : float
        The same of how much more than usual the swing varies.
    """

    mayer_hz: float = 0.1
    mayer_ln: float = math.log(0.8)
    drift_ln: float = math.log(2.0)
    varying_ln: float = 0.0

    @property
    def unlikely(self) -> float:
        """Half the squares of how far it is from what is usual."""
        usual = Noise()
        off = (
            (self.mayer_hz - usual.mayer_hz) / 0.01,
            (self.mayer_ln - usual.mayer_ln) / 0.6,
            (self.drift_ln - usual.drift_ln) / 0.6,
            self.varying_ln / 0.5,
        )
        return 0.5 * sum(one**2 for one in off)

    def power(self) -> RealArray:
        """Power in each step of frequency, in (beats a minute)²."""
        width_hz = 1.0 / (2.0 * math.pi * _MAYER_LASTS_S)
        wave = width_hz / math.pi / ((_FREQUENCIES_HZ - self.mayer_hz) ** 2 + width_hz**2)
        power: RealArray = (
            math.exp(2.0 * self.mayer_ln) * wave + math.exp(self.drift_ln) * 0.1 / _FREQUENCIES_HZ
        )
        return power * _STEP_HZ

    def changed(self, place: int, by: float) -> "Noise":
        """Return it with one of its four numbers changed."""
        name = ("mayer_hz", "mayer_ln", "drift_ln", "varying_ln")[place]
        return replace(self, **{name: getattr(self, name) + by})


class AnswerNoise:
    """Covariance of the answers of one session.

    Parameters
    ----------
    answers : sequence of Answer
        In order.
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
        """Return the covariance of the answers' real parts, then imaginary parts, shape ``(2n, 2n)``.

        Parameters
        ----------
        noise : Noise
            How much there is.
        expected : array
            The answers without noise, shape ``(n,)``.
        """
        on_top = (self._waves * np.tile(noise.power(), 2)) @ self._waves.T
        more = math.exp(2.0 * noise.varying_ln)
        swing, turn = as_real(expected), as_real(1j * expected)
        varying = np.outer(swing, swing) * np.tile(more * self._varying + self._trend, (2, 2))
        late = np.outer(turn, turn) * np.tile(more * self._late, (2, 2))
        covariance: RealArray = on_top + varying + late + _LEAST_VARIANCE * np.eye(swing.size)
        return covariance

    def learned(self, noise: Noise, answers: ComplexArray, expected: ComplexArray) -> Noise:
        """Return the likeliest noise, from one that is near, in steps that are halved."""
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
    """Go on with one number as long as it gets likelier."""
    least = cost(noise)
    for by in (step, -step):
        while (further := cost(noise.changed(place, by))) < least:
            noise, least = noise.changed(place, by), further
    return noise


def _heard_waves(answer: Answer, start_s: float) -> ComplexArray:
    """Return what an answer hears of a cosine of each frequency, then of a sine of each."""
    period_s = 60.0 / answer.rate_per_min
    time_s = np.arange(-_LEAD * period_s, period_s + _TAIL_S, _SAMPLE_S)
    turns = 2.0 * np.pi * time_s / period_s
    waves = [wave(k * turns) for k in (1, 2) for wave in (np.cos, np.sin)]
    cosine, sine = np.linalg.pinv(np.column_stack((*waves, np.ones_like(turns), turns)))[:2]
    angles = 2.0 * np.pi * np.outer(time_s + answer.inhale_s - start_s, _FREQUENCIES_HZ)
    heard: ComplexArray = (cosine - 1j * sine) @ np.hstack((np.cos(angles), np.sin(angles))) / answer.lungs
    return heard
