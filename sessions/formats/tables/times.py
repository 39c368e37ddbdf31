"""Interprets the times beside intervals: their unit, whether they fit, and where they show pauses.

The times of beats are the sums of the intervals. A time column only shows where a pause is. It often contains
the times at which a phone received the intervals.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from sessions.formats.series import LONGEST_MS, SHORTEST_MS
from sessions.formats.tables.moments import Moments

PAUSE_S: Final = 3.0
"""If no interval accounts for more time than this, beats are missing."""

_PATIENCE_ROWS: Final = 8
"""A busy phone delivers several intervals late and all at once; only if rows stay late is there a pause."""

_SCALES: Final = (1.0, 1e-3, 1e-6, 1e-9, 60.0, 3600.0, 86_400.0)
"""Seconds in each unit of time."""

_FITS: Final = (0.75, 1.4)
_EXACT_FITS: Final = (0.97, 1.03)
_WITH_PAUSES: Final = (0.75, 30.0)
"""Allowed ratio of the times' length to the intervals' length when beats are missing."""

_LOOKED_AT_ROWS: Final = 2000
_KNOWN_YEARS_S: Final = (3e8, 4e9)
"""Range of numbers that are a date in seconds since 1970; other numbers count from the start."""

_LATEST_S: Final = 7.3e9
"""In the year 2201, after the last year that a date may have."""

_EXACT_S: Final = 0.03
_EXACT_SHARE: Final = 0.5
_SMALLEST_S: Final = 1e-3
_MOST_WHOLE: Final = 0.5
_EXACT_GAP_S: Final = 0.2
"""If the times are those of the beats themselves, a gap of this length shows that a beat is missing."""

_FIRST_ROWS: Final = 12
"""Number of rows from which the start is estimated; a pause may follow them."""

_HOUR_S: Final = 3600.0
_CHANGE_WITHIN_S: Final = 2.5
_SUNDAY: Final = 6
_DAYS_1900_TO_1970: Final = 25_569.0


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times that fits the intervals.

    Parameters
    ----------
    seconds : list of float
        Seconds since the first time; NaN for a row without a time.
    started_at : datetime or None
        Start of the first interval; None if the column has no date.
    """

    seconds: list[float]
    started_at: datetime | None


def fitting_times(
    found: Moments, rr_ms: Sequence[float], *, unit_s: float | None, is_named: bool
) -> Times | None:
    """Return a column as times in seconds; None if it does not fit the intervals in any unit.

    Parameters
    ----------
    found : Moments
        The column.
    rr_ms : sequence of float
        The number beside each time in milliseconds.
    unit_s : float or None
        Seconds in the unit that its name gives.
    is_named : bool
        Whether its name is a name of times, or it has no name.
    """
    scales = (1.0,) if found.is_dated or found.is_clock else _SCALES
    if unit_s is not None and unit_s not in scales[:1]:
        scales = (unit_s, *scales)
    scale = _scale(found.seconds[:_LOOKED_AT_ROWS], rr_ms[:_LOOKED_AT_ROWS], scales, is_named=is_named)
    if scale is None:
        return None
    first = next(one for one in found.seconds if not math.isnan(one))
    seconds = [scale * (one - first) for one in found.seconds]
    if (found.is_dated and not found.is_zoned) or found.is_clock:
        seconds = _without_clock_changes(seconds, first if found.is_dated else math.nan, rr_ms)
    return Times(seconds, _start(found, first, scale, seconds, rr_ms))


