"""Sample entropy: how hard it is to predict the next interval from the two before it.

Richman & Moorman, American Journal of Physiology 278(6):H2039–H2049 (2000),
DOI 10.1152/ajpheart.2000.278.6.H2039. B is the number of pairs of positions where two successive intervals
agree within r. A is the number of these pairs where the third interval agrees too. Sample entropy is
−ln(A / B). A position is not compared with itself, and A and B are counted over the same positions.

Each position is compared with every other one, so the cost grows with the square of the number of beats. Up
to 5000 beats, an hour at 83 per minute, the count is exact. For a longer series both counts are summed over
consecutive blocks of equal length, with at most 5000 beats. Positions in different blocks are not compared,
and the cost grows in proportion to the length.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

TOLERANCE_SD: Final = 0.2
"""r in standard deviations (n − 1) of the whole series."""

BLOCK_BEATS: Final = 5000

_NOTHING: Final = np.uint16(65535)
"""A rank that agrees with no other."""

_CHUNK: Final = 60_000
"""Number of comparisons at once that fits into the processor's cache."""


def sample_entropy(nn_ms: NDArray[np.float64], joined: NDArray[np.bool_]) -> float | None:
    """Sample entropy with m = 2 and r = 0.2 SD.

    Parameters
    ----------
    nn_ms : ndarray, shape (n_beats,)
        NN intervals.
    joined : ndarray of bool, shape (n_beats,)
        Which begin at the end of the previous one in `nn_ms`; no position spans a hole.

    Returns
    -------
    float or None
        Sample entropy in nats; None if the series does not vary or no pair agrees.
    """
    if nn_ms.size < 4 or np.ptp(nn_ms) == 0.0:
        return None
    tolerance_ms = TOLERANCE_SD * float(nn_ms.std(ddof=1))
    agree_in_two = agree_in_three = 0
    for block in _blocks(nn_ms.size):
        whole = joined[block][1:-1] & joined[block][2:]
        two, three = _agreeing_pairs(nn_ms[block], whole, tolerance_ms)
        agree_in_two += two
        agree_in_three += three
    return math.log(agree_in_two / agree_in_three) if agree_in_three else None


def _blocks(count: int) -> Iterator[slice]:
    edges = np.linspace(0, count, -(-count // BLOCK_BEATS) + 1).round().astype(int)
    return (slice(begin, end) for begin, end in pairwise(edges))


def _agreeing_pairs(
    values: NDArray[np.float64], whole: NDArray[np.bool_], tolerance: float
) -> tuple[int, int]:
    """Count the pairs of positions that agree in two values, and in three.

    Values are replaced by their ranks. The values within the tolerance of another form one span of ranks, so
    that a comparison is one subtraction of small integers. `whole`, shape (n_values − 2,), marks the
    positions with three values without a hole.
    """
    ordered = np.sort(values)
    rank = np.searchsorted(ordered, values).astype(np.uint16)
    lowest = np.searchsorted(ordered, values - tolerance).astype(np.uint16)
    span = np.searchsorted(ordered, values + tolerance, side="right").astype(np.uint16) - lowest
    count = whole.size
    padded = np.concatenate((rank, np.full(count, _NOTHING)))
    whole_padded = np.concatenate((whole, np.zeros(count, dtype=bool)))
    three = two = 0
    lag = 1
    while lag < count:
        columns = count - lag
        lags = min(max(1, _CHUNK // columns), columns)
        later = np.lib.stride_tricks.sliding_window_view(padded[lag:], columns + 2)[:lags]
        # Unsigned: a rank below the span wraps to a large number, so one comparison covers both ends.
        agree = (later - lowest[: columns + 2]) < span[: columns + 2]
        pairs = agree[:, :-2] & agree[:, 1:-1]
        pairs &= whole[:columns]
        pairs &= np.lib.stride_tricks.sliding_window_view(whole_padded[lag:], columns)[:lags]
        two += int(np.count_nonzero(pairs))
        pairs &= agree[:, 2:]
        three += int(np.count_nonzero(pairs))
        lag += lags
    return two, three
