"""Breaths per minute in a window: counted, with an interval, and only if the spectrum agrees."""

import math
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

_RATES_PER_MIN: Final = np.arange(2.0, 42.1, 0.25)

_LEAST_SHARE: Final = 0.15
"""Share of the movement that the best sine must explain for any breathing to be detected."""

_AS_GOOD: Final = 0.75
_NEAR: Final = 0.15
_RESOLVED: Final = 0.4
"""The count is accepted if the sine of its rate explains `_AS_GOOD` of the share of the best sine.

It is also accepted if the best sine is near: within `_NEAR` of the rate, or within `_RESOLVED` breaths in the
window.
"""

_SECOND_SHARE: Final = 0.3
"""Share that a second rhythm must explain of the movement left after the best sine and its harmonics."""

_SECOND_OF_ALL: Final = 0.12
"""Share of all movement from which a second rhythm may also be as slow as the drift of the posture."""

_DRIFT_PER_MIN: Final = 6.0

_SECOND_APART_PER_MIN: Final = 3.0
_SECOND_HARMONIC: Final = 0.1
_SWAY_PER_MIN: Final = 9.0
"""The faster of two rhythms has at least this rate, because nobody sways as slowly as slow breathing."""

_SLOWEST_PER_MIN: Final = 4.0

_REACH: Final = 0.75
"""The count is extrapolated beyond the last known turn by at most this many breaths."""

_Z_OF_90_PERCENT: Final = 1.645
_LEAST_SD: Final = 0.06
"""Smallest standard deviation of a count, in breaths.

People do not turn in an instant, and two observers of the same chest choose different times for a turn.
"""

_EXTRAPOLATED_SD: Final = 0.15
"""Standard deviation of the length of a breath, as a share of the length (0.12 in `ecgrsp_physio_slow8`)."""


class RateSource(StrEnum):
    """What a rate was measured from."""

    ACCELERATION = "acceleration"
    ECG = "ecg"
    SINUS_ARRHYTHMIA = "sinus_arrhythmia"
    FUSED = "fused"


RATES_BY_BEATS: Final = (RateSource.ECG, RateSource.SINUS_ARRHYTHMIA)
"""Without movement data, rates from these sources are only as good as the heart's rhythm."""


class Periodicity(NamedTuple):
    """How well a sine of each rate explains the movement in a window, as a second opinion on a count.

    Parameters
    ----------
    begin_s, end_s : float
        The window.
    shares : array
        Shape ``(161,)``: share of the variance around a straight line, for all axes together, at rates of
        2 to 42 /min.
    second_per_min : float or None
        Rate of another rhythm in the movement that is not a harmonic of the first: swaying or breathing.
    """

    begin_s: float
    end_s: float
    shares: Floats
    second_per_min: float | None = None

    def share_at(self, rate_per_min: float) -> float:
        """Share explained by a sine of one rate."""
        return float(np.interp(rate_per_min, _RATES_PER_MIN, self.shares))

    @property
    def best_per_min(self) -> float:
        """Rate of the sine that explains the largest share."""
        return float(_RATES_PER_MIN[self.shares.argmax()])


class BreathingRate(NamedTuple):
    """Breaths per minute in a window.

    Parameters
    ----------
    begin_s, end_s : float
        The window.
    rate_per_min : float
        Number of breaths in the window, with fractions, divided by its length.
    half_width_per_min : float
        Half of the 90 % interval.
    confidence : float
        0 to 1. From acceleration: the share of the movement explained by a sine of this rate, divided by that
        of the best sine. From beats: the probability of the rate.
    source : RateSource
        What it was measured from.
    rival_per_min : float or None
        Rate of another rhythm in the movement, which may also be the breathing.
    """

    begin_s: float
    end_s: float
    rate_per_min: float
    half_width_per_min: float
    confidence: float
    source: RateSource = RateSource.ACCELERATION
    rival_per_min: float | None = None


def periodicity(time_s: Floats, movement_mg: Floats) -> Periodicity | None:
    """Compare sines of all breathing rates with the movement in a window.

    Least squares with a straight line works even with one and a half breaths, unlike a Fourier transform.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: evenly spaced.
    movement_mg : array
        Shape ``(n, 3)``.

    Returns
    -------
    Periodicity or None
        None if nothing moves.
    """
    sines, trend = _bases(time_s.size, round(float(time_s[-1] - time_s[0]), 3))
    rest_mg = movement_mg - trend @ (trend.T @ movement_mg)
    total = float(np.square(rest_mg).sum())
    if total <= 0.0:
        return None
    shares = np.square(sines @ rest_mg).sum(axis=(1, 2)) / total
    second = _second_per_min(sines, rest_mg, int(shares.argmax()))
    return Periodicity(float(time_s[0]), float(time_s[-1]), shares, second)


