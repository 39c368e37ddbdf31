"""Whether the RR intervals of a strap are measured beats, all of them, in the right unit.

Each check takes heart-rate measurements in the order they came; its answer is one sentence with advice, or
None where there is nothing to say. Thresholds are set between real straps that are right (three recordings of
a Polar H10, 2 h in all) and the fault, and are held by tests.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.arrivals import GAP_S, accounted
from biofeedback.beats.artefact_labels import BeatLabel
from biofeedback.beats.artefacts import label_intervals
from devices.events import Contact, HeartRateMeasurement
from devices.straps.heart_rate_service import TICKS_PER_SECOND, rr_ms_from_ticks

Measurements = Sequence[HeartRateMeasurement]

REGRESSION_MINIMUM_S: Final = 180.0
"""Shorter spans give no verdict: on a real H10 the ratio of 60 s runs from 0.972 to 1.026, the slope of any
180 s from 0.998 to 1.003."""

_ALL_BEATS: Final = (0.99, 1.01)
"""Slope of a strap that loses no beats; real H10: 0.9996 to 1.0009."""

_MANY_MISSING: Final = 0.95
"""Below this slope one beat in twenty is missing."""

_ROUGH_MINIMUM_S: Final = 60.0
_ROUGHLY_ALL_BEATS: Final = 0.8
"""A minute says nothing else: with beats that come late, its slope may be far too steep."""

_NEIGHBOURS: Final = (0.9, 1.1)
"""Outside, one interval in ten or more is not followed by the next one of the heart."""

_MILLISECONDS_AS_TICKS: Final = 1000.0 / TICKS_PER_SECOND
_TICKS_SCALED_TWICE: Final = TICKS_PER_SECOND / 1000.0
_UNIT_TOLERANCE: Final = 0.006
"""Unrest of the slope over 180 s. A strap that sends milliseconds, by the laboratory ECG beside it, has
slopes of 0.970 to 0.979 in ten such parts, in nine of them 0.975 or more."""

_UNIT_SHARE: Final = 0.75
"""Parts of 180 s that must show the same factor. A wrong unit is there all the time, in 9 parts of 10; lost
beats come and go, and make a like slope in 3 parts of 8."""

_UNIT_PARTS: Final = 2
"""With fewer, a loss of one beat in forty can't be told from milliseconds sent as ticks."""

_MINIMUM_INTERVALS: Final = 60
"""About a minute of beats; with fewer, equal neighbours may be chance."""

_MADE_UP_TICKS: Final = 2
"""RR and rate are both rounded: a made-up RR is this near to a constant divided by its rate, in ticks."""

_MADE_UP_SHARE: Final = 0.9
"""On real straps at most 3 intervals in 10 lie so near, at rest 1 in 25."""

_EQUAL_SHARE: Final = 0.5
"""Successive differences of zero: real straps have 0.11 at most, 0.28 in the worst minute of a hard run."""

_FROZEN_INTERVALS: Final = 20
"""Equal intervals in a row; the longest run of real straps is 5."""

_FROZEN_SETTLING: Final = 10
"""Intervals in which an averaged rate may still catch up with what came before."""

_FROZEN_RATE_PER_MIN: Final = 2
"""One is rounding."""

_RATE_ONLY_S: Final = 5.0
"""No heart beats so slowly: the same patience as on the screen."""

_DOUBTFUL_SHARE: Final = 0.05
"""Of the time in which the strap was heard: one second in twenty, as with missing beats."""

_WITNESSES: Final = 5
_MOST_DOUBTFUL: Final = 0.2
"""Share of doubtful intervals, of those around one, up to which beats outweigh the contact bit."""

NO_BEATS: Final = (
    "The strap sent a heart rate but no beats: no variability can be computed. "
    "The guide works all the same; for figures wear a chest strap that sends RR intervals."
)

MADE_UP: Final = (
    "No beat-to-beat data: the RR intervals follow from the heart rate (or a pacemaker sets them). "
    "Don't use RMSSD and other variability; wear a chest strap that measures each beat."
)


@dataclass(frozen=True, slots=True)
class IntervalRun:
    """Intervals in a row: the place of the first, how many, and when the first and the last of them came."""

    first: int
    intervals: int
    first_ns: int
    last_ns: int


