"""The diary: pain, stress and sleep once a day, and what else the person did."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

DIARY_SCHEMA: Final = "biofeedback/diary/1"
DIARY_RANGE: Final = (0, 10)


class Did(StrEnum):
    """What a person may have done on a day."""

    WALK = "walk"
    STRETCH = "stretch"
    POSTURE = "posture"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """The diary entry of one day.

    Parameters
    ----------
    day : date
        The date in the person's own calendar.
    pain, stress, sleep : int or None
        0 to 10; None if nothing was entered. A high number for sleep means good sleep.
    did : tuple of Did
        What the person did, each at most once, in the order of `Did`.
    """

    day: date
    pain: int | None = None
    stress: int | None = None
    sleep: int | None = None
    did: tuple[Did, ...] = ()

    def with_more(self, more: "DiaryDay") -> "DiaryDay":
        """Return the day with later entries: a newer number replaces an older one, and ticks are added."""
        return replace(
            self,
            pain=self.pain if more.pain is None else more.pain,
            stress=self.stress if more.stress is None else more.stress,
            sleep=self.sleep if more.sleep is None else more.sleep,
            did=tuple(one for one in Did if one in self.did or one in more.did),
        )

    def report(self) -> dict[str, object]:
        """Return the day as JSON-ready data."""
        return {
            "schema": DIARY_SCHEMA,
            "date": self.day.isoformat(),
            "pain": self.pain,
            "stress": self.stress,
            "sleep": self.sleep,
            "did": [one.value for one in self.did],
        }


def with_day(days: Sequence[DiaryDay], more: DiaryDay) -> tuple[DiaryDay, ...]:
    """Return the diary with one more entry, ordered by day.

    Parameters
    ----------
    days : sequence of DiaryDay
        The diary.
    more : DiaryDay
        The new entry.
    """
    by_day = {one.day: one for one in days}
    by_day[more.day] = by_day.get(more.day, DiaryDay(more.day)).with_more(more)
    return tuple(by_day[day] for day in sorted(by_day))


def pain_levels(days: Sequence[DiaryDay], ratings: Mapping[date, Sequence[float]]) -> dict[date, float]:
    """Return each day's level of pain: from the diary, else the mean of that day's ratings before practice.

    Parameters
    ----------
    days : sequence of DiaryDay
        The diary.
    ratings : mapping of date to sequence of float
        Ratings of pain before a practice, 0 to 10, by day.
    """
    return daily_levels(days, ratings, lambda one: one.pain)


def daily_levels(
    days: Sequence[DiaryDay], ratings: Mapping[date, Sequence[float]], noted: Callable[[DiaryDay], int | None]
) -> dict[date, float]:
    """Return the level of each day: from the diary, else the mean of that day's ratings before practice.

    Parameters
    ----------
    days : sequence of DiaryDay
        The diary.
    ratings : mapping of date to sequence of float
        Ratings before a practice, 0 to 10, by day.
    noted : callable
        Returns the diary's number for a day, 0 to 10; None if nothing was entered.
    """
    levels = {day: sum(values) / len(values) for day, values in ratings.items() if values}
    levels |= {one.day: float(value) for one in days if (value := noted(one)) is not None}
    return dict(sorted(levels.items()))
