"""Whether the rhythm is regular enough for heart-rate variability, over minutes. No diagnosis.

Variability figures tell about the nerves of the heart as long as its sinus node sets the pace. They do not
where every third beat is ectopic, or where each interval is as good as independent of the last, as in atrial
fibrillation. That is told from sinus rhythm by how irregular successive intervals are (Dash, Chon, Lu &
Raeder, Ann Biomed Eng 37(9):1701–1709 (2009), DOI 10.1007/s10439-009-9740-z: RMSSD over mean RR, turning
points and entropy). Deviation: successive differences grow with a breathing swing as well, so second
differences stand for all three, and their lower quartile, which single ectopic beats leave alone.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import STRAP_FAULTS, BeatLabel
from biofeedback.beats.artefact_rules import Intervals
from biofeedback.beats.artefact_thresholds import quartile, second_differences
from biofeedback.beats.artefacts import label_intervals
from devices.message import message

RHYTHM_WINDOW_S: Final = 300.0
"""What one judgement rests on."""

TOO_IRREGULAR: Final = message("quality.irregular")

_FEWEST_BEATS: Final = 100
"""Fewer say nothing: a minute and a half."""

_MOST_ECTOPIC: Final = 0.45
"""Share of intervals that begin or end with an ectopic beat. Of five minutes with frequent ectopic beats here
at most 0.37 do; in trigeminy two thirds."""

_MOST_SCATTER: Final = 0.05
"""Lower quartile of second differences, as a share of the interval. At most 0.044 in five minutes of any
sinus rhythm here; intervals that are independent and scatter by 15 % have 0.06, and in atrial fibrillation
they scatter more (a quarter: Tateno & Glass 2001, DOI 10.1007/BF02345439)."""


def is_irregular(rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_]) -> bool:
    """Judge a few minutes.

    Parameters
    ----------
    rr_ms, adjacent : ndarray, shape (n_beats,)
        RR intervals in the order they came, and which begin where the one before ended.

    Returns
    -------
    bool
        False also where there are too few beats to say.
    """
    return _is_irregular(rr_ms, adjacent, label_intervals(rr_ms, adjacent))


def irregular_spans_s(
    time_s: NDArray[np.float64],
    rr_ms: NDArray[np.float64],
    adjacent: NDArray[np.bool_],
    labels: Sequence[BeatLabel],
) -> list[tuple[float, float]]:
    """Judge a recording in pieces of five minutes.

    Parameters
    ----------
    time_s, rr_ms, adjacent, labels
        End, length, adjacency and label of each interval.

    Returns
    -------
    list of (float, float)
        Start and end of each irregular piece, in s. The last piece ends with the last beat and overlaps the
        one before it.
    """
    if not time_s.size:
        return []
    ends_s = np.append(np.arange(time_s[0] + RHYTHM_WINDOW_S, time_s[-1], RHYTHM_WINDOW_S), time_s[-1])
    spans_s = []
    for end_s in ends_s.tolist():
        first, last = np.searchsorted(time_s, (end_s - RHYTHM_WINDOW_S, end_s), side="right")
        if _is_irregular(rr_ms[first:last], adjacent[first:last], labels[first:last]):
            spans_s.append((end_s - RHYTHM_WINDOW_S, end_s))
    return spans_s


def _is_irregular(
    rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_], labels: Sequence[BeatLabel]
) -> bool:
    measured = np.array([label not in STRAP_FAULTS for label in labels], dtype=bool)
    if measured.sum() < _FEWEST_BEATS:
        return False
    ectopic = sum(label is BeatLabel.ECTOPIC for label in labels)
    if ectopic > _MOST_ECTOPIC * measured.sum():
        return True
    intervals = Intervals.of(np.where(measured, rr_ms, np.nan), adjacent)
    differences = second_differences(intervals.before, intervals.here, intervals.after)
    known = differences[~np.isnan(differences)]
    return known.size >= _FEWEST_BEATS and bool(quartile(known) > _MOST_SCATTER)