@dataclass(frozen=True, slots=True)
class ElapsedFit:
    """Cumulated RR intervals against elapsed time.

    Parameters
    ----------
    slope : float
        Regression over every chain of 180 s or more without a gap, each with its own intercept; 1 where no
        beat is missing.
    parts : tuple of float
        Slopes of the equal parts, of 180 to 360 s, into which those chains divide.
    """

    slope: float
    parts: tuple[float, ...]


def fit_elapsed(
    measurements: Measurements,
    apart: Sequence[IntervalRun] = (),
    *,
    minimum_s: float = REGRESSION_MINIMUM_S,
) -> ElapsedFit | None:
    """Compare the sum of RR intervals with the time that went by; None without 180 s free of gaps.

    A time without any beats is a gap too: `rate_only_warning` and `off_body_warning` tell of it. So are the
    intervals `apart`, which are no measured beats. Numbers that can be no interval do not count.
    """
    found = accounted(measurements)
    arrivals_s, packets_s, cuts = found.arrivals_s, found.packets_s, found.pauses
    for run in apart:
        first, end = np.searchsorted(arrivals_s, (run.first_ns / 1e9, run.last_ns / 1e9 + 1e-9))
        cuts = [*cuts, int(first), int(end)]
        packets_s[first:end] = 0.0
    sums_s = np.cumsum(packets_s)
    chains = [(arrivals_s[c], sums_s[c]) for c in _chains(arrivals_s, packets_s, cuts)]
    chains = [
        (time_s, sum_s)
        for time_s, sum_s in chains
        if time_s.size and time_s[-1] - time_s[0] >= minimum_s and sum_s[-1] > sum_s[0]
    ]
    if not chains:
        return None
    parts = tuple(_slope([part]) for time_s, sum_s in chains for part in _parts(time_s, sum_s))
    return ElapsedFit(_slope(chains), parts)


def rough_fit(measurements: Measurements, apart: Sequence[IntervalRun] = ()) -> ElapsedFit | None:
    """Return what a minute can tell: that far too few beats came, or None."""
    fit = fit_elapsed(measurements, apart, minimum_s=_ROUGH_MINIMUM_S)
    return None if fit is None or fit.slope >= _ROUGHLY_ALL_BEATS else fit


def follow_one_another(fit: ElapsedFit | None) -> bool:
    """Whether intervals that came one after the other also followed one another in the body.

    Where every tenth beat is missing or came twice, two neighbours are often no two beats in a row.
    """
    low, high = _NEIGHBOURS
    return fit is None or low <= fit.slope <= high


def adds_up(slope: float) -> bool:
    """Whether this slope is that of a strap that loses no beats and adds none."""
    low, high = _ALL_BEATS
    return low <= slope <= high


def elapsed_warning(fit: ElapsedFit) -> str | None:
    """Say whether the RR intervals add up to the time."""
    if adds_up(fit.slope):
        return None
    beginning = f"The beats add up to {100.0 * fit.slope:.1f} % of the time"
    if (unit := _wrong_unit(fit)) is not None:
        return beginning + _unit_words(unit, sure=unit > 1.0 or len(fit.parts) >= _UNIT_PARTS)
    if fit.slope > 1.0:
        return f"{beginning}: some came twice or are made up. Don't trust the figures; try another strap."
    amount = "some" if fit.slope < _MANY_MISSING else "a few"
    return f"{beginning}: {amount} are missing. Moisten the electrodes and tighten the strap."


def is_made_up(measurements: Measurements) -> bool:
    """Whether RR was computed from the heart rate instead of measured; False where that can't be told.

    Two signs, over all of them: RR times rate is constant to rounding, or most successive differences are
    zero. A pacemaker that sets every beat shows the same.
    """
    pairs = [(ticks, m.heart_rate_per_min) for m in measurements for ticks in m.rr_ticks]
    if len(pairs) < _MINIMUM_INTERVALS:
        return False
    rr_ticks, rate_per_min = np.array(pairs, dtype=np.float64).T
    equal_share = float(np.mean(np.diff(rr_ticks) == 0.0))
    return equal_share > _EQUAL_SHARE or _share_from_rate(rr_ticks, rate_per_min) >= _MADE_UP_SHARE


