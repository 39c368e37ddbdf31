"""Evidence from the heart for which half of a breath is the inhale: it beats faster as the lungs fill."""

import cmath
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

FASTEST_BREATHS_PER_MIN: Final = 10.0
"""At faster rates the heart gives no evidence: in some people it lags by a quarter of a breath or more.

Transfer functions: Saul et al. 1991, DOI 10.1152/ajpheart.1991.261.4.H1231.
"""

FEWEST_HEART_BREATHS: Final = 4

MOST_LOG_ODDS: Final = 4.5
"""Limit of the log-odds from the heart, because a heart may lag by half a breath."""

_MOST_OF_KNOWN: Final = 7.0
"""The same limit for a person with earlier measurements of the heart."""

_SURE: Final = 8.0
"""Concentration of an angle with a standard error of 20 degrees."""

_MAYER_PER_MIN: Final = (3.6, 8.4)
_KEEPS_STEP_BREATHS: Final = 4.0
_FEWER_BREATHS: Final = 2.0
"""Divisors of the number of breaths, at the rates of the heart's own wave and at other rates.

The heart's own wave stays in step for about half a minute. So breaths at its rate have similar errors and
count as fewer independent ones.
"""

_ANGLES: Final[Floats] = np.radians(np.arange(-180.0, 180.0, 5.0))
_FLOOR: Final = 0.004
"""Share of the prior that is uniform over all phases, because the heart is never certain evidence."""


_SESSION_SD: Final = 20.0
"""Standard deviation of the phase from session to session, in degrees.

The unknown part of the strap's delay, 0.6 s, is already 22 degrees at 6 breaths a minute.
"""

_BREATH_SD: Final = 60.0
"""Standard deviation of the phase from breath to breath, in degrees."""

_LONGEST_STEP_S: Final = 3.0
"""A breath with a longer time between two beats is not compared."""

_MOMENTS: Final[Floats] = np.arange(32) / 32.0
_TILT: Final[Floats] = np.linspace(0.0, 1.0, 32)
_WAVE: Final = np.exp(2j * math.pi * _MOMENTS)
"""Moments of a breath at which heart and chest are compared, as shares of it, and the wave at them."""


class HeartPhase(NamedTuple):
    """Prior for how far the heart's swing lags behind the lung volume, in degrees of a breath.

    Parameters
    ----------
    mean_degrees, sd_degrees : float
        Mean and standard deviation.
    """

    mean_degrees: float
    sd_degrees: float

    @property
    def is_anybody(self) -> bool:
        """Whether it is as wide as the prior for an unknown person."""
        return self.sd_degrees >= ANYBODY.sd_degrees


ANYBODY: Final = HeartPhase(-5.0, 42.0)
"""Prior for an unknown person.

Young athletes have 0 degrees on average, and 24 adults of 18 to 70 years with asthma −71 (Lehrer, Vaschillo &
Vidali 2020). The three people in the recordings here have −20, −30 and 85.
"""


class MeasuredPhase(NamedTuple):
    """How far a heart lagged behind the lungs while the inhale was known from another source.

    Parameters
    ----------
    degrees : float
        Lag in degrees of a breath; negative if the heart leads.
    breaths : int
        Number of breaths measured.
    """

    degrees: float
    breaths: int


def learnt_phase(measured: Sequence[MeasuredPhase]) -> HeartPhase:
    """Return the prior for a person with earlier measurements of the heart.

    The phase differs from session to session, with the breathing rate and the strap's delay. So more breaths
    in one session help only up to a point, and a single session does not settle the prior.

    Parameters
    ----------
    measured : sequence of MeasuredPhase
        One for each session or posture; if empty, the result is the prior for an unknown person.
    """
    if not measured:
        return ANYBODY
    turns = np.exp(1j * np.radians([one.degrees for one in measured]))
    variance = np.array([_SESSION_SD**2 + _BREATH_SD**2 / max(one.breaths, 1) for one in measured])
    mean = complex(np.average(turns, weights=1.0 / variance))
    away = np.degrees(np.angle(turns / mean)) if abs(mean) > 0.0 else np.full(turns.size, 180.0)
    spread = float(np.average(away**2, weights=1.0 / variance)) * turns.size / max(turns.size - 1, 1)
    sd = math.sqrt(max(spread, _SESSION_SD**2) + 1.0 / float(np.sum(1.0 / variance)))
    return HeartPhase(math.degrees(cmath.phase(mean)), sd)


