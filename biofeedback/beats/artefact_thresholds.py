"""The scatter of this person's neighbouring RR intervals now; beats out of line are recognised by it.

Lipponen & Tarvainen, J Med Eng Technol 43(3):173–181 (2019), DOI 10.1080/03091902.2019.1640306, scale their
limits with the quartile deviation of successive differences over the 91 surrounding beats. This module
differs:

- The 91 beats are those before, so that live and later analysis agree.
- The second difference replaces the first: how far a beat lies from the middle between its neighbours. A slow
  breathing swing of 800 to 1400 ms hardly shows in it, but a fast swing of three beats a breath does.
- The lower quartile replaces the quartile deviation. Each ectopic beat disturbs four second differences. The
  quartile deviation fails when one beat in sixteen is ectopic, the lower quartile at three in sixteen.
- It is a share of the interval, so that the same rule works for a heart at 45 and at 150 per minute.
- It is computed again every eighth beat, because it changes slowly. This makes the analysis of a day fast.
"""

from collections import deque
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

WINDOW: Final = 91
"""Number of second differences that the scatter is computed from (Lipponen & Tarvainen: 91 beats)."""

STEP: Final = 8
"""Number of beats that share one value of the scatter."""

MINIMUM: Final = 16
"""With fewer second differences than this, the scatter counts as unknown."""

_SHORTEST_MS: Final = 1.0
"""Prevents a division by zero for intervals of 0 ms, which a broken strap may send."""

UNKNOWN: Final = 1.0
"""Stands for an unknown scatter: every limit that grows with the scatter is then at its largest."""


def quartile(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lower quartile along the last axis; it is one of the values, so nothing is rounded."""
    rank = (values.shape[-1] - 1) // 4
    result: NDArray[np.float64] = np.partition(values, rank, axis=-1)[..., rank]
    return result


def second_differences(
    before_ms: NDArray[np.float64], rr_ms: NDArray[np.float64], after_ms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far intervals lie from the middle between their neighbours, as a share of the shorter one.

    Parameters
    ----------
    before_ms, rr_ms, after_ms : ndarray, shape (n_beats,)
        Each interval with the one before and after it; NaN across a gap, where the result is NaN.
    """
    distance: NDArray[np.float64] = np.abs(rr_ms - 0.5 * (before_ms + after_ms))
    return distance / np.maximum(np.minimum(before_ms, after_ms), _SHORTEST_MS)


def trailing_scatter(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scatter that applies at each beat of a series.

    Parameters
    ----------
    differences : ndarray, shape (n_beats,)
        Second differences; NaN where a neighbour is missing.

    Returns
    -------
    ndarray, shape (n_beats,)
        Lower quartile of the 91 second differences before each eighth beat; `UNKNOWN` until 16 are known.
    """
    known = ~np.isnan(differences)
    values = differences[known]
    starts = np.arange(0, differences.size, STEP)
    ends = np.concatenate(([0], np.cumsum(known)))[starts]
    scatter = np.full(starts.size, UNKNOWN)
    for i in np.flatnonzero((ends >= MINIMUM) & (ends < WINDOW)):
        scatter[i] = quartile(values[: ends[i]])
    full = ends >= WINDOW
    if full.any():
        scatter[full] = quartile(sliding_window_view(values, WINDOW)[ends[full] - WINDOW])
    return np.repeat(scatter, STEP)[: differences.size]


class RunningScatter:
    """The same scatter, one beat after the other."""

    def __init__(self) -> None:
        self._differences: deque[float] = deque(maxlen=WINDOW)
        self._beats = 0
        self._scatter = UNKNOWN

    def add(self, difference: float) -> float:
        """Take the second difference of the beat before the new one; return the scatter at the new one."""
        if not np.isnan(difference):
            self._differences.append(difference)
        if self._beats % STEP == 0 and len(self._differences) >= MINIMUM:
            self._scatter = float(quartile(np.array(self._differences)))
        self._beats += 1
        return self._scatter