def frozen_runs(measurements: Measurements, *, measures_beats: bool = False) -> list[IntervalRun]:
    """Return where one RR value was repeated, oldest first.

    Where the strap's own rate moved meanwhile, it was stuck. Where the rate stood too, it was stuck if its
    other intervals are measured beats; else it makes them up, or a pacemaker sets them all.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In the order they came.
    measures_beats : bool
        Whether the strap is known to measure beats by what came before.
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
    """Whether enough intervals came to tell that the strap measures beats, apart from where it was stuck."""
    runs = frozen_runs(measurements, measures_beats=True)
    return _measured_beside(measurements, runs)


def _measured_beside(measurements: Measurements, runs: Sequence[IntervalRun]) -> bool:
    """Whether the intervals beside these runs are measured beats, as far as they can tell."""
    frozen = {row for run in runs for row in range(run.first, run.first + run.intervals)}
    rest, row = [], 0
    for one in measurements:
        kept = tuple(ticks for i, ticks in enumerate(one.rr_ticks, row) if i not in frozen)
        row += len(one.rr_ticks)
        rest.append(replace(one, rr_ticks=kept))
    return row - len(frozen) >= _MINIMUM_INTERVALS and not is_made_up(rest)


def frozen_warning(runs: Sequence[IntervalRun]) -> str | None:
    """Say that the strap was stuck, and for how long at the worst."""
    if not runs:
        return None
    return (
        f"The same RR interval came {max(run.intervals for run in runs)} times in a row: the strap was "
        "stuck, or a pacemaker set the pace. That part is left out of the figures; "
        "take the strap off and put it on again."
    )


def interval_runs(stretches: Iterable[range], measurements: Measurements) -> list[IntervalRun]:
    """Return stretches of intervals, given by their places, as runs with the times when they came."""
    came_ns = [one.time_ns for one in measurements for _ in one.rr_ticks]
    return [IntervalRun(rows[0], len(rows), came_ns[rows[0]], came_ns[rows[-1]]) for rows in stretches]


def rate_only_warning(measurements: Measurements, *, end_ns: int) -> str | None:
    """Say whether there was a heart rate without RR for long.

    No RR for a second or two is normal at a slow heart; for more than 5 s it is not. Time without skin
    contact or heart rate is left to `off_body_warning`.
    """
    if not any(m.rr_ticks for m in measurements):
        return NO_BEATS if any(m.heart_rate_per_min for m in measurements) else None
    heard_s = _heard_s(measurements, end_ns)
    silent_s, position = 0.0, 0
    for rate_only, run in itertools.groupby(measurements, key=_is_rate_only):
        first, position = position, position + sum(1 for _ in run)
        run_s = float(heard_s[first:position].sum())
        silent_s += run_s if rate_only and run_s > _RATE_ONLY_S else 0.0
    share = _share(silent_s, heard_s)
    if share <= _DOUBTFUL_SHARE:
        return None
    return (
        f"For {100.0 * share:.0f} % of the time the strap sent a heart rate but no beats. "
        "Moisten the electrodes; an optical band must not move."
    )


def off_body_warning(measurements: Measurements, *, end_ns: int) -> str | None:
    """Say whether the strap was off the body, as far as 2A37 can tell.

    It tells by the contact bit, where the strap has one, or by a heart rate of 0 without beats. A strap that
    has neither and goes on sending its last rate looks like one that sends no RR; one that goes on sending
    RR looks worn.
    """
    heard_s = _heard_s(measurements, end_ns)
    off = _off_body(measurements)
    share = _share(float(heard_s[off].sum()), heard_s)
    if share <= _DOUBTFUL_SHARE:
        return None
    return (
        f"For {100.0 * share:.0f} % of the time the strap found no skin contact or no heart beat. "
        "Moisten the electrodes and tighten the strap."
    )


def _off_body(measurements: Measurements) -> NDArray[np.bool_]:
    """Tell which notifications came from off the body; good beats outweigh a contact bit that says so."""
    off = np.array([_is_off_body(m) for m in measurements], dtype=bool)
    if not off.any() or not any(m.rr_ticks for m in measurements):
        return off
    sizes = [len(m.rr_ticks) for m in measurements]
    rr_ms = np.array([rr_ms_from_ticks(ticks) for m in measurements for ticks in m.rr_ticks])
    labels = label_intervals(rr_ms, np.ones(rr_ms.size, dtype=bool))
    bad = np.cumsum([0, *(label is not BeatLabel.NORMAL for label in labels)])
    ends = np.cumsum(sizes)
    # A few intervals to either side: of random ones, every third looks like a beat.
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
    """Seconds that each notification stands for: to the next one, none where a gap follows."""
    silences_s = np.diff(np.array([m.time_ns for m in measurements]), append=end_ns) / 1e9
    return np.where(silences_s > GAP_S, 0.0, silences_s)


def _share(part_s: float, heard_s: NDArray[np.float64]) -> float:
    total_s = float(heard_s.sum())
    return part_s / total_s if total_s > 0.0 else 0.0


def _chains(
    arrivals_s: NDArray[np.float64], packets_s: NDArray[np.float64], more_cuts: Sequence[int]
) -> Iterator[slice]:
    """Spans between gaps, and between times without beats that no interval accounts for."""
    gaps = np.flatnonzero(np.diff(arrivals_s) > GAP_S) + 1
    with_beats = np.flatnonzero(packets_s)
    unaccounted_s = np.diff(arrivals_s[with_beats]) - packets_s[with_beats[1:]]
    silences = np.flatnonzero(unaccounted_s > _RATE_ONLY_S)
    if with_beats.size and arrivals_s[-1] - arrivals_s[with_beats[-1]] > _RATE_ONLY_S:
        more_cuts = [*more_cuts, int(with_beats[-1]) + 1]
    # What lies between the last beat before a silence and the first after it belongs to neither span.
    cuts = sorted(
        {
            *(0, arrivals_s.size),
            *with_beats[:1],
            *gaps,
            *(with_beats[silences] + 1),
            *with_beats[silences + 1],
            *more_cuts,
        }
    )
    return (slice(first, last) for first, last in itertools.pairwise(cuts))


def _parts(
    time_s: NDArray[np.float64], sum_s: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    count = max(int((time_s[-1] - time_s[0]) // REGRESSION_MINIMUM_S), 1)
    inner_s = np.linspace(time_s[0], time_s[-1], count + 1)[1:-1]
    cuts = np.searchsorted(time_s, inner_s)
    return zip(np.split(time_s, cuts), np.split(sum_s, cuts), strict=True)


def _slope(chains: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> float:
    """Return the common slope of chains that each have an intercept of their own."""
    centred = [(time_s - time_s.mean(), sum_s) for time_s, sum_s in chains]
    return float(sum(x @ y for x, y in centred) / sum(x @ x for x, _ in centred))


def _wrong_unit(fit: ElapsedFit) -> float | None:
    """Return the factor by which the unit of RR is wrong, where the slope and its parts agree on one.

    The strap's own rate is no witness: an average of RR, as straps send it, is 1.6 % below the true mean rate
    in a real H10 on a heart with many extrasystoles, nearly as much as the fault.
    """
    for factor in (_MILLISECONDS_AS_TICKS, _TICKS_SCALED_TWICE):
        close = [abs(slope - factor) <= _UNIT_TOLERANCE for slope in fit.parts]
        if abs(fit.slope - factor) <= _UNIT_TOLERANCE and sum(close) >= _UNIT_SHARE * len(close):
            return factor
    return None


def _unit_words(unit: float, *, sure: bool) -> str:
    if not sure:
        return (
            ": a few are missing, or the strap confuses milliseconds and 1/1024 s. "
            f"Record for more than {_UNIT_PARTS * REGRESSION_MINIMUM_S / 60.0:g} minutes to tell which."
        )
    size = "small" if unit < 1.0 else "large"
    return (
        f", steadily: the strap confuses milliseconds and 1/1024 s, so figures in ms are about 2 % too "
        f"{size}. Compare them only with others of this strap."
    )


def _share_from_rate(rr_ticks: NDArray[np.float64], rate_per_min: NDArray[np.float64]) -> float:
    """Share of the intervals that are a constant divided by the rate, to rounding."""
    known = rate_per_min > 0.0
    if not known.any():
        return 0.0
    # np.median would import numpy.ma here, 20 ms in the middle of a practice.
    constant = median(rr_ticks[known] * rate_per_min[known])
    near = np.abs(rr_ticks[known] - constant / rate_per_min[known]) <= _MADE_UP_TICKS
    return float(np.mean(near))
