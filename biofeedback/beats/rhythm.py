"""Checks over minutes whether the rhythm is regular enough for heart-rate variability. Not a diagnosis.

Variability figures describe the nerves of the heart only while its sinus node sets the pace. They do not if
every third beat is ectopic, or if each interval is almost independent of the last, as in atrial fibrillation
(Dash, Chon, Lu & Raeder, Ann Biomed Eng 37(9):1701–1709 (2009), DOI 10.1007/s10439-009-9740-z: RMSSD over
mean RR, turning points and entropy). Deviation: successive differences also grow with a breathing swing, and
in a child or an athlete they may be larger than in fibrillation. So the rhythm counts as irregular only if
second differences are large *and* earlier intervals can't predict the next one.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import STRAP_FAULTS, BeatLabel
from biofeedback.beats.artefact_rules import Intervals
from biofeedback.beats.artefact_thresholds import quartile, second_differences
from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.prediction import unexplained
from devices.message import message

RHYTHM_WINDOW_S: Final = 300.0
"""Length of the span that one judgement is based on."""

TOO_IRREGULAR: Final = message("rhythm.many_early_or_late")
"""The message about either kind of rhythm, in neutral words."""

_FEWEST_BEATS: Final = 100
"""A judgement needs at least this many beats: a minute and a half."""

_MOST_OUT_OF_LINE: Final = 0.45
"""Share of intervals that begin or end with an ectopic beat, or are out of line for another reason. In five
minutes with frequent ectopic beats here, it is at most 0.37; in trigeminy it is two thirds."""

_LEAST_ECTOPIC: Final = 0.25
"""Share of all intervals. With fewer ectopic beats, the strap is the cause of the intervals out of line."""

_MANY_ECTOPIC: Final = 0.10
"""RMSSD is withheld if this share of intervals begins or ends with an ectopic beat: one beat in 20 alone, or
fewer in couplets and runs. There are then other ectopic beats that no interval shows. Above this share, RMSSD
is off by a third or more in labelled recordings."""

_SOME_ECTOPIC: Final = 0.04
_FEW_STEPS: Final = 0.02
_MOST_BY_FEW: Final = 0.28
"""With fewer ectopic beats, but more than one in fifty, RMSSD is withheld if it rests on few steps. The
largest 2 % of the squared differences between normal neighbours then make up twice as much of it as in
Gaussian noise. In a breathing swing they make up less. Such steps are beats that nothing else showed, or
pauses of the heart itself."""

_MOST_SCATTER: Final = 0.045
"""Lower quartile of second differences, as a share of the interval. Independent intervals with a
scatter of 12 % have 0.05. In atrial fibrillation they scatter more (a quarter: Tateno & Glass 2001, DOI
10.1007/BF02345439). Healthy hearts with a large breathing swing have up to 0.08."""

_MOST_UNEXPLAINED: Final = 0.025
"""Largest value of `unexplained`. Breathing swings of up to a third of the interval have at most 0.010, and
independent intervals that scatter by 12 % have 0.038."""


def is_irregular(rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_]) -> bool:
    """Return whether the rhythm of a few minutes is irregular.

    Parameters
    ----------
    rr_ms, adjacent : ndarray, shape (n_beats,)
        RR intervals in the order they came, and whether each begins where the one before ended.

    Returns
    -------
    bool
        False also if there are too few beats to judge.
    """
    return _is_irregular(rr_ms, adjacent, label_intervals(rr_ms, adjacent))


def has_many_ectopic(
    rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_], doubted: NDArray[np.bool_] | None = None
) -> bool:
    """Return whether a few minutes contain so many ectopic or hidden beats that RMSSD is meaningless.

    Parameters
    ----------
    rr_ms, adjacent : ndarray, shape (n_beats,)
        As for `is_irregular`.
    doubted : ndarray of bool, shape (n_beats,), optional
        Intervals that may not be heart beats; they say nothing about the heart's rhythm.
    """
    labels = label_intervals(rr_ms, adjacent)
    if doubted is not None:
        labels = [BeatLabel.NOISE if out else one for one, out in zip(labels, doubted, strict=True)]
    return _has_many_ectopic(rr_ms, adjacent, labels)


def irregular_spans_s(
    time_s: NDArray[np.float64],
    rr_ms: NDArray[np.float64],
    adjacent: NDArray[np.bool_],
    labels: Sequence[BeatLabel],
) -> list[tuple[float, float]]:
    """Find the irregular pieces of five minutes; response and variability are withheld in them.

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

    def judge(piece: slice) -> bool:
        return _is_irregular(rr_ms[piece], adjacent[piece], labels[piece])

    return _spans_s(time_s, judge)


