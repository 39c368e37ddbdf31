"""Measures how long the computer was suspended, on systems where its monotonic clock stops meanwhile."""

import sys
import time
from collections.abc import Callable
from typing import Final

_LEAST_NS: Final = 500_000_000
"""A smaller difference is not a suspend: the two clocks are not read at the same moment."""


def wakeful_and_whole_ns() -> tuple[int, int]:
    """Return the monotonic clock, and one that continues while the computer is suspended.

    On Linux and macOS Python's monotonic clock stands still then (``CLOCK_MONOTONIC``,
    ``mach_absolute_time``); on Windows it continues by itself. The first is read last, so their difference is
    never too large.
    """
    if sys.platform == "linux":
        whole_ns = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        whole_ns = time.clock_gettime_ns(time.CLOCK_MONOTONIC_RAW)
    else:
        whole_ns = time.monotonic_ns()
    return time.monotonic_ns(), whole_ns


class Suspension:
    """Counts the time for which the computer was suspended; any thread may ask.

    Parameters
    ----------
    clocks_ns : callable, optional
        Returns the monotonic clock, and one that continues while the computer is suspended.
    """

    def __init__(self, clocks_ns: Callable[[], tuple[int, int]] = wakeful_and_whole_ns) -> None:
        self._clocks_ns = clocks_ns
        self._before_ns = self._difference_ns()
        self._so_far_ns = 0

    def so_far_ns(self) -> int:
        """Return the time suspended since this object was made; it grows by whole suspends."""
        now_ns = self._difference_ns() - self._before_ns
        if now_ns - self._so_far_ns > _LEAST_NS:
            self._so_far_ns = now_ns
        return self._so_far_ns

    def _difference_ns(self) -> int:
        wakeful_ns, whole_ns = self._clocks_ns()
        return whole_ns - wakeful_ns
