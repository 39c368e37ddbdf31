"""Four weeks from session files: what Home and `plan show` offer day by day, by the same function."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest

from biofeedback.person.levels import BELLY
from biofeedback.person.offers import offer_now
from biofeedback.person.plan_file import PlanError, save_plan
from biofeedback.person.weeks import Offer, Terms
from biofeedback.practice.days.day_plan import read_day_plan
from sessions.events import ReadingStopped
from tests.biofeedback.window.planned_window import FIRST, Person
from tests.program import run

MORNING, EVENING = time(8, 10), time(18, 10)


def offered(person: Person, day: date, now: time) -> Offer | None:
    """Return what Home offers, as it reads it."""
    plan = read_day_plan(person.files.sessions, person.files.plan, day)
    return offer_now(plan.day, now, skipped=person.skipped.of(day))


def live(person: Person, days: int, does: Callable[[int, Offer], bool]) -> list[list[str]]:
    """Open the program in the morning and in the evening; do or skip what is offered; return the offers."""
    told = []
    for number in range(days):
        day, names = FIRST + timedelta(days=number), list[str]()
        for now in (MORNING, EVENING):
            while (offer := offered(person, day, now)) is not None and offer.at <= now:
                names.append(offer.programme)
                if does(number, offer):
                    person.did(day, offer.programme, offer.minutes, now, ticks=False)
                elif offer.is_skippable:
                    person.skipped.names.add((day, offer.programme))
                else:
                    break
        told.append(names)
    return told


def test_twenty_eight_days_of_a_diligent_person_from_their_files(tmp_path: Path) -> None:
    person = Person(tmp_path)
    told = live(person, 28, lambda _, offer: not offer.is_skippable)
    assert told[0] == ["belly-a0", "belly-a0"]
    assert all(len(set(names) & set(BELLY)) <= 1 for names in told)
    assert "pmr-8" in {name for names in told[7:14] for name in names}
    assert "pmr-16" in {name for names in told[14:] for name in names}
    assert "quiet-rest-5" in {name for names in told[3:7] for name in names}
    plan = read_day_plan(person.files.sessions, person.files.plan, FIRST + timedelta(days=27))
    minutes = dict.fromkeys((one.day for one in plan.done), 0.0)
    for one in plan.done:
        minutes[one.day] += one.minutes
    assert max(minutes.values()) <= plan.terms.most_minutes + 1e-6
    assert plan.day.number == 28
    assert plan.day.note is not None


def test_who_skips_days_is_offered_the_same_again(tmp_path: Path) -> None:
    person = Person(tmp_path)
    told = live(person, 10, lambda number, offer: number % 3 == 0 and not offer.is_skippable)
    assert told[1][:1] == told[2][:1] == told[3][:1]


def test_the_command_offers_what_home_does(tmp_path: Path) -> None:
    person, today = Person(tmp_path), datetime.now().date()
    person.did(today - timedelta(days=1), "belly-a0", 5.0, ticks=False)
    person.did(today, "belly-a0", 5.0, time(0, 1), ticks=False)
    told = json.loads(run("plan", "show", "--json", "--data-dir", tmp_path).stdout)
    plan = read_day_plan(person.files.sessions, person.files.plan, today)
    assert [one["programme"] for one in told["offers"]] == [one.programme for one in plan.day.offers]
    assert told["day_of_practice"] == plan.day.number


def test_the_session_that_is_being_recorded_is_left_out(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.did(FIRST, "belly-a0", 5.0)
    (present,) = person.files.sessions.files()
    plan = read_day_plan(person.files.sessions, person.files.plan, FIRST, present=present)
    assert plan.done == ()
    assert [path.name for path in person.files.sessions.path.iterdir()] == [present.name]


def test_reading_stops_when_it_is_told_to(tmp_path: Path) -> None:
    person, stop = Person(tmp_path), Event()
    person.did(FIRST, "belly-a0", 5.0, ticks=False)
    stop.set()
    with pytest.raises(ReadingStopped):
        read_day_plan(person.files.sessions, person.files.plan, FIRST, should_stop=stop.is_set)


def test_other_terms_change_what_is_offered_and_a_broken_file_is_told(tmp_path: Path) -> None:
    person = Person(tmp_path)
    save_plan(person.files.plan, Terms(times=(time(7),)))
    plan = read_day_plan(person.files.sessions, person.files.plan, FIRST)
    assert [offer.at for offer in plan.day.offers] == [time(7)]
    assert [offer.at for offer in plan.with_terms(Terms()).day.offers] == [time(8), time(18)]
    person.files.plan.write_text("times = 3\n")
    with pytest.raises(PlanError):
        read_day_plan(person.files.sessions, person.files.plan, FIRST)