def ectopic_spans_s(
    time_s: NDArray[np.float64],
    rr_ms: NDArray[np.float64],
    adjacent: NDArray[np.bool_],
    labels: Sequence[BeatLabel],
) -> list[tuple[float, float]]:
    """Find the pieces of five minutes with many ectopic beats; the rest is as for `irregular_spans_s`.

    Intervals labelled as noise are left out: the heart did not make them.
    Breaths without an ectopic beat still give a response there, but variability figures are withheld.
    """

    def judge(piece: slice) -> bool:
        return _has_many_ectopic(rr_ms[piece], adjacent[piece], labels[piece])

    return _spans_s(time_s, judge)


def _spans_s(time_s: NDArray[np.float64], judge: Callable[[slice], bool]) -> list[tuple[float, float]]:
    if not time_s.size:
        return []
    ends_s = np.append(np.arange(time_s[0] + RHYTHM_WINDOW_S, time_s[-1], RHYTHM_WINDOW_S), time_s[-1])
    spans_s = []
    for end_s in ends_s.tolist():
        first, last = np.searchsorted(time_s, (end_s - RHYTHM_WINDOW_S, end_s), side="right").tolist()
        if judge(slice(first, last)):
            spans_s.append((end_s - RHYTHM_WINDOW_S, end_s))
    return spans_s


def _has_many_ectopic(
    rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_], labels: Sequence[BeatLabel]
) -> bool:
    count = sum(label is not BeatLabel.NOISE for label in labels)
    if count < _FEWEST_BEATS:
        return False
    ectopic = sum(label is BeatLabel.ECTOPIC for label in labels)
    if ectopic > _MANY_ECTOPIC * count:
        return True
    return ectopic > _SOME_ECTOPIC * count and _rests_on_few(rr_ms, adjacent, labels)


def _rests_on_few(
    rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_], labels: Sequence[BeatLabel]
) -> bool:
    """Return whether few of the differences between normal neighbours make up much of RMSSD."""
    normal = np.array([label is BeatLabel.NORMAL for label in labels], dtype=bool)
    squares = np.sort(np.diff(rr_ms)[normal[1:] & normal[:-1] & adjacent[1:]] ** 2)
    few = max(1, round(_FEW_STEPS * squares.size))
    return float(squares[-few:].sum()) > _MOST_BY_FEW * float(squares.sum())


def _is_irregular(
    rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_], labels: Sequence[BeatLabel]
) -> bool:
    measured = np.array([label not in STRAP_FAULTS for label in labels], dtype=bool)
    if len(labels) < _FEWEST_BEATS:
        return False
    ectopic = sum(label is BeatLabel.ECTOPIC for label in labels)
    out_of_line = ectopic + int((~measured).sum())
    if ectopic > _LEAST_ECTOPIC * len(labels) and out_of_line > _MOST_OUT_OF_LINE * len(labels):
        return True
    if measured.sum() < _FEWEST_BEATS:
        return False
    known_ms = np.where(measured, rr_ms, np.nan)
    intervals = Intervals.of(known_ms, adjacent)
    differences = second_differences(intervals.before, intervals.here, intervals.after)
    known = differences[~np.isnan(differences)]
    if known.size < _FEWEST_BEATS or not quartile(known) > _MOST_SCATTER:
        return False
    left = unexplained(known_ms, adjacent)
    return left is not None and left > _MOST_UNEXPLAINED
