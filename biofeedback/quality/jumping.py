"""Finds stretches with intervals that jump too much for a regular heart, as from a strap on a table.

If more than half of the intervals in a window are irregular, and the others have no common length, they look
like beats only by chance. With frequent ectopic beats, the normal beats keep their length. Atrial
fibrillation may look the same here; `rhythm` reports it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import BeatLabel
from devices.message import Message, message

_ROWS: Final = 31
"""Intervals in one window, about half a minute."""

_MOST_OUT_OF_LINE: Final = 0.5
"""Share of intervals in the window that are not normal; about 0.7 for random intervals."""

_FEWEST_IN_LINE: Final = 5
_MOST_SCATTER: Final = 0.2
"""Scatter of the normal intervals, relative to their mean; 0.35 for random ones from 0.3 to 2 s."""


def jumping_rows(rr_ms: NDArray[np.float64], labels: Sequence[BeatLabel]) -> list[range]:
    """Find the stretches with jumping intervals.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        All intervals that a strap sent, in order.
    labels : sequence of BeatLabel
        The label of each interval.

    Returns
    -------
    list of range
        The indices of the intervals in each stretch; its first and last intervals are irregular.
    """
    out_of_line = np.array([label is not BeatLabel.NORMAL for label in labels], dtype=bool)
    if out_of_line.size < _ROWS:
        return []
    in_line_s = np.where(out_of_line, 0.0, rr_ms / 1000.0)
    counts, sums_s, squares_s2 = _summed(~out_of_line), _summed(in_line_s), _summed(np.square(in_line_s))
    means_s = sums_s / np.maximum(counts, 1.0)
    scatter_s = np.sqrt(np.maximum(squares_s2 / np.maximum(counts, 1.0) - np.square(means_s), 0.0))
    few = counts < (1.0 - _MOST_OUT_OF_LINE) * _ROWS
    jumping = np.zeros(out_of_line.size, dtype=bool)
    for first in np.flatnonzero(few & (counts >= _FEWEST_IN_LINE) & (scatter_s > _MOST_SCATTER * means_s)):
        jumping[first : first + _ROWS] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([0], jumping.astype(int), [0])))).tolist()
    return [_trimmed(out_of_line, *span) for span in zip(edges[::2], edges[1::2], strict=True)]


def doubted_intervals(rr_ms: NDArray[np.float64], labels: Sequence[BeatLabel]) -> NDArray[np.bool_]:
    """Mark the intervals that jump, and the newest half minute if it may turn out to be jumping.

    It may if its normal intervals have no common length; those beside ectopic beats have one.

    Parameters
    ----------
    rr_ms, labels
        As for `jumping_rows`.
    """
    doubted = np.zeros(len(labels), dtype=bool)
    newest_ms = rr_ms[-_ROWS:][[label is BeatLabel.NORMAL for label in labels[-_ROWS:]]]
    if newest_ms.size and float(newest_ms.std()) > _MOST_SCATTER * float(newest_ms.mean()):
        doubted[-_ROWS:] = True
    for rows in jumping_rows(rr_ms, labels):
        doubted[rows.start : rows.stop] = True
    return doubted


def jumping_warning(seconds: float) -> Message | None:
    """Return a warning with the duration of jumping intervals, if any."""
    if seconds <= 0.0:
        return None
    return message("quality.jumping", seconds=seconds)


def _summed(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the sum of each window of intervals."""
    sums = np.cumsum(np.concatenate(([0.0], values)))
    summed: NDArray[np.float64] = sums[_ROWS:] - sums[:-_ROWS]
    return summed


def _trimmed(out_of_line: NDArray[np.bool_], first: int, end: int) -> range:
    places = first + np.flatnonzero(out_of_line[first:end])
    return range(int(places[0]), int(places[-1]) + 1)
