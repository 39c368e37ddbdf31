"""The current phase of the breath, which has to be predicted because turns are detected late."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.turning_points import TurningPoint

_TURNS: Final = 29
_FEWEST_TURNS: Final = 4
_FORGETTING: Final = 0.98
"""Weight of a turn relative to the next one."""

_UNREST_S: Final = 0.5
"""Standard deviation of turns around even steps, because breathing is irregular."""

_FARTHEST: Final = 3.0
"""An older turn this many standard deviations off the steps of the newer ones belongs to another pace."""

_TRUSTED: Final = 10.0
"""The scatter estimate starts as if this many turns with the expected scatter had been seen."""

_SINGULAR: Final = 1e-12
"""Relative determinant below which turns of one kind leave a step open."""

_OVERDUE: Final = 0.5
"""A turn that is late by more than this share of a breath is overdue, and the phase is unknown."""


class BreathPhase(NamedTuple):
    """The phase of the breath at one moment.

    Parameters
    ----------
    since_low : float
        Breaths since the last low turn of the axis, 0 to 1.
    rising : bool
        Whether the chest moves towards the high end of the axis.
    period_s, rising_s : float
        Recent length of a breath and of its rising half.
    """

    since_low: float
    rising: bool
    period_s: float
    rising_s: float

    def inhaling(self, sign: int | None) -> bool | None:
        """Whether this is the inhale, given the sign of the axis; None if the sign is not known."""
        return None if sign is None else self.rising == (sign == 1)


def phase_at(points: Sequence[TurningPoint], time_s: float) -> BreathPhase | None:
    """Predict the phase of breathing from the turns so far.

    The fit puts low turns at even steps and high turns at a fixed distance from them. It uses weighted least
    squares over the last 29 turns, or over fewer if the person changed pace.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order; only those in the last segment count.
    time_s : float
        A time after the last turn.

    Returns
    -------
    BreathPhase or None
        None with fewer than four turns, or if the next turn is overdue.
    """
    numbered = [
        (number, point)
        for number, point in enumerate(points[-_TURNS:])
        if point.segment == points[-1].segment and not point.disturbed
    ]
    if len(numbered) < _FEWEST_TURNS:
        return None
    # The time of a disturbed turn is not used, but the turn still counts in the numbering of the breaths.
    last, newest = numbered[-1]
    turns = tuple((number - last, turn.high, turn.time_s, turn.sd_s) for number, turn in numbered)
    begin_s, period_s, rising_s = _even_steps(turns)
    if period_s <= 0.0 or not 0.0 < rising_s < period_s:
        return None
    # In this count the last known turn belongs to breath 0.
    along = (time_s - begin_s) / period_s
    next_turn = 1.0 if newest.high else rising_s / period_s
    if along > next_turn + _OVERDUE:
        return None
    since_low = along % 1.0
    return BreathPhase(since_low, since_low * period_s < rising_s, period_s, rising_s)


@lru_cache(maxsize=4)
def _even_steps(turns: tuple[tuple[int, bool, float, float], ...]) -> tuple[float, float, float]:
    """Fit the newest turns, and the older ones that keep the same steps, by weighted least squares.

    The result is cached because callers ask repeatedly between two turns.

    Parameters
    ----------
    turns : tuple of (int, bool, float, float)
        Number of each turn counted back from the last, whether it is high, its time, and its standard error.

    Returns
    -------
    tuple of float
        Start of the last breath, length of a breath and length of its rising half, in seconds.
    """
    _, last_high, last_s, _ = turns[-1]
    fit = _StepFit()
    rows: list[tuple[_Row, float]] = []
    for number, high, time_s, sd_s in reversed(turns):
        unrest_s = math.hypot(sd_s, _UNREST_S)
        breath = 0.5 * (number - high + last_high)
        row = (1.0 / unrest_s, breath / unrest_s, high / unrest_s)
        value = (time_s - last_s) / unrest_s
        if len(rows) >= _FEWEST_TURNS and fit.is_far(row, value, rows):
            break
        fit.add(row, value, _FORGETTING**-number)
        rows.append((row, value))
    begin_s, period_s, rising_s = fit.steps
    return begin_s + last_s, period_s, rising_s


_Row = tuple[float, float, float]


class _StepFit:
    """Weighted least squares with three unknowns; plain numbers, because arrays this small are slower."""

    def __init__(self) -> None:
        self._normal = [0.0] * 6
        self._moment = [0.0] * 3

    def add(self, row: _Row, value: float, weight: float) -> None:
        """Add one equation."""
        a, b, c = row
        wa, wb, wc = weight * a, weight * b, weight * c
        for place, term in enumerate((wa * a, wa * b, wa * c, wb * b, wb * c, wc * c)):
            self._normal[place] += term
        for place, term in enumerate((wa, wb, wc)):
            self._moment[place] += term * value

    @property
    def steps(self) -> _Row:
        """The three unknowns."""
        return _times(self._inverse, self._moment)

    def is_far(self, row: _Row, value: float, rows: Sequence[tuple[_Row, float]]) -> bool:
        """Whether an equation does not fit the others, which are `rows`."""
        inverse = self._inverse
        steps = _times(inverse, self._moment)
        squares = math.fsum((one - _dot(other, steps)) ** 2 for other, one in rows)
        scatter = (_TRUSTED + squares) / (_TRUSTED + len(rows) - len(steps))
        spread = 1.0 + _dot(row, _times(inverse, row))
        return abs(value - _dot(row, steps)) > _FARTHEST * math.sqrt(scatter * spread)

    @property
    def _inverse(self) -> tuple[_Row, _Row, _Row]:
        a, b, c, d, e, f = self._normal
        aa, ab, ac = d * f - e * e, c * e - b * f, b * e - c * d
        size = a * aa + b * ab + c * ac
        if abs(size) <= _SINGULAR * a * d * f:
            x, y, z = np.linalg.pinv(np.array([[a, b, c], [b, d, e], [c, e, f]])).tolist()
            return tuple(x), tuple(y), tuple(z)
        bb, bc, cc = a * f - c * c, b * c - a * e, a * d - b * b
        return (
            (aa / size, ab / size, ac / size),
            (ab / size, bb / size, bc / size),
            (ac / size, bc / size, cc / size),
        )


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return left[0] * right[0] + left[1] * right[1] + left[2] * right[2]


def _times(matrix: tuple[_Row, _Row, _Row], values: Sequence[float]) -> _Row:
    return _dot(matrix[0], values), _dot(matrix[1], values), _dot(matrix[2], values)
