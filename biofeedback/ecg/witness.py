"""The electrocardiogram as a witness of RR intervals: which of them are what they seem, and what was missed.

Strap and ECG count the same beats, but their clocks differ: RR intervals come one to three seconds late and
are placed by their arrival. So the two are laid side by side first: intervals of equal length tell how far
their ends lie apart.
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
"""How far back R peaks are kept: the longest gap that is filled, and the strap's latency."""

_INTERVALS: Final = 16
_FEWEST_EQUAL: Final = 8
_EQUAL_MS: Final = 12.0
"""Half of the last sixteen intervals have to have an equal in the ECG, all at one distance."""

_APART_S: Final = 1.5
_CLUSTER_S: Final = 0.06
"""Largest distance of the clocks, and how far the distances scatter that count as one."""

_NEAR_S: Final = 0.06
"""An R peak this near to the end of an interval is its beat."""

_SAME_MS: Final = 30.0
_LONG: Final = 1.3
"""An interval in which the ECG shows more beats was not noticed by the strap when it is this long beside its
neighbours, or was doubted anyway; otherwise the ECG is."""

_LONGEST_GAP_S: Final = 60.0
_IN_LINE: Final = (0.6, 1.7)
"""What fills a gap has to be in line with the median interval before it, or nothing is filled."""


class EcgWitness:
    """Tells of confirmed intervals what the ECG shows of them."""

    def __init__(self) -> None:
        self._ecg = EcgBeats(KEEP_S)

    @property
    def is_coarse(self) -> bool:
        """Whether the ECG comes too slowly to find beats in."""
        return self._ecg.is_coarse

    def add(self, time_s: EcgArray, ecg_uv: EcgArray) -> None:
        """Take samples of the ECG; see `EcgBeats.add`."""
        self._ecg.add(time_s, ecg_uv)

    def told(self, beat: Beat, earlier: Reversible[Beat]) -> tuple[Beat, ...]:
        """Tell what an interval really is.

        Parameters
        ----------
        beat : Beat
            With its label for good, as far as the intervals alone tell.
        earlier : reversible of Beat
            Those before it, oldest first, on the same clock.

        Returns
        -------
        tuple of Beat
            The beat, with another label where the ECG says so; or instead of it those that the strap missed.
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
        """Tell what happened between two runs of intervals.

        Parameters
        ----------
        before, after : sequence of Beat
            Confirmed, oldest first.

        Returns
        -------
        tuple of Beat
            Empty where the gap is longer than a minute, the ECG has one too, or what it shows is out of line.
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
    """Label an interval that the ECG shows too."""
    if len(ends) < 2 or abs(1000.0 * (ends[1].time_s - ends[0].time_s) - beat.rr_ms) > _SAME_MS:
        return beat
    if any(peak.odd for peak in ends):
        return replace(beat, label=BeatLabel.ECTOPIC)
    if beat.label is BeatLabel.NOISE:
        return replace(beat, label=BeatLabel.ECTOPIC)  # too long for a sinus beat, but the heart's own pause
    return replace(beat, label=BeatLabel.NORMAL) if beat.label in STRAP_FAULTS else beat


def _missed(beat: Beat, before: Sequence[Beat], peaks: Sequence[EcgBeat], apart_s: float) -> tuple[Beat, ...]:
    """Put the intervals of the ECG in the place of one in which the strap missed beats."""
    missed = replace(beat, label=BeatLabel.MISSED)
    intervals = _intervals(before, peaks, apart_s)
    if not intervals:
        return (missed,)
    first, *rest = [
        replace(one, adjacent=number > 0 or beat.adjacent) for number, one in enumerate(intervals)
    ]
    return (first, *rest[:-1], replace(rest[-1], instead_of=missed))


def _intervals(before: Sequence[Beat], peaks: Sequence[EcgBeat], apart_s: float) -> tuple[Beat, ...]:
    """Return the intervals between R peaks; none where one of them is out of line."""
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
    """How much later than their R peaks the intervals end; None where the two do not fit."""
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
    # Of clusters of one size, as in a heart like a clock, the one nearest to no distance at all.
    best = int(np.lexsort((np.abs(candidates_s), -counts))[0])
    count = int(counts[best])
    if count < _FEWEST_EQUAL:
        return None
    return float(np.median(candidates_s[best : best + count]))


def _nearest(peaks: Sequence[EcgBeat], time_s: float) -> int | None:
    """Return the number of the R peak at a moment; None where there is none."""
    first = bisect_left(peaks, time_s - _NEAR_S, key=lambda peak: peak.time_s)
    last = bisect_right(peaks, time_s + _NEAR_S, key=lambda peak: peak.time_s)
    near = range(first, last)
    return min(near, key=lambda number: abs(peaks[number].time_s - time_s)) if near else None
