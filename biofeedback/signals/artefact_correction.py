"""The NN series with its artefacts bridged, for what needs a series without holes: spectra, mostly.

Figures of successive differences leave artefacts out instead, and every pair that one of them is part of: a
value between two neighbours makes the differences around it smaller than they were.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CorrectedIntervals:
    """NN intervals in the place of those that came.

    Parameters
    ----------
    time_s : ndarray, shape (n_nn,)
        When each ends, on the clock of the series it was made from.
    nn_ms : ndarray, shape (n_nn,)
        Its length: as it came, or interpolated.
    interpolated : ndarray of bool, shape (n_nn,)
        Which are.
    """

    time_s: Floats
    nn_ms: Floats
    interpolated: Flags


def corrected_intervals(time_s: Floats, rr_ms: Floats, normal: Flags, adjacent: Flags) -> CorrectedIntervals:
    """Bridge the artefacts between normal intervals.

    As many beats as fit, one at least, take the place of a run of artefacts, evenly over its time: two for
    one missed beat, one for two intervals that an extra beat made, two for an ectopic beat and its pause.
    Their length is interpolated linearly in time. Runs at either end or at a gap have no neighbours and are
    left out. (Lipponen & Tarvainen 2019, DOI 10.1080/03091902.2019.1640306, move the beats and interpolate by
    cubic splines, which overshoot beside a run.)

    Parameters
    ----------
    time_s, rr_ms : ndarray, shape (n_beats,)
        End and length of each interval.
    normal, adjacent : ndarray of bool, shape (n_beats,)
        Which are NN intervals, and which begin where the one before ended.
    """
    known = np.flatnonzero(normal)
    left, right = known[:-1], known[1:]
    chains = np.cumsum(~adjacent)
    holes = np.flatnonzero((right - left > 1) & (chains[left] == chains[right]))
    bridges = [_bridge(time_s, rr_ms, int(left[hole]), int(right[hole])) for hole in holes]
    times = np.concatenate([time_s[known], *bridges])
    order = np.argsort(times, kind="stable")
    nn_ms = np.interp(times, time_s[known], rr_ms[known]) if known.size else times
    interpolated = np.arange(times.size) >= known.size
    return CorrectedIntervals(times[order], nn_ms[order], interpolated[order])


def _bridge(time_s: Floats, rr_ms: Floats, before: int, after: int) -> Floats:
    """Return the times of the beats that take the place of those between two normal intervals."""
    span_ms = float(rr_ms[before + 1 : after].sum())
    beats = max(1, round(2.0 * span_ms / float(rr_ms[before] + rr_ms[after])))
    steps = np.arange(1, beats + 1) / beats
    times: Floats = time_s[before] + steps * span_ms / 1000.0
    return times
