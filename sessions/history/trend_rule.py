"""Estimates the trend of a series of values over weeks; a trend is decided on three days only.

One value per day counts: the mean of that day. Sessions of one day are alike. If they counted as independent,
20 to 40 % of people who practise several times a day would get a trend without any change. A straight line is
fitted to the days by least squares. Days are alike too, because good and bad weeks follow each other. So the
standard error is multiplied by sqrt((1 + r) / (1 - r)). Here r is the lag-1 correlation of the residuals.
Short series give too small an r, so it is raised, and it is at least 0.4. Student's t has half as many
degrees of freedom as there are days.

Somebody who looks every day would see a trend on some day by chance. So a trend is decided on days 28, 56 and
84 only, with a 99 % interval. Day 1 is the first day with a value. After 84 days the next span of 84 days
begins on the next day that has a value. The last decision stays in force until the first one of the new span.
`scripts/validate_trends.py` measures how often a trend is reported without a real change. It also measures
how large a change must be to be detected.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sessions.history.trends import Dated

DECISION_DAYS: Final = (28, 56, 84)
SPAN_DAYS: Final = DECISION_DAYS[-1]
CONFIDENCE_PERCENT: Final = 99
FALSE_TRENDS_PERCENT: Final = 7
"""Of 100 series without any change, at most this many get a reported trend within a span."""

FEWEST_DAYS: Final = 8
"""With fewer days than this, the interval is so wide that it would mislead."""

_LEAST_CORRELATION: Final = 0.4
_MOST_CORRELATION: Final = 0.9
_CORRELATION_BIAS: Final = 4.0
"""This divided by the number of days is about how far the residuals' correlation is underestimated."""

_Z_99: Final = 2.575829
_DAYS_IN_WEEK: Final = 7
_ROUNDING: Final = 1e-9
"""Values count as equal if they differ by at most this share of their size."""

_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DayValue:
    """The mean of one day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A decision: the change per week with its 99 % interval; a trend is reported only if that excludes 0.

    Parameters
    ----------
    per_week, low_per_week, high_per_week : float
        The change in seven days and the ends of its interval.
    days : int
        Number of days with a value up to the decision.
    span_days : int
        Day of the span on which it was decided.
    decided_on : date
        Date of that day.
    """

    per_week: float
    low_per_week: float
    high_per_week: float
    days: int
    span_days: int
    decided_on: date

    @property
    def is_told(self) -> bool:
        """Whether the interval excludes 0."""
        return self.low_per_week > 0.0 or self.high_per_week < 0.0


@dataclass(frozen=True, slots=True)
class TrendCourse:
    """The decisions about a series so far, and the date of the next one.

    Parameters
    ----------
    decisions : tuple of Trend
        In order of time.
    next_on : date or None
        Date of the next decision; None if the next span has not begun.
    """

    decisions: tuple[Trend, ...] = ()
    next_on: date | None = None

    @property
    def last(self) -> Trend | None:
        """The latest decision, which is in force."""
        return self.decisions[-1] if self.decisions else None

    def shows_on(self) -> date | None:
        """Return the date of the decision at which a change of the present size would be reported.

        None if it is reported already, if nothing was decided yet, or if this span is too short for it.
        Half the width of the interval shrinks with the length of the span to the power of 1.5.
        """
        last = self.last
        if last is None or last.is_told or self.next_on is None or not last.per_week:
            return None
        half_width = last.high_per_week - last.per_week
        needed = last.span_days * (half_width / abs(last.per_week)) ** (2.0 / 3.0)
        dates = (
            last.decided_on + timedelta(days=day - last.span_days) for day in DECISION_DAYS if day >= needed
        )
        return next((day for day in dates if day >= self.next_on), None)


def day_means(values: Iterable[Dated], zone: tzinfo | None = None) -> list[DayValue]:
    """Return the mean of each day that has values, in order of time.

    Parameters
    ----------
    values : iterable of Dated
        In any order.
    zone : tzinfo or None
        Time zone of the calendar; this computer's zone by default.
    """
    of_day: defaultdict[date, list[float]] = defaultdict(list)
    for one in values:
        of_day[one.at.astimezone(zone).date()].append(one.value)
    return [DayValue(day, fmean(found)) for day, found in sorted(of_day.items())]


def trend_course(days: Sequence[DayValue], today: date) -> TrendCourse:
    """Return every decision until today, and the date of the next one.

    Parameters
    ----------
    days : sequence of DayValue
        One for each day that has a value, in order of time.
    today : date
        Today's date; a decision due today is included.
    """
    decisions: list[Trend] = []
    next_on = None
    for span in _spans(days):
        dates = [span[0].day + timedelta(days=day - 1) for day in DECISION_DAYS]
        decisions += _decisions(span, [day for day in dates if day <= today])
        next_on = next((day for day in dates if day > today), None)
    return TrendCourse(tuple(decisions), next_on)


def _spans(days: Sequence[DayValue]) -> list[list[DayValue]]:
    """Group the days into spans; each span begins on a day with a value."""
    spans: list[list[DayValue]] = []
    for one in days:
        if not spans or (one.day - spans[-1][0].day).days >= SPAN_DAYS:
            spans.append([])
        spans[-1].append(one)
    return spans


def _decisions(span: Sequence[DayValue], dates: Sequence[date]) -> list[Trend]:
    """Return a decision for each date with new values since the last decision."""
    number = np.array([(one.day - span[0].day).days for one in span], dtype=np.float64)
    value = np.array([one.value for one in span])
    found: list[Trend] = []
    seen = 0
    for decided_on in dates:
        span_days = (decided_on - span[0].day).days + 1
        count = int(np.searchsorted(number, span_days))
        if count >= FEWEST_DAYS and count > seen:
            per_day, half_width = _slope(number[:count], value[:count])
            low, middle, high = (
                _DAYS_IN_WEEK * one for one in (per_day - half_width, per_day, per_day + half_width)
            )
            found.append(Trend(middle, low, high, count, span_days, decided_on))
            seen = count
    return found


def _slope(day: _Values, value: _Values) -> tuple[float, float]:
    """Return the slope per day and half the width of its 99 % interval."""
    if np.ptp(value) <= _ROUNDING * float(np.abs(value).max()):
        return 0.0, 0.0
    count = day.size
    day = day - day.mean()
    value = value - value.mean()
    spread = float(day @ day)
    slope = float(day @ value) / spread
    residual = value - slope * day
    squares = float(residual @ residual)
    if not squares:
        return slope, 0.0
    measured = float(residual[:-1] @ residual[1:]) / squares
    related = min(_MOST_CORRELATION, max(_LEAST_CORRELATION, measured + _CORRELATION_BIAS / count))
    variance = squares / (count - 2) / spread * (1.0 + related) / (1.0 - related)
    return slope, _student_t_99(count / 2.0) * math.sqrt(variance)


def _student_t_99(degrees_of_freedom: float) -> float:
    """Return the two-sided 99 % point of Student's t.

    Expansion 26.7.5 in Abramowitz & Stegun (1964); its error is within 0.5 % from 4 degrees of freedom on.
    """
    z, n = _Z_99, degrees_of_freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )
