"""Four weeks of a diligent, an irregular, and a returning person: what the plan offers each."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.person.levels import BELLY, Done
from biofeedback.person.weeks import MINUTES, Offer, PlanDay, Terms, plan_day
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.words.speech import say_in
from devices.wellbeing import Ease

FIRST: Final = date(2026, 3, 2)

AGREED: Final = Terms()

Person = Callable[[int, Offer], Done | None]
"""What somebody does on a day, counted from 0, with an offer."""


def live(person: Person, days: int, terms: Terms = AGREED) -> list[PlanDay]:
    """Return what was offered on each day to a person who does what they do."""
    done: list[Done] = []
    offered = []
    for number in range(days):
        today = FIRST + timedelta(days=number)
        offered.append(plan_day(today, done, terms))
        while True:
            before = len(done)
            for offer in plan_day(today, done, terms).offers:
                one = person(number, offer)
                if one is not None:
                    done.append(one)
                    break
            if len(done) == before:
                break
    return offered


def well(number: int, offer: Offer) -> Done:
    return Done(FIRST + timedelta(days=number), offer.programme, offer.minutes, Ease.EASY)


def names(day: PlanDay) -> list[str]:
    return [offer.programme for offer in day.offers]


def belly(days: Sequence[PlanDay]) -> list[int]:
    return [BELLY.index(name) for day in days for name in names(day) if name in BELLY]


def test_lengths_are_those_of_the_programmes() -> None:
    shipped = shipped_programmes()
    assert {name: 60.0 * minutes for name, minutes in MINUTES.items()} == pytest.approx(
        {name: shipped[name].seconds for name in MINUTES}
    )


def test_the_first_day_is_two_hands_in_the_morning_and_in_the_evening() -> None:
    day = plan_day(FIRST, [])
    assert [(offer.programme, offer.at) for offer in day.offers] == [
        ("belly-a0", time(8)),
        ("belly-a0", time(18)),
    ]
    assert day.note is not None
    assert day.note.key == "weeks.patience"


def test_a_diligent_person_goes_through_the_levels_week_by_week() -> None:
    days = live(well, 35)
    assert set(belly(days[:3])) == {0}
    assert set(belly(days[3:7])) == {1}
    assert set(belly(days[7:14])) == {2}
    assert set(belly(days[14:28])) == {3}
    assert set(belly(days[29:])) == {4}
    assert sum("quiet-rest-5" in names(day) for day in days[3:7]) == 1
    assert 1 <= sum("quiet-rest-5" in names(day) for day in days[7:14]) <= 2
    assert 3 <= sum("pmr-8" in names(day) for day in days[7:14]) <= 4
    assert 5 <= sum("pmr-16" in names(day) for day in days[14:28]) <= 6


def test_a_person_who_finds_it_hard_stays_where_they_are() -> None:
    def hard(number: int, offer: Offer) -> Done:
        ease = Ease.HARD if offer.programme == "belly-a1" else Ease.EASY
        return Done(FIRST + timedelta(days=number), offer.programme, offer.minutes, ease)

    assert max(belly(live(hard, 60))) == 1


def test_a_person_who_never_slows_down_is_never_asked_to() -> None:
    def quick(number: int, offer: Offer) -> Done:
        return Done(
            FIRST + timedelta(days=number),
            offer.programme,
            offer.minutes,
            Ease.EASY,
            rate_followed=offer.programme in ("belly-a0", "belly-a1"),
        )

    assert max(belly(live(quick, 60))) == 2


def test_a_dizzy_person_is_offered_the_level_before() -> None:
    done = [Done(FIRST, "belly-a2", 8.0, Ease.EASY, dizzy=True)]
    done = [Done(FIRST - timedelta(days=k), "belly-a1", 5.0, Ease.EASY) for k in range(10, 0, -1)] + done
    offer = plan_day(FIRST + timedelta(days=1), done).offers[0]
    assert (offer.programme, offer.reason.key) == ("belly-a1", "weeks.after_dizziness")


def test_missed_days_are_neither_counted_nor_made_up() -> None:
    def every_third(number: int, offer: Offer) -> Done | None:
        return well(number, offer) if number % 3 == 0 else None

    days = live(every_third, 28)
    assert days[-1].number == 10
    assert all(sum(offer.minutes for offer in day.offers) <= AGREED.most_minutes for day in days)
    assert days[1].offers[0].programme == days[3].offers[0].programme


def test_a_returning_person_is_welcomed_a_level_lower() -> None:
    def quits(number: int, offer: Offer) -> Done | None:
        return well(number, offer) if number < 12 or number > 40 else None

    days = live(quits, 42)
    assert set(belly(days[11:12])) == {2}
    back = days[40].offers[0]
    assert (back.programme, back.reason.key) == ("belly-a1", "weeks.welcome_back")


def test_pain_is_not_even_known() -> None:
    assert not any("pain" in name for name in (*Done.__slots__, *Terms.__slots__))


def test_a_day_off_offers_nothing_and_says_so() -> None:
    day = plan_day(FIRST, [], Terms(day_off=1))
    assert day.offers == ()
    assert day.note is not None
    assert say_in(day.note, "de") == "Heute ist Ihr freier Tag."


DONE = st.builds(
    Done,
    st.dates(FIRST - timedelta(days=60), FIRST),
    st.sampled_from(sorted(MINUTES)),
    st.floats(0.0, 30.0),
    st.sampled_from([None, *Ease]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
)


@given(
    st.lists(DONE, max_size=60).map(lambda done: sorted(done, key=lambda one: one.day)),
    st.builds(
        Terms,
        st.lists(st.times(), max_size=4).map(tuple),
        st.floats(0.0, 90.0),
        st.sampled_from(sorted(MINUTES)),
    ),
)
def test_no_day_offers_more_than_was_agreed(done: list[Done], terms: Terms) -> None:
    day = plan_day(FIRST, done, terms)
    practised = sum(one.minutes for one in done if one.day == FIRST)
    offered = sum(offer.minutes for offer in day.offers)
    assert offered == 0.0 or practised + offered <= terms.most_minutes + 1e-6
    assert all(offer.at in terms.times for offer in day.offers)
    assert [offer.at for offer in day.offers] == sorted(offer.at for offer in day.offers)
