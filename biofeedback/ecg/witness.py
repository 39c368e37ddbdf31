"""The electrocardiogram as a check of RR intervals: which are correct, and which beats the strap missed.

Strap and ECG detect the same beats, but their clocks differ: RR intervals arrive one to three seconds late
and get their times from their arrival. So the two are aligned first: the offset comes from intervals of equal
length.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Reversible, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

import numpy as np

from biofeedback.beats.artefact_labels import PLAUSIBLE_RR_MS, STRAP_FAULTS, BeatLabel
from biofeedback.beats.beats import Beat
from biofeedback.ecg.beats import EcgBeat, EcgBeats
from biofeedback.ecg.r_peaks import EcgArray

KEEP_S: Final = 90.0
"""How far back R peaks are stored: the longest gap that can be filled plus the strap's latency."""

_INTERVALS: Final = 16
_FEWEST_EQUAL: Final = 8
_EQUAL_MS: Final = 12.0
"""Half of the last sixteen intervals must match an interval in the ECG within this, all at one offset."""

_APART_S: Final = 1.5
_CLUSTER_S: Final = 0.06
"""Largest offset of the clocks, and the largest scatter of offsets that count as the same."""

_NEAR_S: Final = 0.06
"""An R peak this close to the end of an interval is the beat of that interval."""

_SAME_MS: Final = 30.0
_LONG: Final = 1.3
"""The ECG may show more beats within an interval. This is how long it then has to be, in intervals before it.

If it is longer or already doubtful, the strap missed beats. Otherwise the ECG is not trusted.
"""

_LONGEST_GAP_S: Final = 60.0
_IN_LINE: Final = (0.6, 1.7)
"""Intervals that fill a gap must be within these multiples of the median interval before it."""


class EcgWitness:
    """Compares confirmed intervals with the ECG."""

    def __init__(self) -> None:
        self._ecg = EcgBeats(KEEP_S)

    @property
    def is_coarse(self) -> bool:
        """Whether the sample rate of the ECG is too low to find beats."""
        return self._ecg.is_coarse

    def add(self, time_s: EcgArray, ecg_uv: EcgArray) -> None:
        """Add samples of the ECG; see `EcgBeats.add`."""
        self._ecg.add(time_s, ecg_uv)

    def told(self, beat: Beat, earlier: Reversible[Beat]) -> tuple[Beat, ...]:
        """Return an interval as the ECG shows it.

        Parameters
        ----------
        beat : Beat
            The interval, with its final label from the intervals alone.
        earlier : reversible of Beat
            Earlier beats, oldest first, on the same clock.

        Returns
        -------
        tuple of Beat
            The beat, with a new label if the ECG shows one; or the missed beats that replace it.
        """
        before = _newest([one for one in islice(reversed(earlier), _INTERVALS) if not one.filled][::-1])
        peaks = list(self._ecg.beats)
        apart_s = _apart_s([*before, beat], peaks)
        if apart_s is None:
            return (beat,)
        begin_s, end_s = beat.time_s - beat.rr_ms / 1000.0 - apart_s, beat.time_s - apart_s
        begin, end = _nearest(peaks, begin_s), _nearest(peaks, end_s)
        doubted = beat.label in STRAP_FAULTS
        if begin is None or end is None:
            extra = doubted and self._ecg.covers(begin_s, end_s)
            return (replace(beat, label=BeatLabel.EXTRA) if extra else beat,)
        between = peaks[begin : end + 1]
        if len(between) > 2:
            long = bool(before) and beat.rr_ms > _LONG * before[-1].rr_ms
            return _missed(beat, before, between, apart_s) if doubted or long else (beat,)
        return (_confirmed(beat, between),)

    def between(self, before: Sequence[Beat], after: Sequence[Beat]) -> tuple[Beat, ...]:
        """Return the beats between two runs of intervals.

        Parameters
        ----------
        before, after : sequence of Beat
            Confirmed, oldest first.

        Returns
        -------
        tuple of Beat
            Empty if the gap is longer than a minute, or the ECG has a gap there or implausible intervals.
        """
        before, after = _newest(before), after[:_INTERVALS]
        peaks = list(self._ecg.beats)
        before_s, after_s = _apart_s(before, peaks), _apart_s(after, peaks)
        if before_s is None or after_s is None:
            return ()
        last = _nearest(peaks, before[-1].time_s - before_s)
        next_ = _nearest(peaks, after[0].time_s - after[0].rr_ms / 1000.0 - after_s)
        if last is None or next_ is None or next_ <= last:
            return ()
        first_s, last_s = peaks[last].time_s, peaks[next_].time_s
        if last_s - first_s > _LONGEST_GAP_S or not self._ecg.covers(first_s, last_s):
            return ()
        return _intervals(before, peaks[last : next_ + 1], after_s)


