"""The strap's own clock, which is not set and runs slightly fast or slow."""

from typing import Final

UNSET_CLOCK_NS: Final = 599_616_000_000_000_000
"""2019-01-01 in nanoseconds since 2000-01-01: the start value of a Polar strap's clock until it is set."""


class SimulatedStrapClock:
    """Converts times of the host to times of the strap, and back.

    Parameters
    ----------
    host_start_ns : int
        A moment on the host's clock.
    strap_start_ns : int
        The same moment on the strap's clock.
    drift_ppm : float
        How much faster the strap's clock runs, in parts per million.
    """

    def __init__(self, host_start_ns: int, strap_start_ns: int, *, drift_ppm: float) -> None:
        self._host_start_ns = host_start_ns
        self._strap_start_ns = strap_start_ns
        self._drift = drift_ppm * 1e-6

    def strap_ns(self, host_ns: int) -> int:
        """Convert a time of the host to the strap's time."""
        elapsed_ns = host_ns - self._host_start_ns
        return self._strap_start_ns + elapsed_ns + round(elapsed_ns * self._drift)

    def host_ns(self, strap_ns: int) -> int:
        """Convert a time of the strap to the host's time."""
        elapsed_ns = strap_ns - self._strap_start_ns
        return self._host_start_ns + elapsed_ns - round(elapsed_ns * self._drift / (1.0 + self._drift))
