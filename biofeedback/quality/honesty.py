"""Checks whether the RR intervals of a strap are measured beats.

Each check takes heart-rate measurements in order of arrival, and returns one sentence with advice, or None if
it finds no fault. Thresholds are set between correct real straps (three recordings of a Polar H10, 2 h in
total) and the fault. Tests check them.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.arrivals import GAP_S
from biofeedback.beats.artefact_labels import BeatLabel
from biofeedback.beats.artefacts import label_intervals
from devices.events import Contact, HeartRateMeasurement
from devices.message import Message, message
from devices.straps.heart_rate_service import rr_ms_from_ticks

Measurements = Sequence[HeartRateMeasurement]

_MINIMUM_INTERVALS: Final = 60
"""About a minute of beats; with fewer, equal neighbours may occur by chance."""

_MADE_UP_TICKS: Final = 2
"""Largest difference in ticks between a made-up RR and a constant / rate, as both values are rounded."""

_MADE_UP_SHARE: Final = 0.9
"""With real straps, at most 3 of 10 intervals are this close, and 1 of 25 at rest."""

_EQUAL_SHARE: Final = 0.5
"""Share of zero differences: at most 0.11 with real straps, 0.28 in the worst minute of a hard run."""

_FROZEN_INTERVALS: Final = 20
"""Equal intervals in a row; the longest run with real straps is 5."""

_FROZEN_SETTLING: Final = 10
"""Intervals during which an averaged rate may still follow the earlier beats."""

_FROZEN_RATE_PER_MIN: Final = 2
"""Change of the rate that counts as real; a change of 1 may be rounding."""

RATE_ONLY_S: Final = 5.0
"""Longer than any RR interval; the screen waits for the same time."""

_DOUBTFUL_SHARE: Final = 0.05
"""Share of the time with data from the strap: one second in twenty, as with missing beats."""

_WITNESSES: Final = 5
_MOST_DOUBTFUL: Final = 0.2
"""Largest share of doubtful intervals nearby at which good beats override the contact bit."""

NO_BEATS: Final = message("quality.no_beats")
MADE_UP: Final = message("quality.made_up")


@dataclass(frozen=True, slots=True)
class IntervalRun:
    """Consecutive intervals: index of the first, their number, and receipt times of the first and last."""

    first: int
    intervals: int
    first_ns: int
    last_ns: int


def is_made_up(measurements: Measurements) -> bool:
    """Whether RR was computed from the heart rate instead of measured; False if this is unknown.

    There are two signs, over all intervals: RR times rate is constant except for rounding, or most successive
    differences are zero. A pacemaker that sets every beat has the same effect.
    """
    pairs = [(ticks, m.heart_rate_per_min) for m in measurements for ticks in m.rr_ticks]
    if len(pairs) < _MINIMUM_INTERVALS:
        return False
    rr_ticks, rate_per_min = np.array(pairs, dtype=np.float64).T
    equal_share = float(np.mean(np.diff(rr_ticks) == 0.0))
    return equal_share > _EQUAL_SHARE or _share_from_rate(rr_ticks, rate_per_min) >= _MADE_UP_SHARE


def frozen_runs(measurements: Measurements, *, measures_beats: bool = False) -> list[IntervalRun]:
    """Return the runs with one repeated RR value, oldest first.

    If the strap's own rate changed during a run, the strap was stuck. If the rate was constant too, the strap
    was stuck only if its other intervals are measured beats. Otherwise the strap makes intervals up, or a
    pacemaker sets every beat.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In order of arrival.
    measures_beats : bool
        Whether earlier data have shown that the strap measures beats.
    """
    rows = [(ticks, m) for m in measurements for ticks in m.rr_ticks]
    runs, rates_moved, first = [], [], 0
    for _, group in itertools.groupby(rows, key=itemgetter(0)):
        run = [measurement for _, measurement in group]
        if len(run) >= _FROZEN_INTERVALS:
            runs.append(IntervalRun(first, len(run), run[0].time_ns, run[-1].time_ns))
            settled = [m.heart_rate_per_min for m in run[_FROZEN_SETTLING:]]
            rates_moved.append(max(settled) - min(settled) >= _FROZEN_RATE_PER_MIN)
        first += len(run)
    if runs and (measures_beats or _measured_beside(measurements, runs)):
        return runs
    return [run for run, moved in zip(runs, rates_moved, strict=True) if moved]


def measures_beats(measurements: Measurements) -> bool:
    """Whether enough intervals show that the strap measures beats, without the runs where it was stuck."""
    runs = frozen_runs(measurements, measures_beats=True)
    return _measured_beside(measurements, runs)


def _measured_beside(measurements: Measurements, runs: Sequence[IntervalRun]) -> bool:
    """Whether enough intervals outside these runs exist and seem to be measured beats."""
    frozen = {row for run in runs for row in range(run.first, run.first + run.intervals)}
    rest, row = [], 0
    for one in measurements:
        kept = tuple(ticks for i, ticks in enumerate(one.rr_ticks, row) if i not in frozen)
        row += len(one.rr_ticks)
        rest.append(replace(one, rr_ticks=kept))
    return row - len(frozen) >= _MINIMUM_INTERVALS and not is_made_up(rest)


def frozen_warning(runs: Sequence[IntervalRun]) -> Message | None:
    """Return a warning with the longest run if the strap was stuck."""
    if not runs:
        return None
    return message("quality.frozen", times=max(run.intervals for run in runs))


def interval_runs(stretches: Iterable[range], measurements: Measurements) -> list[IntervalRun]:
    """Convert stretches of interval indices to runs with receipt times."""
    came_ns = [one.time_ns for one in measurements for _ in one.rr_ticks]
    return [IntervalRun(rows[0], len(rows), came_ns[rows[0]], came_ns[rows[-1]]) for rows in stretches]


def rate_only_warning(measurements: Measurements, *, end_ns: int) -> Message | None:
    """Return a warning if there was a heart rate without RR for a long time.

    One or two seconds without RR are normal with a slow heart; more than 5 s are not. `off_body_warning`
    handles time without skin contact or heart rate.
    """
    if not any(m.rr_ticks for m in measurements):
        return NO_BEATS if any(m.heart_rate_per_min for m in measurements) else None
    heard_s = _heard_s(measurements, end_ns)
    silent_s, position = 0.0, 0
    for rate_only, run in itertools.groupby(measurements, key=_is_rate_only):
        first, position = position, position + sum(1 for _ in run)
        run_s = float(heard_s[first:position].sum())
        silent_s += run_s if rate_only and run_s > RATE_ONLY_S else 0.0
    share = _share(silent_s, heard_s)
    if share <= _DOUBTFUL_SHARE:
        return None
    return message("quality.rate_only", percent=100.0 * share)


def off_body_warning(measurements: Measurements, *, end_ns: int) -> Message | None:
    """Return a warning if the strap was off the body, as far as 2A37 shows this.

    The signs are the contact bit, if the strap has one, or a heart rate of 0 without beats. A strap without
    these signs that repeats its last rate looks like a strap without RR. A strap that continues to send RR
    looks worn.
    """
    heard_s = _heard_s(measurements, end_ns)
    off = _off_body(measurements)
    share = _share(float(heard_s[off].sum()), heard_s)
    if share <= _DOUBTFUL_SHARE:
        return None
    return message("quality.off_body", percent=100.0 * share)


def _off_body(measurements: Measurements) -> NDArray[np.bool_]:
    """Return which notifications came from off the body; good beats override the contact bit."""
    off = np.array([_is_off_body(m) for m in measurements], dtype=bool)
    if not off.any() or not any(m.rr_ticks for m in measurements):
        return off
    sizes = [len(m.rr_ticks) for m in measurements]
    rr_ms = np.array([rr_ms_from_ticks(ticks) for m in measurements for ticks in m.rr_ticks])
    labels = label_intervals(rr_ms, np.ones(rr_ms.size, dtype=bool))
    bad = np.cumsum([0, *(label is not BeatLabel.NORMAL for label in labels)])
    ends = np.cumsum(sizes)
    # Check a few intervals to either side: every third random interval looks like a beat.
    first, last = np.maximum(ends - sizes - _WITNESSES, 0), np.minimum(ends + _WITNESSES, rr_ms.size)
    good = (np.array(sizes) > 0) & (bad[last] - bad[first] <= _MOST_DOUBTFUL * (last - first))
    remaining: NDArray[np.bool_] = off & ~good
    return remaining


def _is_off_body(measurement: HeartRateMeasurement) -> bool:
    nothing = measurement.heart_rate_per_min == 0 and not measurement.rr_ticks
    return measurement.contact is Contact.NO or nothing


def _is_rate_only(measurement: HeartRateMeasurement) -> bool:
    return not measurement.rr_ticks and not _is_off_body(measurement)


def _heard_s(measurements: Measurements, end_ns: int) -> NDArray[np.float64]:
    """Return the seconds from each notification to the next; 0 if a gap follows."""
    silences_s = np.diff(np.array([m.time_ns for m in measurements]), append=end_ns) / 1e9
    return np.where(silences_s > GAP_S, 0.0, silences_s)


def _share(part_s: float, heard_s: NDArray[np.float64]) -> float:
    total_s = float(heard_s.sum())
    return part_s / total_s if total_s > 0.0 else 0.0


def _share_from_rate(rr_ticks: NDArray[np.float64], rate_per_min: NDArray[np.float64]) -> float:
    """Return the share of intervals equal to a constant divided by the rate, except for rounding."""
    known = rate_per_min > 0.0
    if not known.any():
        return 0.0
    # np.median would import numpy.ma here, 20 ms in the middle of a practice.
    constant = median(rr_ticks[known] * rate_per_min[known])
    near = np.abs(rr_ticks[known] - constant / rate_per_min[known]) <= _MADE_UP_TICKS
    return float(np.mean(near))
