"""What weeks of practice amount to: minutes, and where response and ratings went. No streaks, no praise.

Only sessions of a real heart count (strap and import). All functions are pure; dates are those of the place.

A trend is a slope by Theil and Sen with Sen's interval (Sen 1968, DOI 10.1080/01621459.1968.10480934): the
median of the slopes between all pairs of sessions. Neither one odd session nor uneven days bend it, and it
asks for no normal distribution; a straight line by least squares would fail in all three. The interval takes
the sessions for independent of one another; where good and bad weeks follow each other it is too narrow.

Ratings are whole numbers: an 8 is anything from 7.5 to 8.5. Slopes between equal numbers are 0 and would
shrink the interval to nothing, as if the person could not have changed at all; so the ends of the interval
are those of values spread evenly over their steps. With ratings that scatter by a third of a step or more
this holds the truth in 94 % of cases and more; of somebody who scatters by a tenth of a step only, whole
numbers do not tell how small a change is (69 % in forty sessions).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.events import Rating, RatingMoment
from sessions.store import Origin

COUNTED: Final = (Origin.STRAP, Origin.IMPORT)

FEWEST_SESSIONS: Final = 8
SHORTEST_SPAN: Final = timedelta(days=14)
"""A trend is told from this on: fewer sessions have intervals so wide that they only mislead."""

_Z_95: Final = 1.959964
_WEEK_S: Final = 7 * 86_400.0
_DAYS_IN_WEEK: Final = 7
_MOST_SESSIONS: Final = 500
"""The newest ones make a trend: more than a year of daily practice, and a hundred thousand pairs."""

_STEPS: Final = (1.0, 0.5)
"""Of scales on which values are written down, the coarsest first."""

_ROUNDING: Final = 1e-6
"""Share of a step by which values on it may be off."""

_SPREADS: Final = 8
"""Ways to spread values over their steps, whose mean counts: with one alone, chance would show."""

_GOLDEN: Final = 0.618034
"""Its multiples fill a step evenly, in an order that has nothing to do with time."""

_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pace:
    """What the guide asked for: breaths a minute, exhale to inhale, and how long the breath is held."""

    rate_per_min: float
    exhale_to_inhale: float
    hold_full_s: float = 0.0
    hold_empty_s: float = 0.0


@dataclass(frozen=True, slots=True)
class PaceSwing:
    """The heart's response in one session at one pace.

    Parameters
    ----------
    pace : Pace
        What the guide asked for.
    breaths : int
        Those at the pace that could be judged.
    mean_ln_ms : float
        Mean over them of ln RSA amplitude in ms.
    """

    pace: Pace
    breaths: int
    mean_ln_ms: float


@dataclass(frozen=True, slots=True)
class PastSession:
    """What the history needs of a session.

    Parameters
    ----------
    started_at : datetime
        With its zone.
    duration_s : float
        How long it lasted.
    origin : Origin
        Where its beats came from.
    pace : Pace or None
        The one practised longest; None without a guide.
    response_ln_ms2 : float or None
        The heart's response to the breaths at that pace, ln ms²; None where it is not known.
    ratings : tuple of Rating
        Before and after.
    """

    started_at: datetime
    duration_s: float
    origin: Origin
    pace: Pace | None = None
    response_ln_ms2: float | None = None
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one session."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day: minutes practised, in so many sessions."""

    day: date
    minutes: float
    sessions: int


@dataclass(frozen=True, slots=True)
class Week:
    """The values of a week, from its Monday: how many, their mean, and the lowest and highest."""

    monday: date
    count: int
    mean: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Change a week, with its 95 % interval; a trend is told only where that leaves out 0."""

    per_week: float
    low_per_week: float
    high_per_week: float
    count: int

    @property
    def is_told(self) -> bool:
        """Whether the interval leaves out no change."""
        return self.low_per_week > 0.0 or self.high_per_week < 0.0


def counted(sessions: Iterable[PastSession]) -> list[PastSession]:
    """Return the sessions of a real heart, in order of time."""
    real = (session for session in sessions if session.origin in COUNTED)
    return sorted(real, key=lambda session: session.started_at)


def days(sessions: Iterable[PastSession], zone: tzinfo | None = None) -> list[Day]:
    """Return the days with practice, in order; a session belongs to the day that it began on.

    Parameters
    ----------
    sessions : iterable of PastSession
        In any order; those of no real heart are left out.
    zone : tzinfo or None
        Of the calendar; that of this computer by default.
    """
    durations_s: defaultdict[date, list[float]] = defaultdict(list)
    for session in counted(sessions):
        durations_s[session.started_at.astimezone(zone).date()].append(session.duration_s)
    return [Day(day, sum(lengths) / 60.0, len(lengths)) for day, lengths in sorted(durations_s.items())]


def weeks(practised: Sequence[Day]) -> list[Day]:
    """Return every week from the first to the last with practice, those without any too, by its Monday."""
    if not practised:
        return []
    monday, last = _monday(practised[0].day), _monday(practised[-1].day)
    totals: dict[date, Day] = {}
    while monday <= last:
        totals[monday] = Day(monday, 0.0, 0)
        monday += timedelta(days=_DAYS_IN_WEEK)
    for one in practised:
        week = totals[_monday(one.day)]
        totals[week.day] = Day(week.day, week.minutes + one.minutes, week.sessions + one.sessions)
    return list(totals.values())


def month(practised: Sequence[Day], year: int, number: int) -> list[list[Day | None]]:
    """Return a month as a calendar has it: weeks from Monday to Sunday, None for days of other months."""
    known = {one.day: one for one in practised}
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    cells: list[Day | None] = [None] * first.weekday()
    cells += [known.get(day, Day(day, 0.0, 0)) for day in _each_day(first, after)]
    cells += [None] * (-len(cells) % _DAYS_IN_WEEK)
    return [cells[i : i + _DAYS_IN_WEEK] for i in range(0, len(cells), _DAYS_IN_WEEK)]


def responses(sessions: Iterable[PastSession]) -> dict[Pace, list[Dated]]:
    """Return the responses, pace by pace: slower breathing alone makes them larger, so no others compare."""
    by_pace: defaultdict[Pace, list[Dated]] = defaultdict(list)
    for session in counted(sessions):
        if session.pace is not None and session.response_ln_ms2 is not None:
            by_pace[session.pace].append(Dated(session.started_at, session.response_ln_ms2))
    return dict(by_pace)


def rated(sessions: Iterable[PastSession], scale: str, when: RatingMoment) -> list[Dated]:
    """Return a scale's ratings on one side of the practice; sessions that skipped it are left out."""
    return [
        Dated(session.started_at, rating.value)
        for session in counted(sessions)
        for rating in session.ratings
        if (rating.scale, rating.when) == (scale, when)
    ]


