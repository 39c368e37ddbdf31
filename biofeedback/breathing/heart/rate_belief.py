"""Belief in each rate of breathing, carried on from window to window."""

import math
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.heart.modulation import RATES_PER_MIN

_WANDER_PER_ROOT_S: Final = 0.027
"""Standard deviation by which the logarithm of a rate wanders in a second: 6 % in five."""

_LEAPS_PER_S: Final = 0.004
"""Share of the belief, a second, that expects any rate: people talk, sigh and begin to follow a guide."""


class LikelyRate(NamedTuple):
    """The rate that is believed in.

    Parameters
    ----------
    rate_per_min : float
        The most likely one.
    probability : float
        That the rate lies within what a window can tell apart of it.
    """

    rate_per_min: float
    probability: float


class RateBelief:
    """Follows the rate of breathing through windows.

    A hidden rate wanders, and now and then leaps. Windows overlap, so of each only the share that is new
    goes into what is remembered.

    Parameters
    ----------
    window_s, step_s : float
        Length of the windows, and from one to the next.
    """

    def __init__(self, window_s: float, step_s: float) -> None:
        self._resolved_per_min = 60.0 / window_s
        self._new = min(1.0, step_s / window_s)
        self._belief: Floats = np.full(RATES_PER_MIN.size, 1.0 / RATES_PER_MIN.size)
        self._moves = _moves(step_s)

    def take(self, log_evidence: Floats | None) -> LikelyRate | None:
        """Take the next window's evidence, and tell what to believe; None without evidence."""
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
    """Return the probability of each rate (rows) a step after each other (columns)."""
    logarithms = np.log(RATES_PER_MIN)
    steps = (logarithms[:, np.newaxis] - logarithms) / (_WANDER_PER_ROOT_S * math.sqrt(step_s))
    wander = np.exp(-0.5 * np.square(steps))
    wander /= wander.sum(axis=0)
    leaps = 1.0 - math.exp(-_LEAPS_PER_S * step_s)
    moves: Floats = (1.0 - leaps) * wander + leaps / logarithms.size
    return moves