def pauses_s(
    seconds: Sequence[float], rr_ms: Sequence[float], broken: Sequence[bool], *, are_beats: bool = True
) -> list[float]:
    """Return the time without beats before each interval, 0 for none.

    Parameters
    ----------
    seconds : sequence of float
        The seconds of `Times`.
    rr_ms : sequence of float
        Numbers beside them, whether they can be intervals or not.
    broken : sequence of bool
        Whether the file breaks the chain of intervals before each number.
    are_beats : bool, optional
        Whether the times may be those of the beats, so that they show a single missing beat.
    """
    late_s = _lateness_s(seconds, rr_ms)
    exact = are_beats and _is_exact(seconds, late_s)
    if are_beats:
        late_s = _lateness_s(_filled(seconds, rr_ms), rr_ms)
    found_s, known_s = [0.0], late_s[0]
    possible = [SHORTEST_MS <= one <= LONGEST_MS for one in rr_ms]
    for row in range(1, len(late_s)):
        stays_s = min(late_s[row : row + _PATIENCE_ROWS]) - known_s
        if stays_s > PAUSE_S or (exact and stays_s > _EXACT_GAP_S):
            found_s.append(stays_s)
            known_s += stays_s
        elif broken[row] or not possible[row - 1]:
            found_s.append(stays_s if stays_s > _EXACT_S else 0.0)
            known_s += max(stays_s, 0.0)
        else:
            found_s.append(0.0)
            known_s = late_s[row] if possible[row] else known_s
    return found_s


