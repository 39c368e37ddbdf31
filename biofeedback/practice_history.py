"""The weeks of practice: minutes, response and ratings, each with its interval; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, stdev
from typing import Final

from biofeedback.signals.intervals import student_t_95

FEWEST: Final = 3
"""Sessions of a week from which an interval is told."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over some sessions, and half its 95 % interval where there are enough of them."""

    value: float
    half_width: float | None


@dataclass(frozen=True, slots=True)
class Practised:
    """One session as the weeks count it; what was not measured or rated is None."""

    day: date
    minutes: float
    response_ms: float | None = None
    ratings: tuple[tuple[str, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """One week, from Monday on.

    Parameters
    ----------
    monday : date
        Its first day.
    minutes : tuple of float
        Practised on each of the seven days.
    response_ms : Mean or None
        Over its sessions.
    ratings : tuple of (str, Mean)
        Of each scale, after the practice less before it.
    """

    monday: date
    minutes: tuple[float, ...]
    response_ms: Mean | None
    ratings: tuple[tuple[str, Mean], ...]


def weeks(sessions: Sequence[Practised], *, today: date, count: int) -> tuple[Week, ...]:
    """Return the last weeks, the oldest first, the present one included.

    Parameters
    ----------
    sessions : sequence of Practised
        In any order.
    today : date
        The present day.
    count : int
        How many weeks.
    """
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=ago) for ago in reversed(range(count))]
    return tuple(_week(monday, sessions) for monday in mondays)


def _week(monday: date, sessions: Sequence[Practised]) -> Week:
    days = [monday + timedelta(days=offset) for offset in range(7)]
    mine = [one for one in sessions if days[0] <= one.day <= days[-1]]
    scales = dict.fromkeys(scale for one in mine for scale, *_ in one.ratings)
    changes = {scale: [after - before for before, after in _rated(mine, scale)] for scale in scales}
    return Week(
        monday=monday,
        minutes=tuple(sum(one.minutes for one in mine if one.day == day) for day in days),
        response_ms=mean_of([one.response_ms for one in mine if one.response_ms is not None]),
        ratings=tuple((scale, mean) for scale, values in changes.items() if (mean := mean_of(values))),
    )


def _rated(sessions: Iterable[Practised], scale: str) -> list[tuple[float, float]]:
    return [
        (before, after)
        for one in sessions
        for name, before, after in one.ratings
        if name == scale and before is not None and after is not None
    ]


def mean_of(values: Sequence[float]) -> Mean | None:
    """Return the mean with half its 95 % interval (Student's t); None without a value.

    Sessions are taken as independent of one another, which days in a row are not quite.
    """
    if not values:
        return None
    if len(values) < FEWEST:
        return Mean(fmean(values), None)
    half_width = student_t_95(len(values) - 1.0) * stdev(values) / math.sqrt(len(values))
    return Mean(fmean(values), half_width)
