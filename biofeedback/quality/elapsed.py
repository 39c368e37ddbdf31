"""Checks whether a strap's RR intervals add up to the elapsed time: all beats, in the right unit.

Thresholds are set between correct real straps (three recordings of a Polar H10, 2 h in total) and the fault.
Tests check them.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.arrivals import GAP_S, accounted
from biofeedback.quality.honesty import RATE_ONLY_S, IntervalRun, Measurements
from devices.message import Message, message
from devices.straps.heart_rate_service import TICKS_PER_SECOND

REGRESSION_MINIMUM_S: Final = 180.0
"""Shorter spans give no result: on a real H10, the ratio for 60 s ranges from 0.972 to 1.026, the slope for
180 s from 0.998 to 1.003."""

_ALL_BEATS: Final = (0.99, 1.01)
"""Slope of a strap that loses no beats; real H10: 0.9996 to 1.0009."""

_MANY_MISSING: Final = 0.95
"""Below this slope, at least one beat in twenty is missing."""

_ROUGH_MINIMUM_S: Final = 60.0
_ROUGHLY_ALL_BEATS: Final = 0.8
"""A minute can show only a slope below this: late beats may make its slope far too steep."""

_NEIGHBOURS: Final = (0.9, 1.1)
"""Outside this range, at least one interval in ten is not followed by the heart's next interval."""

_MILLISECONDS_AS_TICKS: Final = 1000.0 / TICKS_PER_SECOND
_TICKS_SCALED_TWICE: Final = TICKS_PER_SECOND / 1000.0
_UNIT_TOLERANCE: Final = 0.006
"""Variation of the slope over 180 s. A strap that sends milliseconds (confirmed by a laboratory ECG) has
slopes of 0.970 to 0.979 in ten such parts, 0.975 or more in nine of them."""

_UNIT_SHARE: Final = 0.75
"""Share of 180 s parts that must show the same factor. A wrong unit appears in 9 of 10 parts. Lost beats vary
over time, and give a similar slope in 3 of 8 parts."""

_UNIT_PARTS: Final = 2
"""With fewer parts, a loss of one beat in forty looks the same as milliseconds sent as ticks."""


@dataclass(frozen=True, slots=True)
class ElapsedFit:
    """Cumulated RR intervals against elapsed time.

    Parameters
    ----------
    slope : float
        Slope of a regression over every chain of 180 s or more without a gap, each with its own intercept; 1
        if no beat is missing.
    parts : tuple of float
        Slopes of the equal parts of these chains, 180 to 360 s each.
    """

    slope: float
    parts: tuple[float, ...]


def fit_elapsed(
    measurements: Measurements,
    apart: Sequence[IntervalRun] = (),
    *,
    minimum_s: float = REGRESSION_MINIMUM_S,
) -> ElapsedFit | None:
    """Compare the sum of RR intervals with the elapsed time; None without `minimum_s` free of gaps.

    A time without beats also counts as a gap: `rate_only_warning` and `off_body_warning` report it. So do the
    intervals `apart`, which are not measured beats. Implausible interval values are ignored.
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
    """Return the fit of at least a minute if it shows that far too few beats arrived, otherwise None."""
    fit = fit_elapsed(measurements, apart, minimum_s=_ROUGH_MINIMUM_S)
    return None if fit is None or fit.slope >= _ROUGHLY_ALL_BEATS else fit


def follow_one_another(fit: ElapsedFit | None) -> bool:
    """Whether consecutive received intervals were also consecutive in the body.

    If every tenth beat is missing or doubled, neighbours are often not consecutive beats.
    """
    low, high = _NEIGHBOURS
    return fit is None or low <= fit.slope <= high


def adds_up(slope: float) -> bool:
    """Whether this slope belongs to a strap that neither loses nor adds beats."""
    low, high = _ALL_BEATS
    return low <= slope <= high


def elapsed_warning(fit: ElapsedFit) -> Message | None:
    """Return a warning if the RR intervals do not add up to the elapsed time."""
    if adds_up(fit.slope):
        return None
    percent = 100.0 * fit.slope
    if (unit := _wrong_unit(fit)) is not None:
        return _unit_warning(percent, unit, sure=unit > 1.0 or len(fit.parts) >= _UNIT_PARTS)
    if fit.slope > 1.0:
        return message("quality.elapsed.twice", percent=percent)
    if fit.slope < _MANY_MISSING:
        return message("quality.elapsed.some_missing", percent=percent)
    return message("quality.elapsed.few_missing", percent=percent)


def _chains(
    arrivals_s: NDArray[np.float64], packets_s: NDArray[np.float64], more_cuts: Sequence[int]
) -> Iterator[slice]:
    """Yield the spans between gaps, and between silences that no interval accounts for."""
    gaps = np.flatnonzero(np.diff(arrivals_s) > GAP_S) + 1
    with_beats = np.flatnonzero(packets_s)
    unaccounted_s = np.diff(arrivals_s[with_beats]) - packets_s[with_beats[1:]]
    silences = np.flatnonzero(unaccounted_s > RATE_ONLY_S)
    if with_beats.size and arrivals_s[-1] - arrivals_s[with_beats[-1]] > RATE_ONLY_S:
        more_cuts = [*more_cuts, int(with_beats[-1]) + 1]
    # The time between the last beat before a silence and the first after it belongs to neither span.
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
    """Return the common slope of chains that each have their own intercept."""
    centred = [(time_s - time_s.mean(), sum_s) for time_s, sum_s in chains]
    return float(sum(x @ y for x, y in centred) / sum(x @ x for x, _ in centred))


def _wrong_unit(fit: ElapsedFit) -> float | None:
    """Return the factor by which the unit of RR is wrong, if the slope and its parts agree on one.

    The strap's own rate can't confirm the fault. It is an average of RR: with many extrasystoles, the rate of
    a real H10 is 1.6 % below the true mean rate, nearly as much as the fault.
    """
    for factor in (_MILLISECONDS_AS_TICKS, _TICKS_SCALED_TWICE):
        close = [abs(slope - factor) <= _UNIT_TOLERANCE for slope in fit.parts]
        if abs(fit.slope - factor) <= _UNIT_TOLERANCE and sum(close) >= _UNIT_SHARE * len(close):
            return factor
    return None


def _unit_warning(percent: float, unit: float, *, sure: bool) -> Message:
    if not sure:
        minutes = _UNIT_PARTS * REGRESSION_MINIMUM_S / 60.0
        return message("quality.elapsed.unit_unsure", percent=percent, minutes=minutes)
    if unit < 1.0:
        return message("quality.elapsed.unit_small", percent=percent)
    return message("quality.elapsed.unit_large", percent=percent)
