"""Calculates when the strap's data arrive at the host."""

from random import Random
from typing import Final

from devices.simulated.strap.strap_traits import StrapTraits

_NS: Final = 1_000_000_000


class Radio:
    """Radio events on a grid, and a host with a short delay.

    Parameters
    ----------
    traits : StrapTraits
        Grid and host delay.
    random : Random
        Random generator of the host delay.
    start_ns : int
        First radio event, on the host's clock.
    """

    def __init__(self, traits: StrapTraits, random: Random, *, start_ns: int) -> None:
        self._random = random
        self._start_ns = start_ns
        self._interval_ns = round(traits.connection_interval_s * _NS)
        self._jitter_s = traits.host_jitter_s

    def arrival_ns(self, due_ns: int) -> int:
        """Return the arrival time of a notification that is ready at `due_ns`."""
        events = -(-(due_ns - self._start_ns) // self._interval_ns)
        late_s = abs(self._random.gauss(0.0, self._jitter_s))
        return self._start_ns + events * self._interval_ns + round(late_s * _NS)
