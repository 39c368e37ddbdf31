"""The last minute of samples."""

from typing import Final

import numpy as np

from biofeedback.breathing.chest.samples import RATE_HZ, Bools, Floats

CHEST_KEPT_S: Final = 75.0
_KEPT: Final = round(CHEST_KEPT_S * RATE_HZ)


class RecentChest:
    """The last samples, in arrays of fixed size.

    Samples are numbered from 0 since the start. A stored sample keeps its number.
    """

    def __init__(self) -> None:
        self._time_s: Floats = np.empty(2 * _KEPT)
        self._values_mg: Floats = np.empty((2 * _KEPT, 7))
        self._filled = 0
        self._dropped = 0

    @property
    def first(self) -> int:
        """Number of the oldest stored sample."""
        return self._dropped

    @property
    def end(self) -> int:
        """Number of the next sample to be added."""
        return self._dropped + self._filled

    def add(self, time_s: Floats, raw_mg: Floats, smooth_mg: Floats, *, moving: bool) -> None:
        """Append samples, each array as in `Samples`."""
        if self._filled + time_s.size > 2 * _KEPT:
            self._drop(self._filled - _KEPT)
        new = slice(self._filled, self._filled + time_s.size)
        self._time_s[new] = time_s
        self._values_mg[new, :3] = raw_mg
        self._values_mg[new, 3:6] = smooth_mg
        self._values_mg[new, 6] = moving
        self._filled = new.stop

    def time_s(self, first: int, end: int) -> Floats:
        """Return the times of samples, shape ``(n,)``."""
        return self._time_s[max(0, first - self._dropped) : end - self._dropped]

    def raw_mg(self, first: int, end: int) -> Floats:
        """Return raw samples, shape ``(n, 3)``."""
        return self._values_mg[max(0, first - self._dropped) : end - self._dropped, :3]

    def smooth_mg(self, first: int, end: int) -> Floats:
        """Return smoothed samples, shape ``(n, 3)``."""
        return self._values_mg[max(0, first - self._dropped) : end - self._dropped, 3:6]

    def still(self, first: int, end: int) -> Bools:
        """Return whether the body was still, shape ``(n,)``."""
        still: Bools = self._values_mg[max(0, first - self._dropped) : end - self._dropped, 6] == 0.0
        return still

    def _drop(self, count: int) -> None:
        self._time_s[: self._filled - count] = self._time_s[count : self._filled]
        self._values_mg[: self._filled - count] = self._values_mg[count : self._filled]
        self._filled -= count
        self._dropped += count
