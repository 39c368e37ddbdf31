"""Which of a day's offers Home shows, by the clock and by what was skipped."""

from datetime import date, time

import pytest

from biofeedback.person.levels import Done
from biofeedback.person.offers import is_due, offer_now
from biofeedback.person.weeks import Offer, PlanDay, plan_day
from devices.message import message

DAY = date(2026, 3, 2)
WHY = message("weeks.stay")


def offer(name: str, hour: int, *, may_skip: bool = False) -> Offer:
    return Offer(name, 5.0, time(hour), WHY, may_skip)


MORNING, PAUSE = offer("belly-a3", 8), offer("desk-pause", 8, may_skip=True)
EVENING, REST = offer("pmr-16", 18), offer("quiet-rest-5", 18, may_skip=True)
WHOLE = PlanDay(20, (MORNING, PAUSE, EVENING, REST))


@pytest.mark.parametrize(
    ("left", "now", "expected"),
    [
        (WHOLE, time(6), MORNING),
        (WHOLE, time(8, 5), MORNING),
        (WHOLE, time(23, 59), MORNING),
        (PlanDay(20, (PAUSE, EVENING, REST)), time(8, 20), PAUSE),
        (PlanDay(20, (PAUSE, EVENING, REST)), time(18, 20), EVENING),
        (PlanDay(20, (EVENING, REST)), time(9), EVENING),
        (PlanDay(20, (REST,)), time(9), REST),
        (PlanDay(20, ()), time(9), None),
    ],
)
def test_what_is_due_comes_first_and_what_may_be_skipped_last(
    left: PlanDay, now: time, expected: Offer | None
) -> None:
    assert offer_now(left, now) == expected


def test_only_what_may_be_skipped_is_skipped() -> None:
    left = PlanDay(20, (PAUSE, EVENING))
    assert offer_now(left, time(8), skipped={"desk-pause"}) == EVENING
    assert offer_now(left, time(18), skipped={"pmr-16", "desk-pause"}) == EVENING


def test_an_offer_is_due_an_hour_before_its_time() -> None:
    assert [is_due(EVENING, at) for at in (time(0), time(16, 59), time(17), time(23, 59))] == [
        False,
        False,
        True,
        True,
    ]


def test_the_second_practice_of_the_first_day_is_the_evenings() -> None:
    day = plan_day(DAY, [Done(DAY, "belly-a0", 5.0)])
    found = offer_now(day, time(8, 10))
    assert found is not None
    assert (found.programme, found.at) == ("belly-a0", time(18))
    assert day.note is not None
    assert "weeks.first_done" in repr(day.note)
