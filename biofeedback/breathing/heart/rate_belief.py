"""Probability of each breathing rate, carried on from window to window."""

import math
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.heart.modulation import RATES_PER_MIN

_WANDER_PER_ROOT_S: Final = 0.027
"""Standard deviation of the change of a rate's logarithm in 1 s; in 5 s it is 6 %."""

_LEAPS_PER_S: Final = 0.004
"""Probability, per second, of a jump to any rate: people talk, sigh and begin to follow a guide."""


class LikelyRate(NamedTuple):
    """The most likely rate.

    Parameters
    ----------
    rate_per_min : float
        The most likely rate.
    probability : float
        Probability that the true rate is within the resolution of a window around it.
    """

    rate_per_min: float
    probability: float


class RateBelief:
    """Follows the rate of breathing through windows.

    The model is a hidden rate that wanders and sometimes jumps. Windows overlap, so only the new share of
    each window's evidence is carried on.

    Parameters
    ----------
    window_s, step_s : float
        Length of the windows, and the step from one to the next.
    """

    def __init__(self, window_s: float, step_s: float) -> None:
        self._resolved_per_min = 60.0 / window_s
        self._new = min(1.0, step_s / window_s)
        self._belief: Floats = np.full(RATES_PER_MIN.size, 1.0 / RATES_PER_MIN.size)
        self._moves = _moves(step_s)

    def take(self, log_evidence: Floats | None) -> LikelyRate | None:
        """Add the evidence of the next window, and return the most likely rate; None without evidence."""
        expected: Floats = self._moves @ self._belief
        self._belief = expected
        if log_evidence is None or not np.isfinite(log_evidence.max()):
            return None
        log_evidence = log_evidence - log_evidence.max()
        self._belief = _normal(expected * np.exp(self._new * log_evidence))
        now = _normal(expected * np.exp(log_evidence))
        best = int(now.argmax())
        if best in (0, RATES_PER_MIN.size - 1):
            return None
        near = np.abs(RATES_PER_MIN - RATES_PER_MIN[best]) <= self._resolved_per_min
        return LikelyRate(float(RATES_PER_MIN[best]), float(now[near].sum()))


def _normal(belief: Floats) -> Floats:
    normal: Floats = belief / belief.sum()
    return normal


def _moves(step_s: float) -> Floats:
    """Return the probability of each rate (rows) one step after each other rate (columns)."""
    logarithms = np.log(RATES_PER_MIN)
    steps = (logarithms[:, np.newaxis] - logarithms) / (_WANDER_PER_ROOT_S * math.sqrt(step_s))
    wander = np.exp(-0.5 * np.square(steps))
    wander /= wander.sum(axis=0)
    leaps = 1.0 - math.exp(-_LEAPS_PER_S * step_s)
    moves: Floats = (1.0 - leaps) * wander + leaps / logarithms.size
    return moves
