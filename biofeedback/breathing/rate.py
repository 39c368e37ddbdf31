"""Breaths per minute in a window: counted, with an interval, and only where the spectrum agrees."""

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
"""Share of the movement that a sine must explain for breathing to be seen in it at all."""

_AS_GOOD: Final = 0.75
_NEAR: Final = 0.15
_RESOLVED: Final = 0.4
"""The sine of the counted rate must explain this much beside the best of all; or the best must be this near,
as a share of the rate or as breaths in the window."""

_SECOND_SHARE: Final = 0.3
"""Share of what is left beside the best sine and its harmonics that a second rhythm explains."""

_SECOND_OF_ALL: Final = 0.12
"""The same of all movement, from which a second rhythm may also be as slow as the posture wanders."""

_DRIFT_PER_MIN: Final = 6.0

_SECOND_APART_PER_MIN: Final = 3.0
_SECOND_HARMONIC: Final = 0.1
_SWAY_PER_MIN: Final = 9.0
"""Nobody rocks so slowly that it looks like slow breathing; the faster of the two is at least this fast."""

_SLOWEST_PER_MIN: Final = 4.0

_REACH: Final = 0.75
"""Breaths beyond the last turn known for which the count may go on as before."""

_Z_OF_90_PERCENT: Final = 1.645
_LEAST_SD: Final = 0.06
"""Breaths: what remains where turns seem to be known exactly, for people do not turn at once, and two who
look at the same chest do not place a turn alike."""

_EXTRAPOLATED_SD: Final = 0.15
"""Standard deviation of a breath's length, as a share of it (0.12 in `ecgrsp_physio_slow8`)."""


class RateSource(StrEnum):
    """What a rate was measured from."""

    ACCELERATION = "acceleration"
    ECG = "ecg"
    SINUS_ARRHYTHMIA = "sinus_arrhythmia"
    FUSED = "fused"


RATES_BY_BEATS: Final = (RateSource.ECG, RateSource.SINUS_ARRHYTHMIA)
"""Without movement beside them, these are worth what the rhythm is worth."""


class Periodicity(NamedTuple):
    """How well a sine of each rate explains the movement in a window; the second opinion on a count.

    Parameters
    ----------
    begin_s, end_s : float
        The window.
    shares : array
        Shape ``(161,)``: share of the variance about a straight line, all axes together, for rates of 2 to
        42 /min.
    second_per_min : float or None
        Rate of another rhythm in the movement, which is no harmonic of the first: swaying, or the breath.
    """

    begin_s: float
    end_s: float
    shares: Floats
    second_per_min: float | None = None

    def share_at(self, rate_per_min: float) -> float:
        """Share that a sine of one rate explains."""
        return float(np.interp(rate_per_min, _RATES_PER_MIN, self.shares))

    @property
    def best_per_min(self) -> float:
        """Rate of the sine that explains most."""
        return float(_RATES_PER_MIN[self.shares.argmax()])


class BreathingRate(NamedTuple):
    """Breaths per minute in a window.

    Parameters
    ----------
    begin_s, end_s : float
        The window.
    rate_per_min : float
        Breaths in it, counted with their fractions, by its length.
    half_width_per_min : float
        Half of the 90 % interval.
    confidence : float
        0 to 1: of acceleration the share of the movement that a sine of this rate explains, beside the best
        sine; of beats the probability of the rate.
    source : RateSource
        What it was measured from.
    rival_per_min : float or None
        Rate of another rhythm in the movement, which may be the breath as well.
    """

    begin_s: float
    end_s: float
    rate_per_min: float
    half_width_per_min: float
    confidence: float
    source: RateSource = RateSource.ACCELERATION
    rival_per_min: float | None = None


def periodicity(time_s: Floats, movement_mg: Floats) -> Periodicity | None:
    """Compare sines of all rates of breathing with the movement in a window.

    Least squares beside a straight line, which unlike a Fourier transform is fair to one and a half breaths.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: even.
    movement_mg : array
        Shape ``(n, 3)``.

    Returns
    -------
    Periodicity or None
        None where nothing moves.
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
        In order, from some breaths before the window to some after it, or to now.
    begin_s, end_s : float
        The window.
    opinion : Periodicity or None
        Of the same window.

    Returns
    -------
    BreathingRate or None
        None where a gap, a movement or a shift lies in the window, turns are missing at its ends, or the
        second opinion is another.
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
    """Return the points of the window, if of one segment, and some on either side up to a movement."""
    inside = [point for point in points if begin_s <= point.time_s <= end_s]
    if not inside or any(point.disturbed or point.segment != inside[0].segment for point in inside):
        return []
    own = [point for point in points if point.segment == inside[0].segment]
    before = [point for point in own if point.time_s < begin_s][-4:]
    moved = max((number for number, point in enumerate(before) if point.disturbed), default=0)
    after = takewhile(lambda point: not point.disturbed, (point for point in own if point.time_s > end_s))
    return [*before[moved:], *inside, *islice(after, 4)]


def _count(turns: Sequence[TurningPoint], begin_s: float, end_s: float) -> tuple[float, float] | None:
    """Count breaths between two moments by turns of one kind; and the variance of that."""
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
    """Return a moment's place among the turns, and the variance of guessing beyond them."""
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