def _newest(beats: Sequence[Beat]) -> Sequence[Beat]:
    return beats[-_INTERVALS:]


def _confirmed(beat: Beat, ends: Sequence[EcgBeat]) -> Beat:
    """Label an interval that the ECG also shows."""
    if len(ends) < 2 or abs(1000.0 * (ends[1].time_s - ends[0].time_s) - beat.rr_ms) > _SAME_MS:
        return beat
    if any(peak.odd for peak in ends):
        return replace(beat, label=BeatLabel.ECTOPIC)
    if beat.label is BeatLabel.NOISE:
        return replace(beat, label=BeatLabel.ECTOPIC)  # too long for a sinus beat: a pause of the heart
    return replace(beat, label=BeatLabel.NORMAL) if beat.label in STRAP_FAULTS else beat


def _missed(beat: Beat, before: Sequence[Beat], peaks: Sequence[EcgBeat], apart_s: float) -> tuple[Beat, ...]:
    """Replace an interval in which the strap missed beats by the intervals of the ECG."""
    missed = replace(beat, label=BeatLabel.MISSED)
    intervals = _intervals(before, peaks, apart_s)
    if not intervals:
        return (missed,)
    first, *rest = [
        replace(one, adjacent=number > 0 or beat.adjacent) for number, one in enumerate(intervals)
    ]
    return (first, *rest[:-1], replace(rest[-1], instead_of=missed))


def _intervals(before: Sequence[Beat], peaks: Sequence[EcgBeat], apart_s: float) -> tuple[Beat, ...]:
    """Return the intervals between R peaks; empty if one of them is implausible."""
    rr_ms = [1000.0 * (later.time_s - earlier.time_s) for earlier, later in pairwise(peaks)]
    usual_ms = float(np.median([one.rr_ms for one in before])) if before else math.nan
    lowest, highest = (share * usual_ms for share in _IN_LINE)
    low_ms, high_ms = PLAUSIBLE_RR_MS
    if not all(max(low_ms, lowest) <= one <= min(high_ms, highest) for one in rr_ms):
        return ()
    odd = [earlier.odd or later.odd for earlier, later in pairwise(peaks)]
    return tuple(
        Beat(
            time_s=peaks[number + 1].time_s + apart_s,
            rr_ms=interval_ms,
            label=BeatLabel.ECTOPIC if odd[number] else BeatLabel.NORMAL,
            adjacent=True,
            filled=True,
        )
        for number, interval_ms in enumerate(rr_ms)
    )


def _apart_s(beats: Sequence[Beat], peaks: Sequence[EcgBeat]) -> float | None:
    """Return how much later the intervals end than their R peaks; None if the two do not match."""
    peaks_s = np.array([peak.time_s for peak in peaks])
    if len(beats) < _FEWEST_EQUAL or peaks_s.size < _FEWEST_EQUAL:
        return None
    ends_s = np.array([beat.time_s for beat in beats])
    rr_ms = np.array([beat.rr_ms for beat in beats])
    apart_s = ends_s[:, np.newaxis] - peaks_s[1:]
    equal = np.abs(rr_ms[:, np.newaxis] - 1000.0 * np.diff(peaks_s)) < _EQUAL_MS
    candidates_s = np.sort(apart_s[equal & (np.abs(apart_s) < _APART_S)])
    if not candidates_s.size:
        return None
    counts = np.searchsorted(candidates_s, candidates_s + _CLUSTER_S, side="right") - np.arange(
        candidates_s.size
    )
    # Of clusters of the same size, as in a very regular heart, take the one with the smallest offset.
    best = int(np.lexsort((np.abs(candidates_s), -counts))[0])
    count = int(counts[best])
    if count < _FEWEST_EQUAL:
        return None
    return float(np.median(candidates_s[best : best + count]))


def _nearest(peaks: Sequence[EcgBeat], time_s: float) -> int | None:
    """Return the index of the R peak at a moment; None if there is none."""
    first = bisect_left(peaks, time_s - _NEAR_S, key=lambda peak: peak.time_s)
    last = bisect_right(peaks, time_s + _NEAR_S, key=lambda peak: peak.time_s)
    near = range(first, last)
    return min(near, key=lambda number: abs(peaks[number].time_s - time_s)) if near else None
