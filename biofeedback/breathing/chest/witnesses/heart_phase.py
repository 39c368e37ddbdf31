"""What the heart says about which half of a breath is the inhale: it beats faster as the lungs fill."""

import cmath
import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

FASTEST_BREATHS_PER_MIN: Final = 10.0
"""Above, the heart follows by a quarter of a breath or more in some people, and tells nothing (transfer
functions: Saul et al. 1991, DOI 10.1152/ajpheart.1991.261.4.H1231)."""

FEWEST_HEART_BREATHS: Final = 4

MOST_LOG_ODDS: Final = 4.5
"""However clearly a heart speaks, nobody knows whether it lags by half a breath."""

_MOST_OF_KNOWN: Final = 7.0
"""But of somebody whose heart was measured before."""

_SURE: Final = 8.0
"""Concentration of an angle that is known to 20 degrees."""

_MAYER_PER_MIN: Final = (3.6, 8.4)
_KEEPS_STEP_BREATHS: Final = 4.0
_FEWER_BREATHS: Final = 2.0
"""The heart's own wave keeps its step for half a minute or so: breaths at its rate err alike, as if they were
this many times fewer; others, half as many times."""

_ANGLES: Final[Floats] = np.radians(np.arange(-180.0, 180.0, 5.0))
_FLOOR: Final = 0.004
"""Share of the prior that expects any phase: no heart speaks with certainty."""


_SESSION_SD: Final = 20.0
"""Degrees by which the phase differs from session to session: a strap's delay alone, 0.6 s of which nobody
knows, is 22 degrees at 6 breaths a minute."""

_BREATH_SD: Final = 60.0
"""And from breath to breath."""


class HeartPhase(NamedTuple):
    """How far a heart's swing lags behind the lung volume, in degrees of a breath, as far as is known before.

    Parameters
    ----------
    mean_degrees, sd_degrees : float
        Its expectation and standard deviation.
    """

    mean_degrees: float
    sd_degrees: float

    @property
    def is_anybody(self) -> bool:
        """Whether it is as wide as that of somebody nothing is known about."""
        return self.sd_degrees >= ANYBODY.sd_degrees


ANYBODY: Final = HeartPhase(-5.0, 42.0)
"""Of people nothing is known about: young athletes have 0 on average; 24 adults of 18 to 70 years with asthma
−71 (Lehrer, Vaschillo & Vidali 2020); the three in the recordings here −20, −30 and 85."""


class MeasuredPhase(NamedTuple):
    """How far a heart lagged behind the lungs while it was known otherwise which half was the inhale.

    Parameters
    ----------
    degrees : float
        Of a breath; negative where it leads.
    breaths : int
        How many breaths it was measured over.
    """

    degrees: float
    breaths: int


def learnt_phase(measured: Sequence[MeasuredPhase]) -> HeartPhase:
    """Return what is to be expected of somebody whose heart was measured before.

    A phase differs from one session to the next, with the rate of breathing and the strap's delay. So more
    breaths of one session tell it better only up to a point, and one session is not taken for the rule.

    Parameters
    ----------
    measured : sequence of MeasuredPhase
        One for each session or posture; without any, nothing is known of this person.
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
    """What the heart says.

    Parameters
    ----------
    log_odds : float
        Natural logarithm of the odds that the high turns are the full chest.
    breaths : int
        How many breaths it rests on.
    swing : complex
        Mean fundamental of the heart rate in beats per minute; its angle is 0 where the rate peaks when high.
    concentration : float
        How well its angle is known: the inverse square of its standard error in radians.
    """

    log_odds: float
    breaths: int
    swing: complex
    concentration: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the angle is known well enough to learn from it."""
        return self.breaths >= FEWEST_HEART_BREATHS and self.concentration >= _SURE


def heart_evidence(
    points: Sequence[TurningPoint], beats: Iterable[Beat], expected: HeartPhase = ANYBODY
) -> HeartEvidence:
    """Set the heart rate of each breath beside the movement of the chest.

    The mean over the breaths of the rate's fundamental is as sure as the breaths agree. An amplitude need not
    be large: a small one takes more breaths. For either sign the phase that was found is as likely as it is
    expected to be.

    Parameters
    ----------
    points : sequence of TurningPoint
        Of one segment, in order; disturbed breaths do not count.
    beats : iterable of Beat
        In order, on the same clock.
    expected : HeartPhase, optional
        What is known of this person.
    """
    time_s, rate_per_min = _heart_rate(beats)
    found = [
        phasor
        for three in zip(points, points[1:], points[2:], strict=False)
        if not three[0].high and (phasor := _phasor(three, time_s, rate_per_min)) is not None
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
    """Return how well a phase that was found goes with what is expected."""
    away = np.degrees(np.angle(np.exp(1j * (_ANGLES - math.radians(expected.mean_degrees)))))
    prior = np.exp(-0.5 * (away / expected.sd_degrees) ** 2)
    prior = prior / prior.sum() + _FLOOR / _ANGLES.size
    return float(prior @ np.exp(concentration * (np.cos(_ANGLES - angle) - 1.0)))


def _heart_rate(beats: Iterable[Beat]) -> tuple[Floats, Floats]:
    """Return the middles of normal intervals, and the heart rate in them."""
    normal = [beat for beat in beats if beat.label is BeatLabel.NORMAL]
    time_s = np.array([beat.time_s - 0.0005 * beat.rr_ms for beat in normal])
    return time_s, np.array([60_000.0 / beat.rr_ms for beat in normal])


def _phasor(
    points: Sequence[TurningPoint], time_s: Floats, rate_per_min: Floats
) -> tuple[complex, float] | None:
    """Return the heart rate's fundamental, its angle from that of the chest, and breaths per minute."""
    first, turn, last = points
    period_s = last.time_s - first.time_s
    if turn.disturbed or last.disturbed or 60.0 / period_s > FASTEST_BREATHS_PER_MIN:
        return None
    begin, end = np.searchsorted(time_s, [first.time_s, last.time_s])
    if end - begin < 4 or np.diff(time_s[max(0, begin - 1) : end + 1]).max() > 3.0:
        return None
    even_s = np.linspace(first.time_s, last.time_s, 33)[:-1]
    rate = np.interp(even_s, time_s, rate_per_min)
    rate -= np.linspace(rate[0], rate[-1], rate.size)
    turns_s = [first.time_s, turn.time_s, last.time_s]
    chest = -np.cos(np.interp(even_s, turns_s, [0.0, math.pi, 2.0 * math.pi]))
    wave = np.exp(2j * math.pi * (even_s - first.time_s) / period_s)
    moved = complex(chest @ wave)
    heart = complex((rate - rate.mean()) @ wave) * 2.0 / rate.size
    return (heart * moved.conjugate() / abs(moved), 60.0 / period_s) if abs(moved) > 0.0 else None
