"""The current phase of the breath, which has to be predicted because turns are detected late."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
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
    numbers, turns = zip(*numbered, strict=True)
    number = np.array(numbers) - numbers[-1]
    high = np.array([turn.high for turn in turns], dtype=np.float64)
    breath = (number - high + turns[-1].high) / 2.0
    basis = np.column_stack([np.ones(len(turns)), breath, high])
    sd_s = np.hypot([turn.sd_s for turn in turns], _UNREST_S)
    at_s = np.array([turn.time_s for turn in turns])
    freshness = _FORGETTING ** -np.array(number, dtype=np.float64)
    packed = (one.tobytes() for one in (basis, at_s, sd_s, freshness))
    begin_s, period_s, rising_s = _steps_of(*packed)
    if period_s <= 0.0 or not 0.0 < rising_s < period_s:
        return None
    # In this count the last known turn belongs to breath 0.
    along = (time_s - begin_s) / period_s
    next_turn = 1.0 if turns[-1].high else rising_s / period_s
    if along > next_turn + _OVERDUE:
        return None
    since_low = along % 1.0
    return BreathPhase(since_low, since_low * period_s < rising_s, period_s, rising_s)


@lru_cache(maxsize=4)
def _steps_of(basis: bytes, at_s: bytes, sd_s: bytes, freshness: bytes) -> tuple[float, float, float]:
    """Return the fit of `_even_steps`, cached because callers repeat it between two turns."""
    series = (np.frombuffer(one, dtype=np.float64) for one in (at_s, sd_s, freshness))
    begin_s, period_s, rising_s = _even_steps(np.frombuffer(basis).reshape(-1, 3), *series).tolist()
    return begin_s, period_s, rising_s


def _even_steps(basis: Floats, at_s: Floats, sd_s: Floats, freshness: Floats) -> Floats:
    """Fit the newest turns, and the older ones that keep the same steps, by weighted least squares.

    Returns
    -------
    array
        Start of the last breath, length of a breath and length of its rising half, in seconds.
    """
    rows, values = basis / sd_s[:, None], at_s / sd_s
    first = at_s.size - _FEWEST_TURNS
    while True:
        weight = freshness[first:, None]
        inverse = np.linalg.pinv(rows[first:].T @ (rows[first:] * weight))
        steps: Floats = inverse @ (rows[first:].T @ (values[first:] * weight[:, 0]))
        if not first:
            return steps
        off = values[first:] - rows[first:] @ steps
        scatter = (_TRUSTED + off @ off) / (_TRUSTED + off.size - steps.size)
        older = rows[first - 1]
        far = abs(float(values[first - 1] - older @ steps))
        if far > _FARTHEST * math.sqrt(scatter * (1.0 + float(older @ inverse @ older))):
            return steps
        first -= 1