class HeartEvidence(NamedTuple):
    """Evidence from the heart.

    Parameters
    ----------
    log_odds : float
        Natural logarithm of the odds that the chest is full at the high turns.
    breaths : int
        Number of breaths used.
    swing : complex
        Mean fundamental of the heart rate in beats per minute; angle 0 means that it peaks at the high turn.
    concentration : float
        Precision of the angle: the inverse square of its standard error in radians.
    """

    log_odds: float
    breaths: int
    swing: complex
    concentration: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the angle is precise enough to learn from it."""
        return self.breaths >= FEWEST_HEART_BREATHS and self.concentration >= _SURE


def heart_evidence(
    points: Sequence[TurningPoint], beats: Iterable[Beat], expected: HeartPhase = ANYBODY
) -> HeartEvidence:
    """Compare the heart rate in each breath with the movement of the chest.

    The fundamental of the heart rate is averaged over the breaths, and their scatter gives its standard
    error. A small amplitude is also enough, but takes more breaths. The prior gives the likelihood of the
    measured phase for each sign.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order, within one segment; disturbed breaths are skipped.
    beats : iterable of Beat
        In order, on the same clock.
    expected : HeartPhase, optional
        Prior for this person.
    """
    time_s, rate_per_min = _heart_rate(beats)
    places = np.searchsorted(time_s, [one.time_s for one in points]).tolist()
    found = [
        phasor
        for number, three in enumerate(zip(points, points[1:], points[2:], strict=False))
        if not three[0].high
        and (phasor := _phasor(three, time_s, rate_per_min, places[number], places[number + 2])) is not None
    ]
    if len(found) < FEWEST_HEART_BREATHS:
        return HeartEvidence(0.0, len(found), 0j)
    phasors = np.array([one for one, _ in found])
    per_min = float(np.median([rate for _, rate in found]))
    low, high = _MAYER_PER_MIN
    alike = _KEEPS_STEP_BREATHS if low <= per_min <= high else _FEWER_BREATHS
    swing = complex(phasors.mean())
    freedom = max(len(found) / alike - 1.0, 0.5)
    variance = float(np.mean(np.abs(phasors - swing) ** 2)) / freedom
    if abs(swing) < 1e-6:
        return HeartEvidence(0.0, len(found), swing)
    concentration = min(2.0 * abs(swing) ** 2 / max(variance, 1e-9), 700.0)
    angle = math.atan2(swing.imag, swing.real)
    odds = [_likelihood(angle + turn, concentration, expected) for turn in (0.0, math.pi)]
    log_odds = math.log(odds[0] / odds[1])
    most = MOST_LOG_ODDS if expected.is_anybody else _MOST_OF_KNOWN
    return HeartEvidence(max(-most, min(most, log_odds)), len(found), swing, concentration)


def _likelihood(angle: float, concentration: float, expected: HeartPhase) -> float:
    """Return the likelihood of a measured phase under the prior."""
    return float(_prior(expected) @ np.exp(concentration * (np.cos(_ANGLES - angle) - 1.0)))


@lru_cache(maxsize=4)
def _prior(expected: HeartPhase) -> Floats:
    """Return the probability of each angle before anything is measured."""
    away = np.degrees(np.angle(np.exp(1j * (_ANGLES - math.radians(expected.mean_degrees)))))
    prior = np.exp(-0.5 * (away / expected.sd_degrees) ** 2)
    told: Floats = prior / prior.sum() + _FLOOR / _ANGLES.size
    return told


def _heart_rate(beats: Iterable[Beat]) -> tuple[Floats, Floats]:
    """Return the midpoints of normal intervals, and the heart rate in them."""
    normal = [beat for beat in beats if beat.label is BeatLabel.NORMAL]
    time_s = np.array([beat.time_s - 0.0005 * beat.rr_ms for beat in normal])
    return time_s, np.array([60_000.0 / beat.rr_ms for beat in normal])


def _phasor(
    points: Sequence[TurningPoint], time_s: Floats, rate_per_min: Floats, begin: int, end: int
) -> tuple[complex, float] | None:
    """Return the heart rate's fundamental, with its angle relative to the chest, and breaths per minute."""
    first, turn, last = points
    period_s = last.time_s - first.time_s
    if turn.disturbed or last.disturbed or 60.0 / period_s > FASTEST_BREATHS_PER_MIN:
        return None
    if end - begin < 4:
        return None
    near = slice(max(0, begin - 1), end + 1)
    heart = _swing(
        first.time_s, turn.time_s, last.time_s, time_s[near].tobytes(), rate_per_min[near].tobytes()
    )
    return None if heart is None else (heart, 60.0 / period_s)


@lru_cache(maxsize=128)
def _swing(
    first_s: float, turn_s: float, last_s: float, time_bytes: bytes, rate_bytes: bytes
) -> complex | None:
    """Return the fundamental of one breath from the turns and the beats, given as the bytes of arrays.

    The result is cached because each new turn asks for the same breaths again.
    """
    time_s, rate_per_min = np.frombuffer(time_bytes), np.frombuffer(rate_bytes)
    if (time_s[1:] - time_s[:-1]).max() > _LONGEST_STEP_S:
        return None
    even_s = first_s + _MOMENTS * (last_s - first_s)
    rate = np.interp(even_s, time_s, rate_per_min)
    rate -= rate[0] + _TILT * (rate[-1] - rate[0])
    chest = -np.cos(np.interp(even_s, [first_s, turn_s, last_s], [0.0, math.pi, 2.0 * math.pi]))
    moved = complex(chest @ _WAVE)
    heart = complex((rate - rate.mean()) @ _WAVE) * 2.0 / rate.size
    return heart * moved.conjugate() / abs(moved) if abs(moved) > 0.0 else None