def _second_per_min(sines: Floats, rest_mg: Floats, best: int) -> float | None:
    """Return the rate of a second rhythm beside the best one and its harmonics."""
    best_per_min = float(_RATES_PER_MIN[best])
    whole = float(np.square(rest_mg).sum())
    for harmonic in (1, 2, 3):
        place = int(np.abs(_RATES_PER_MIN - harmonic * best_per_min).argmin())
        rest_mg = rest_mg - sines[place].T @ (sines[place] @ rest_mg)
    left = float(np.square(rest_mg).sum())
    if left <= 0.0:
        return None
    shares = np.square(sines @ rest_mg).sum(axis=(1, 2)) / left
    times = _RATES_PER_MIN / best_per_min
    apart = np.abs(_RATES_PER_MIN - best_per_min) > _SECOND_APART_PER_MIN
    for multiple in (2.0, 3.0, 0.5, 1.0 / 3.0):
        apart &= np.abs(times / multiple - 1.0) > _SECOND_HARMONIC
    apart &= np.maximum(_RATES_PER_MIN, best_per_min) >= _SWAY_PER_MIN
    apart &= np.minimum(_RATES_PER_MIN, best_per_min) >= _SLOWEST_PER_MIN
    if not apart.any():
        return None
    second = int(np.where(apart, shares, 0.0).argmax())
    per_min = float(_RATES_PER_MIN[second])
    large = shares[second] * left >= _SECOND_OF_ALL * whole
    clear = shares[second] >= _SECOND_SHARE and min(per_min, best_per_min) >= _DRIFT_PER_MIN
    return per_min if large or clear else None


def counted_rate(
    points: Sequence[TurningPoint], begin_s: float, end_s: float, opinion: Periodicity | None
) -> BreathingRate | None:
    """Count the breaths of a window.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order, from several breaths before the window to several after it, or up to now.
    begin_s, end_s : float
        The window.
    opinion : Periodicity or None
        For the same window.

    Returns
    -------
    BreathingRate or None
        None if the window has a gap, a movement or a shift, if turns are missing at its ends, or if the
        second opinion disagrees.
    """
    if opinion is None:
        return None
    used = _points_around(points, begin_s, end_s)
    counts = [_count([one for one in used if one.high == high], begin_s, end_s) for high in (False, True)]
    known = [count for count in counts if count is not None]
    if len(known) < 2:
        return None
    minutes = (end_s - begin_s) / 60.0
    rate_per_min = 0.5 * (known[0][0] + known[1][0]) / minutes
    best = float(opinion.shares.max())
    share = opinion.share_at(rate_per_min)
    apart_per_min = abs(opinion.best_per_min - rate_per_min)
    agree = share >= _AS_GOOD * best or apart_per_min <= max(_NEAR * rate_per_min, _RESOLVED / minutes)
    if best < _LEAST_SHARE or not agree:
        return None
    sd = math.sqrt(
        0.25 * (known[0][1] + known[1][1]) + _LEAST_SD**2 + (0.5 * (known[0][0] - known[1][0])) ** 2
    )
    half_per_min = _Z_OF_90_PERCENT * sd / minutes
    return BreathingRate(
        begin_s, end_s, rate_per_min, half_per_min, share / best, rival_per_min=opinion.second_per_min
    )


def _points_around(points: Sequence[TurningPoint], begin_s: float, end_s: float) -> list[TurningPoint]:
    """Return the points of a window in one segment, and up to four on each side before any movement."""
    inside = [point for point in points if begin_s <= point.time_s <= end_s]
    if not inside or any(point.disturbed or point.segment != inside[0].segment for point in inside):
        return []
    own = [point for point in points if point.segment == inside[0].segment]
    before = [point for point in own if point.time_s < begin_s][-4:]
    moved = max((number for number, point in enumerate(before) if point.disturbed), default=0)
    after = takewhile(lambda point: not point.disturbed, (point for point in own if point.time_s > end_s))
    return [*before[moved:], *inside, *islice(after, 4)]


def _count(turns: Sequence[TurningPoint], begin_s: float, end_s: float) -> tuple[float, float] | None:
    """Count the breaths between two moments from turns of one kind; return the count and its variance."""
    if len(turns) < 2:
        return None
    times_s = [turn.time_s for turn in turns]
    period_s = (times_s[-1] - times_s[0]) / (len(times_s) - 1)
    places = [_place(times_s, moment_s, period_s) for moment_s in (begin_s, end_s)]
    first, last = places
    if first is None or last is None:
        return None
    sd_s = sum(turn.sd_s for turn in turns) / len(turns)
    variance = 2.0 * (sd_s / period_s) ** 2 + first[1] + last[1]
    return last[0] - first[0], variance


def _place(times_s: Sequence[float], moment_s: float, period_s: float) -> tuple[float, float] | None:
    """Return the position of a moment among the turns, and the variance of any extrapolation."""
    if moment_s < times_s[0]:
        beyond, place = (times_s[0] - moment_s) / period_s, 0.0
        place -= beyond
    elif moment_s > times_s[-1]:
        beyond = (moment_s - times_s[-1]) / period_s
        place = len(times_s) - 1 + beyond
    else:
        beyond = 0.0
        place = float(np.interp(moment_s, times_s, range(len(times_s))))
    return (place, (_EXTRAPOLATED_SD * beyond) ** 2) if beyond <= _REACH else None


@lru_cache(maxsize=4)
def _bases(count: int, length_s: float) -> tuple[Floats, Floats]:
    """Return orthonormal sines of each rate, ``(n_rates, 2, n)``, and a straight line, ``(n, 2)``."""
    time_s = np.linspace(0.0, length_s, count)
    trend, _ = np.linalg.qr(np.column_stack([np.ones(count), time_s]))
    angle = 2.0 * np.pi / 60.0 * _RATES_PER_MIN[:, np.newaxis] * time_s
    sines = np.stack([np.cos(angle), np.sin(angle)], axis=2)
    sines -= trend @ (trend.T @ sines)
    orthonormal, _ = np.linalg.qr(sines)
    return np.ascontiguousarray(orthonormal.transpose(0, 2, 1)), trend
