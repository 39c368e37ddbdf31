"""The current breathing rate, available at any moment and computed every five seconds."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from biofeedback.breathing.heart.modulation import Modulation
from biofeedback.breathing.heart.windowed_rate import WindowedRate
from biofeedback.breathing.rate import BreathingRate, RateSource

RATE_WINDOW_S: Final = 30.0
_STEP_S: Final = 5.0

KEPT_S: Final = 120.0
"""How far back beats are needed, at most, for the window and for what is learnt before it."""

FRESH_S: Final = 10.0
"""The rate is out of date after this time without new data."""


class RollingRate:
    """Computes the rate over the last 30 s after each 5 s of new beats."""

    def __init__(self) -> None:
        self._windows = WindowedRate(RATE_WINDOW_S, _STEP_S)
        self._until_s = -math.inf
        self._rate: BreathingRate | None = None

    def at(
        self,
        time_s: float,
        until_s: float,
        modulations: Callable[[float, float], Mapping[RateSource, Modulation]],
    ) -> BreathingRate | None:
        """Return the recent rate.

        Parameters
        ----------
        time_s : float
            Now.
        until_s : float
            Time up to which beats are known.
        modulations : callable
            Returns what breathing modulates in the beats of a window, given its start and end.
        """
        if until_s >= self._until_s + _STEP_S:
            if until_s > self._until_s + RATE_WINDOW_S:
                self._windows = WindowedRate(RATE_WINDOW_S, _STEP_S)
            self._until_s = until_s
            begin_s = until_s - RATE_WINDOW_S
            self._rate = self._windows.take(modulations(begin_s, until_s), begin_s, until_s)
        return self._rate if time_s - self._until_s <= FRESH_S else None