def _filled(seconds: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """Give each interval of a cell its time; the cell has the time of its last interval."""
    filled = list(seconds)
    for row in range(len(filled) - 2, -1, -1):
        if math.isnan(filled[row]):
            filled[row] = filled[row + 1] - rr_ms[row + 1] / 1000.0
    return filled


def contradict(found: Moments, rr_ms: Sequence[float]) -> bool:
    """Return whether a column of dates or seconds spans less time than the intervals beside it."""
    known = [one for one in found.seconds if not math.isnan(one)]
    last_s = (known[-1] - known[0]) if known else 0.0
    rr_s = sum(one for one in rr_ms if SHORTEST_MS <= one <= LONGEST_MS) / 1000.0
    rising = sum(a <= b for a, b in pairwise(known)) > 0.95 * (len(known) - 1)
    return rising and last_s > 0.0 and rr_s > 30.0 and rr_s > 1.5 * last_s


def _scale(
    times: Sequence[float], rr_ms: Sequence[float], scales: Sequence[float], *, is_named: bool
) -> float | None:
    """Return the unit in which the steps of the times are as long as the intervals beside them."""
    rows: list[tuple[float, float]] = []
    waiting_s = 0.0
    for time, rr in zip(times, rr_ms, strict=True):
        if not SHORTEST_MS <= rr <= LONGEST_MS:
            continue
        waiting_s += rr / 1000.0
        if not math.isnan(time):  # the time of a cell is that of its last interval
            rows.append((time, waiting_s))
            waiting_s = 0.0
    if len(rows) < 2 or not _rises([time for time, _ in rows]) or _counts_rows([time for time, _ in rows]):
        return None
    total = rows[-1][0] - rows[0][0]
    rr_s = sum(rr for _, rr in rows[1:])
    single = median((b[0] - a[0]) / b[1] for a, b in pairwise(rows))
    for scale in scales:
        if _EXACT_FITS[0] <= scale * single <= _EXACT_FITS[1]:
            return scale
    if len(rows) > 3 * _PATIENCE_ROWS:
        ends = [0.0, *accumulate(rr for _, rr in rows)]
        eight = median(
            (rows[row][0] - rows[row - _PATIENCE_ROWS][0]) / (ends[row + 1] - ends[row + 1 - _PATIENCE_ROWS])
            for row in range(_PATIENCE_ROWS, len(rows))
        )
        for scale in scales:
            if _FITS[0] <= scale * eight <= _FITS[1]:
                return scale
    for scale in scales[:4]:
        if is_named and _WITH_PAUSES[0] * rr_s <= scale * total <= _WITH_PAUSES[1] * rr_s:
            return scale
    return None


def _rises(times: Sequence[float]) -> bool:
    """Return whether times rise, apart from a few rows in the wrong order or a clock set back an hour."""
    falls = sum(before > after for before, after in pairwise(times))
    return (times[0] < times[-1] or falls == 1) and falls <= max(1, len(times) // 20)


def _counts_rows(times: Sequence[float]) -> bool:
    """Return whether numbers only count the rows; no heart beats that evenly."""
    steps = {round(after - before, 6) for before, after in pairwise(times)}
    return len(times) > _PATIENCE_ROWS and len(steps) == 1


def _start(
    found: Moments, first: float, scale: float, seconds: Sequence[float], rr_ms: Sequence[float]
) -> datetime | None:
    since_1970_s = first * scale
    if scale == 86_400.0 and not found.is_dated:  # a spreadsheet counts days since 1900
        since_1970_s = (first - _DAYS_1900_TO_1970) * scale
    if found.is_clock or found.is_ambiguous:
        return None
    if not found.is_dated and not _KNOWN_YEARS_S[0] <= since_1970_s <= _KNOWN_YEARS_S[1]:
        return None
    late_s = sorted(_lateness_s(seconds[:_FIRST_ROWS], rr_ms[:_FIRST_ROWS]))
    begin_s = (
        since_1970_s + late_s[len(late_s) // 2] - rr_ms[0] / 1000.0 * (SHORTEST_MS <= rr_ms[0] <= LONGEST_MS)
    )
    if not _KNOWN_YEARS_S[0] <= begin_s <= _LATEST_S:
        return None
    start = datetime.fromtimestamp(begin_s, UTC)
    return start.replace(tzinfo=None) if found.is_dated and not found.is_zoned else start


def _without_clock_changes(seconds: list[float], first: float, rr_ms: Sequence[float]) -> list[float]:
    """Remove the hour by which clocks changed during a recording with times without a zone."""
    changed_s, before_raw = 0.0, seconds[0]
    evened: list[float] = []
    for row, now in enumerate(seconds):
        if row and not math.isnan(now) and not math.isnan(before_raw):
            step_s = now - before_raw - rr_ms[row] / 1000.0
            if abs(abs(step_s) - _HOUR_S) < _CHANGE_WITHIN_S and _may_change(first + before_raw):
                changed_s -= math.copysign(_HOUR_S, step_s)
        before_raw = before_raw if math.isnan(now) else now
        evened.append(now + changed_s)
    return evened


def _may_change(since_1970_s: float) -> bool:
    """Return whether clocks may change at this time: early on a Sunday in spring or autumn."""
    if math.isnan(since_1970_s):
        return False
    moment = datetime(1970, 1, 1) + timedelta(seconds=since_1970_s)
    return moment.weekday() == _SUNDAY and moment.hour <= 3 and moment.month in (3, 4, 9, 10, 11)


def _lateness_s(seconds: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """Return how much later each row is than the sum of the intervals before it."""
    late_s: list[float] = []
    ended_s, last = 0.0, 0.0
    for row, now in enumerate(seconds):
        if row and SHORTEST_MS <= rr_ms[row] <= LONGEST_MS:
            ended_s += rr_ms[row] / 1000.0
        last = last if math.isnan(now) else now - ended_s
        late_s.append(last)
    return late_s


def _is_exact(seconds: Sequence[float], late_s: Sequence[float]) -> bool:
    """Return whether most times are those of the beats themselves, and not of when they were received."""
    whole = sum(abs(now - round(now)) < _SMALLEST_S for now in seconds if not math.isnan(now))
    timed = [late for now, late in zip(seconds, late_s, strict=True) if not math.isnan(now)]
    steps = [abs(after - before) for before, after in pairwise(timed)]
    if whole > _MOST_WHOLE * len(timed):
        return False  # stamps of whole seconds, which may match a calm heart's intervals by chance
    return len(steps) >= _PATIENCE_ROWS and sum(step <= _EXACT_S for step in steps) >= _EXACT_SHARE * len(
        steps
    )
