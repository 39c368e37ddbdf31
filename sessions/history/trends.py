"""Summarises weeks of practice: minutes, and the values of single sessions, by day and by week.

Minutes of practice are minutes with the guide running, with or without a strap. Values and ratings come from
sessions with a real heart, recorded here or by another program. All functions are pure. Dates are local.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import fmean
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.events import Rating, RatingMoment
from sessions.store import Origin

COUNTED: Final = (Origin.STRAP, Origin.IMPORT)
"""Origins of the sessions with values and ratings that count."""

PRACTISED: Final = (Origin.STRAP, Origin.NONE)
"""Origins of the sessions with minutes that count as practice."""

_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class PaceSwing:
    """The heart's response in one session at one pace.

    Parameters
    ----------
    pace : BreathPattern
        The guide's pace.
    breaths : int
        Number of breaths at that pace that could be judged.
    mean_ln_ms : float
        Mean of ln RSA amplitude in ms over these breaths.
    """

    pace: BreathPattern
    breaths: int
    mean_ln_ms: float


@dataclass(frozen=True, slots=True)
class PastSession:
    """The data that the history needs from a session.

    Parameters
    ----------
    started_at : datetime
        Start, with its zone.
    duration_s : float
        Time from its start to its last event.
    origin : Origin
        Where its beats came from.
    pace : BreathPattern or None
        The pace practised longest; None without a guide.
    response_ln_ms2 : float or None
        The heart's response to the breaths at that pace, ln ms²; None if unknown.
    ratings : tuple of Rating
        Ratings before and after.
    practised_s : float or None
        How long the guide ran; None for an import.
    swing_ln_ms : float or None
        The heart response to breathing at that pace: mean of ln of the swing in ms over its breaths. None if
        unknown.
    """

    started_at: datetime
    duration_s: float
    origin: Origin
    pace: BreathPattern | None = None
    response_ln_ms2: float | None = None
    ratings: tuple[Rating, ...] = ()
    practised_s: float | None = None
    swing_ln_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one session."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day: minutes practised, and number of sessions."""

    day: date
    minutes: float
    sessions: int


@dataclass(frozen=True, slots=True)
class Week:
    """The values of a week: its Monday, and the number, mean, lowest and highest of the values."""

    monday: date
    count: int
    mean: float
    lowest: float
    highest: float


def counted(sessions: Iterable[PastSession]) -> list[PastSession]:
    """Return the sessions with a real heart, in order of time."""
    real = (session for session in sessions if session.origin in COUNTED)
    return sorted(real, key=lambda session: session.started_at)


def days(sessions: Iterable[PastSession], zone: tzinfo | None = None) -> list[Day]:
    """Return the days with practice, in order of time; a session belongs to the day on which it began.

    Parameters
    ----------
    sessions : iterable of PastSession
        In any order; sessions without practice are skipped.
    zone : tzinfo or None
        Time zone of the calendar; this computer's zone by default.
    """
    practised_s: defaultdict[date, list[float]] = defaultdict(list)
    for session in sessions:
        if session.origin in PRACTISED and session.practised_s:
            practised_s[session.started_at.astimezone(zone).date()].append(session.practised_s)
    return [Day(day, sum(lengths) / 60.0, len(lengths)) for day, lengths in sorted(practised_s.items())]


def weeks(practised: Sequence[Day]) -> list[Day]:
    """Return every week from the first to the last with practice, with its Monday; empty weeks have 0."""
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
    """Return a month as in a calendar: weeks from Monday to Sunday, None for days of other months."""
    known = {one.day: one for one in practised}
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    cells: list[Day | None] = [None] * first.weekday()
    cells += [known.get(day, Day(day, 0.0, 0)) for day in _each_day(first, after)]
    cells += [None] * (-len(cells) % _DAYS_IN_WEEK)
    return [cells[i : i + _DAYS_IN_WEEK] for i in range(0, len(cells), _DAYS_IN_WEEK)]


def responses(sessions: Iterable[PastSession]) -> dict[BreathPattern, list[Dated]]:
    """Return the responses by pace; slower breathing makes them larger, so compare them at one pace only."""
    by_pace: defaultdict[BreathPattern, list[Dated]] = defaultdict(list)
    for session in counted(sessions):
        if session.pace is not None and session.response_ln_ms2 is not None:
            by_pace[session.pace].append(Dated(session.started_at, session.response_ln_ms2))
    return dict(by_pace)


def swings(sessions: Iterable[PastSession]) -> dict[BreathPattern, list[Dated]]:
    """Return the heart's responses as ln of the swing in ms, by pace."""
    by_pace: defaultdict[BreathPattern, list[Dated]] = defaultdict(list)
    for session in counted(sessions):
        if session.pace is not None and session.swing_ln_ms is not None:
            by_pace[session.pace].append(Dated(session.started_at, session.swing_ln_ms))
    return dict(by_pace)


def rated(sessions: Iterable[PastSession], scale: str, when: RatingMoment) -> list[Dated]:
    """Return a scale's ratings before or after the practice; sessions without such a rating are skipped."""
    return [
        Dated(session.started_at, rating.value)
        for session in counted(sessions)
        for rating in session.ratings
        if (rating.scale, rating.when) == (scale, when)
    ]


def changes(sessions: Iterable[PastSession], scale: str) -> list[Dated]:
    """Return the change from before to after, for the sessions with both ratings."""
    found = []
    for session in counted(sessions):
        sides = {rating.when: rating.value for rating in session.ratings if rating.scale == scale}
        if len(sides) == len(RatingMoment):
            change = sides[RatingMoment.AFTER] - sides[RatingMoment.BEFORE]
            found.append(Dated(session.started_at, change))
    return found


def scales(sessions: Iterable[PastSession]) -> list[str]:
    """Return all scales that were rated, in the order of their first ratings."""
    return list(dict.fromkeys(rating.scale for session in counted(sessions) for rating in session.ratings))


def by_week(values: Sequence[Dated], zone: tzinfo | None = None) -> list[Week]:
    """Return the weeks that have values, in order of time."""
    of_week: defaultdict[date, list[float]] = defaultdict(list)
    for one in values:
        of_week[_monday(one.at.astimezone(zone).date())].append(one.value)
    return [
        Week(monday, len(found), fmean(found), min(found), max(found))
        for monday, found in sorted(of_week.items())
    ]


def in_ms(week: Week) -> Week:
    """Convert a week of logarithms to milliseconds; the mean becomes the geometric mean."""
    return Week(week.monday, week.count, math.exp(week.mean), math.exp(week.lowest), math.exp(week.highest))


def _each_day(first: date, after: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((after - first).days)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
