"""Talking: quick inhales and long, even exhales replace the guide and the own rhythm.

The inhale takes a tenth of a breath, and successive breaths differ in length (Conrad & Schönle 1979, PMID
454139; Winkworth et al. 1995, DOI 10.1044/jshr.3801.124). The figures here are assumed within this range.
"""

import math
from random import Random
from typing import Final

from devices.simulated.person.traits import PersonTraits

_LENGTH: Final = (0.5, 1.5)
"""Length of a bout, as shares of the usual one."""

_INHALE_S: Final = (0.4, 0.8)
_EXHALE_S: Final = (2.0, 7.0)
_FULL: Final = (0.5, 1.0)
_EMPTY: Final = (0.0, 0.3)
"""Lung positions where the voice begins and ends."""


class SimulatedSpeech:
    """Produces bouts of talking step by step.

    Parameters
    ----------
    traits : PersonTraits
        How often the person talks, and for how long.
    random : Random
        Random generator of bouts and breaths; only the speech uses it.
    step_s : float
        Time between two calls of `step`.

    Attributes
    ----------
    bouts_s : list of (float, float)
        Start and end of the bouts so far, in seconds since the first step.
    """

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        self._traits = traits
        self._random = random
        self._step_s = step_s
        self.bouts_s: list[tuple[float, float]] = []
        self._time_s = 0.0
        self._begin_s = self._next_begin_s()
        self._end_s = math.inf
        self._phase: tuple[float, float, float, float] | None = None

    def step(self, position: float) -> float | None:
        """Advance by one step.

        Parameters
        ----------
        position : float
            Current lung position.

        Returns
        -------
        float or None
            Lung position while talking, 0 to 1; None while the person is silent.
        """
        self._time_s += self._step_s
        if self._time_s < self._begin_s:
            return None
        if self._phase is None:
            self._end_s = self._time_s + self._traits.speech_s * self._random.uniform(*_LENGTH)
            self._phase = self._inhale(position)
        begin_s, length_s, start, end = self._phase
        if self._time_s >= begin_s + length_s:
            if start > end and self._time_s >= self._end_s:
                self.bouts_s.append((self._begin_s, self._time_s))
                self._phase, self._begin_s = None, self._next_begin_s()
                return None
            self._phase = self._inhale(end) if start > end else self._exhale(end)
            begin_s, length_s, start, end = self._phase
        done = (self._time_s - begin_s) / length_s
        if end > start:
            done = 0.5 - 0.5 * math.cos(math.pi * done)
        return start + (end - start) * done

    def _inhale(self, position: float) -> tuple[float, float, float, float]:
        end = max(position + 0.05, self._random.uniform(*_FULL))
        return self._time_s, self._random.uniform(*_INHALE_S), position, end

    def _exhale(self, position: float) -> tuple[float, float, float, float]:
        return self._time_s, self._random.uniform(*_EXHALE_S), position, self._random.uniform(*_EMPTY)

    def _next_begin_s(self) -> float:
        per_hour = self._traits.speech_per_hour
        return self._time_s + self._random.expovariate(per_hour / 3600.0) if per_hour else math.inf
