"""The plan as a calendar file, read back by two parsers that others wrote."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import ics
import pytest
import vobject
from icalendar import Calendar

from biofeedback.person.levels import Done
from biofeedback.person.plan_calendar import calendar_file
from biofeedback.person.weeks import Terms, plan_day
from biofeedback.words.speech import say_in
from devices.message import Message
from devices.wellbeing import Ease

TODAY = date(2026, 3, 28)
NOW = datetime(2026, 3, 28, 6, 30, tzinfo=UTC)


def german(one: Message) -> str:
    return say_in(one, "de")


def made(terms: Terms, done: tuple[Done, ...] = ()) -> bytes:
    return calendar_file(plan_day(TODAY, done, terms), terms, today=TODAY, now=NOW, say=german)


def properties(content: bytes) -> list[dict[str, Any]]:
    """Return the properties of each event, by name."""
    return [dict(one.items()) for one in Calendar.from_ical(content.decode()).walk("VEVENT")]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
class TestReadByOthers:
    def test_vobject(self) -> None:
        read = list(vobject.readOne(made(Terms()).decode()).vevent_list)
        assert [one.dtstart.value for one in read] == [
            datetime(2026, 3, 28, 8),
            datetime(2026, 3, 28, 18),
        ]
        assert {one.duration.value for one in read} == {timedelta(minutes=5)}
        assert {one.summary.value for one in read} == {"Üben, 5 Minuten"}
        assert len(list(read[0].rruleset)) == 28

    def test_ics(self) -> None:
        read = sorted(ics.Calendar(made(Terms()).decode()).events)
        assert [(one.begin.hour, one.duration) for one in read] == [
            (8, timedelta(minutes=5)),
            (18, timedelta(minutes=5)),
        ]


def test_the_clock_on_the_wall_counts_across_the_change_to_summer_time() -> None:
    (event, *_) = properties(made(Terms()))
    assert event["DTSTART"].dt.tzinfo is None


def test_it_differs_with_the_plan() -> None:
    well = tuple(Done(TODAY - timedelta(days=k), "belly-a2", 8.0, Ease.EASY) for k in range(16, 0, -1))
    later = made(Terms(times=(time(7, 15),), day_off=7), well)
    (event,) = properties(later)
    assert event["DTSTART"].dt == datetime(2026, 3, 28, 7, 15)
    assert event["DURATION"].dt > timedelta(minutes=9)
    assert event["RRULE"]["BYDAY"] == ["MO", "TU", "WE", "TH", "FR", "SA"]


def test_it_is_the_same_when_nothing_changed() -> None:
    assert made(Terms()) == made(Terms())


def test_a_plan_without_times_is_an_empty_calendar() -> None:
    assert not properties(made(Terms(times=())))
