"""The true times and depth of each simulated breath, from the lungs' movement."""

from dataclasses import dataclass
from typing import Final

TURN_HYSTERESIS: Final = 0.06
"""Movement back, as a share of a full breath, that confirms a turn of the lungs."""


@dataclass(frozen=True, slots=True)
class SimulatedBreath:
    """One complete breath.

    Parameters
    ----------
    inhale_ns, exhale_ns, next_inhale_ns : int
        When the inhale, the exhale and the next inhale began, on the clock of the person; exact to one
        step of the lungs.
    depth : float
        Lung position at the start of the exhale minus that at the start of the inhale.
    """

    inhale_ns: int
    exhale_ns: int
    next_inhale_ns: int
    depth: float

    @property
    def rate_per_min(self) -> float:
        """Breathing rate of this breath alone."""
        return 60e9 / (self.next_inhale_ns - self.inhale_ns)


class BreathFinder:
    """Find breaths in successive lung positions.

    A turn is reported late, when the lungs have moved ``TURN_HYSTERESIS`` back, but at its true time.
    A hold belongs to the phase before it.
    """

    def __init__(self) -> None:
        self._rising = True
        self._extreme = 0.0
        self._extreme_ns = 0
        self._inhale: tuple[int, float] | None = None
        self._exhale: tuple[int, float] | None = None

    def step(self, time_ns: int, position: float) -> SimulatedBreath | None:
        """Process the next lung position and return the breath that it completes, if any."""
        way_back = self._extreme - position if self._rising else position - self._extreme
        if way_back <= 0.0:
            self._extreme, self._extreme_ns = position, time_ns
            return None
        if way_back < TURN_HYSTERESIS:
            return None
        turn = (self._extreme_ns, self._extreme)
        was_rising, self._rising = self._rising, not self._rising
        self._extreme, self._extreme_ns = position, time_ns
        if was_rising:
            self._exhale = turn
            return None
        return self._complete(turn)

    def _complete(self, turn: tuple[int, float]) -> SimulatedBreath | None:
        inhale, exhale, self._inhale, self._exhale = self._inhale, self._exhale, turn, None
        if inhale is None or exhale is None:
            return None
        return SimulatedBreath(inhale[0], exhale[0], turn[0], exhale[1] - inhale[1])
