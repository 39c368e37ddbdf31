"""Labels for RR intervals: normal, missed, extra, ectopic or noise; beat by beat, or a whole series at once.

Both ways use one algorithm and give the same labels. An interval is labelled at once, and the label is final
when the next two intervals have come. The rules are in `artefact_rules`, the scale of their limits in
`artefact_thresholds`. Both start from Lipponen & Tarvainen 2019 (DOI 10.1080/03091902.2019.1640306). The
limits in that paper fail when every tenth beat is ectopic, and on movement they give 20 false alarms in 1,000
beats. An interval that the breathing wave before it predicts is not ectopic, however large the wave
(`prediction`).

How the numbers were set: by eye on labelled recordings of ectopic beats (MIT-BIH Long-Term ECG and Arrhythmia
Databases, a Polar H10), on hand-marked beats of people who sit, walk and jog, and on three recordings of slow
breathing; then rounded. All of these recordings were used to set the numbers. When the limits are changed by
15 % one by one, the share of premature beats found changes by 3 points at most.
`scripts/validate_artefacts.py` prints the results.
"""

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import BeatLabel
from biofeedback.beats.artefact_rules import (
    AHEAD,
    BACK,
    ECTOPIC,
    NORMAL,
    Intervals,
    clear_premature,
    codes_of,
)
from biofeedback.beats.artefact_thresholds import (
    UNKNOWN,
    RunningScatter,
    second_differences,
    trailing_scatter,
)
from biofeedback.beats.frequent_beats import DELAY, RunningCount, are_frequent
from biofeedback.beats.prediction import MEMORY, ORDER, is_expected

_LABELS: Final = tuple(BeatLabel)
"""The labels in the order of their numbers in `artefact_rules`."""

_BEFORE: Final = MEMORY + ORDER
"""Number of intervals that a prediction needs."""

PROVISIONAL_BEATS: Final = AHEAD
"""Number of newest intervals whose labels may still change."""


def label_intervals(rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_]) -> list[BeatLabel]:
    """Label a whole series.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        RR intervals in the order they came.
    adjacent : ndarray of bool, shape (n_beats,)
        Whether each begins where the interval before ended. Intervals are not compared across a gap.

    Returns
    -------
    list of BeatLabel
        One label for each interval. An interval without its neighbours, at either end or at a gap, is normal
        by default. Its own length or the two intervals after it may show that it is not.
    """
    intervals = Intervals.of(rr_ms, adjacent)
    differences = second_differences(intervals.before, intervals.here, intervals.after)
    scatter = trailing_scatter(differences)
    clear = clear_premature(intervals, scatter)
    codes = codes_of(intervals, scatter, clear, are_frequent(clear))
    for place in np.flatnonzero(codes == ECTOPIC).tolist():
        before = slice(max(0, place - _BEFORE), place)
        if adjacent[place] and is_expected(rr_ms[before], adjacent[before], float(rr_ms[place])):
            codes[place] = NORMAL
    return [_LABELS[code] for code in codes.tolist()]


class ArtefactFilter:
    """Labels intervals as they come; gives the same labels as `label_intervals` for all intervals so far."""

    def __init__(self) -> None:
        length = BACK + 1 + AHEAD
        self._rr_ms: deque[float] = deque([np.nan] * length, maxlen=length)
        self._adjacent: deque[bool] = deque([False] * length, maxlen=length)
        self._scatter: deque[float] = deque([UNKNOWN] * length, maxlen=length)
        self._frequent: deque[bool] = deque([False] * length, maxlen=length)
        self._running = RunningScatter()
        self._count = RunningCount()
        longer = _BEFORE + 1 + AHEAD
        self._longer_ms: deque[float] = deque(maxlen=longer)
        self._longer_adjacent: deque[bool] = deque(maxlen=longer)

    def add(self, rr_ms: float, *, adjacent: bool) -> tuple[BeatLabel, ...]:
        """Take an interval; return the labels of the last three, oldest first.

        The first of them is final, the others are provisional. At the start there are fewer than three
        intervals; ignore the labels of the missing ones.
        """
        self._rr_ms.append(rr_ms)
        self._adjacent.append(adjacent)
        intervals = Intervals.of(np.array(self._rr_ms), np.array(self._adjacent))
        differences = second_differences(intervals.before, intervals.here, intervals.after)
        self._scatter.append(self._running.add(float(differences[-2])))
        scatter = np.array(self._scatter)
        clear = clear_premature(intervals, scatter)
        self._frequent.append(self._count.add(clear=bool(clear[-1 - DELAY])))
        codes = codes_of(intervals, scatter, clear, np.array(self._frequent))[-1 - AHEAD :]
        self._longer_ms.append(rr_ms)
        self._longer_adjacent.append(adjacent)
        for ago in range(min(1 + AHEAD, len(self._longer_ms))):
            if codes[-1 - ago] == ECTOPIC and self._is_expected(len(self._longer_ms) - 1 - ago):
                codes[-1 - ago] = NORMAL
        return tuple(_LABELS[code] for code in codes.tolist())

    def _is_expected(self, place: int) -> bool:
        before = slice(max(0, place - _BEFORE), place)
        rr_ms, adjacent = np.array(self._longer_ms), np.array(self._longer_adjacent)
        return bool(adjacent[place]) and is_expected(rr_ms[before], adjacent[before], float(rr_ms[place]))
