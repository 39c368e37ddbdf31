"""RR intervals as arrays, made once and then cut into windows."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.samples import Floats


class IntervalArrays(NamedTuple):
    """RR intervals in order.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: the beats that end the intervals.
    rr_ms : array
        Shape ``(n,)``: lengths of the intervals.
    normal : array of bool
        Shape ``(n,)``: which are normal.
    paired : array of bool
        Shape ``(n,)``: which are normal and begin at the end of a normal interval, the one before.
    """

    time_s: Floats
    rr_ms: Floats
    normal: NDArray[np.bool_]
    paired: NDArray[np.bool_]

    def part(self, first: int, end: int) -> "IntervalArrays":
        """Return the intervals from one number up to another; the first of them forms no pair."""
        kept = slice(first, end)
        return IntervalArrays(self.time_s[kept], self.rr_ms[kept], self.normal[kept], self.paired[kept])

    def changes(self) -> tuple[Floats, Floats]:
        """Return the difference of each paired interval from the one before, and the beat between them.

        Returns
        -------
        time_s, changes_ms : array
            Shape ``(n_pairs,)`` each.
        """
        later = np.flatnonzero(self.paired[1:]) + 1
        return self.time_s[later - 1], self.rr_ms[later] - self.rr_ms[later - 1]


def interval_arrays_of(beats: Collection[Beat]) -> IntervalArrays:
    """Return the intervals of beats in order.

    Parameters
    ----------
    beats : collection of Beat
        In order of time.
    """
    time_s = np.array([beat.time_s for beat in beats], dtype=np.float64)
    rr_ms = np.array([beat.rr_ms for beat in beats], dtype=np.float64)
    normal = np.array([beat.label is BeatLabel.NORMAL for beat in beats], dtype=np.bool_)
    adjacent = np.array([beat.adjacent for beat in beats], dtype=np.bool_)
    before = np.concatenate((np.zeros(1, dtype=np.bool_), normal))[: normal.size]
    return IntervalArrays(time_s, rr_ms, normal, adjacent & normal & before)