def changes(sessions: Iterable[PastSession], scale: str) -> list[Dated]:
    """Return after less before, of the sessions that were rated on both sides."""
    found = []
    for session in counted(sessions):
        sides = {rating.when: rating.value for rating in session.ratings if rating.scale == scale}
        if len(sides) == len(RatingMoment):
            change = sides[RatingMoment.AFTER] - sides[RatingMoment.BEFORE]
            found.append(Dated(session.started_at, change))
    return found


def scales(sessions: Iterable[PastSession]) -> list[str]:
    """Return the scales that were ever rated, in the order in which they first were."""
    return list(dict.fromkeys(rating.scale for session in counted(sessions) for rating in session.ratings))


def by_week(values: Sequence[Dated], zone: tzinfo | None = None) -> list[Week]:
    """Return the weeks that have values, in order."""
    of_week: defaultdict[date, list[float]] = defaultdict(list)
    for one in values:
        of_week[_monday(one.at.astimezone(zone).date())].append(one.value)
    return [
        Week(monday, len(found), fmean(found), min(found), max(found))
        for monday, found in sorted(of_week.items())
    ]


def trend(values: Sequence[Dated]) -> Trend | None:
    """Return where values go, or None while there are too few sessions or too few weeks to tell.

    Parameters
    ----------
    values : sequence of Dated
        One for each session, in any order.
    """
    newest = sorted(values, key=lambda one: one.at)[-_MOST_SESSIONS:]
    if len(newest) < FEWEST_SESSIONS or newest[-1].at - newest[0].at < SHORTEST_SPAN:
        return None
    time_weeks = np.array([(one.at - newest[0].at).total_seconds() / _WEEK_S for one in newest])
    value = np.array([one.value for one in newest])
    per_week = float(np.median(_slopes(time_weeks, value)))
    low, high = np.mean([_interval(time_weeks, spread) for spread in _spread_over_steps(value)], axis=0)
    return Trend(per_week, min(per_week, float(low)), max(per_week, float(high)), len(newest))


def _slopes(time_weeks: _Values, value: _Values) -> _Values:
    """Return the slopes between all pairs at different times, in order of size."""
    first, second = np.triu_indices(value.size, 1)
    apart = time_weeks[second] - time_weeks[first]
    slopes: _Values = np.sort((value[second] - value[first])[apart > 0.0] / apart[apart > 0.0])
    return slopes


def _interval(time_weeks: _Values, value: _Values) -> tuple[float, float]:
    slopes = _slopes(time_weeks, value)
    reach = _Z_95 * math.sqrt(_score_variance(value))
    low = max(0, math.floor((slopes.size - reach) / 2.0))
    return float(slopes[low]), float(slopes[slopes.size - 1 - low])


def _spread_over_steps(value: _Values) -> list[_Values]:
    """Return the values spread over the steps of their scale in several ways; as they are without one."""
    step = next((step for step in _STEPS if _lies_on(value, step)), 0.0)
    if not step:
        return [value]
    places = _GOLDEN * np.arange(value.size)
    return [value + step * ((places + k / _SPREADS) % 1.0 - 0.5) for k in range(_SPREADS)]


def _lies_on(value: _Values, step: float) -> bool:
    return bool(np.all(np.abs(value / step - np.rint(value / step)) < _ROUNDING))


def _score_variance(value: _Values) -> float:
    """Variance of Kendall's score where nothing changes; values that come more than once lessen it."""
    ties = np.unique(value, return_counts=True)[1].astype(np.float64)
    count = float(value.size)
    tied = float(np.sum(ties * (ties - 1.0) * (2.0 * ties + 5.0)))
    return (count * (count - 1.0) * (2.0 * count + 5.0) - tied) / 18.0


def _each_day(first: date, after: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((after - first).days)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
