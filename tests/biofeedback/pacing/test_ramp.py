"""The ramp: slows down as far as the person follows, and goes back where over-breathing shows."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.pacing.overbreathing import EASED, BreathRecord, overbreathing_shows
from biofeedback.pacing.ramp import EASING_PER_MIN, Known, Ramp, RampPhase
from devices.simulated.person.population import person_with_resonance
from devices.simulated.scenario import load_scenario
from tests.biofeedback.pacing.ramp_bench import course_of
from tests.ratchet import assert_no_worse

FOLLOWS = Known(rate_per_min=None, followed=None)


def walked(ramp: Ramp, known: Known, seconds: int, *, first_s: int = 0) -> Ramp:
    for second in range(first_s, first_s + seconds):
        ramp = ramp.step(float(second), known)
    return ramp


@pytest.mark.parametrize(
    ("target", "measured", "start"), [(5.0, 7.3, 7.3), (5.0, None, 8.0), (5.0, 14.0, 10.0), (6.0, 4.2, 6.0)]
)
def test_starts_at_the_persons_rate_within_what_the_guide_offers(
    target: float, measured: float | None, start: float
) -> None:
    assert Ramp.starting(target, measured).rate_per_min == start


def test_aimed_elsewhere_it_goes_on_from_where_it_is() -> None:
    ramp = Ramp(5.0, 5.0, RampPhase.THERE, 600.0)
    assert ramp.aimed_at(5.0) == ramp
    slower = walked(ramp.aimed_at(4.5), FOLLOWS, 70, first_s=600)
    assert (slower.rate_per_min, slower.target_per_min) == (4.5, 4.5)
    assert ramp.aimed_at(6.0).rate_per_min == 6.0


def test_slows_by_half_a_breath_a_minute_each_minute_down_to_the_target() -> None:
    ramp = Ramp.starting(5.0, 8.0)
    for minute in range(1, 9):
        ramp = walked(ramp, FOLLOWS, 60, first_s=60 * minute - 59)
        assert ramp.rate_per_min == pytest.approx(max(5.0, 8.0 - 0.5 * minute))
    assert ramp.phase is RampPhase.THERE


@pytest.mark.parametrize("known", [Known(rate_per_min=9.2), Known(followed=0.4)])
def test_waits_while_the_person_can_not_follow_and_goes_on_then(known: Known) -> None:
    ramp = walked(Ramp.starting(5.0, 8.0), known, 120)
    assert (ramp.rate_per_min, ramp.phase) == (8.0, RampPhase.WAITING)
    ramp = walked(ramp, Known(rate_per_min=8.3, followed=0.9), 60, first_s=120)
    assert ramp.rate_per_min == pytest.approx(7.5)


@given(
    target=st.floats(3.0, 10.0).map(lambda rate: round(rate, 1)),
    measured=st.one_of(st.none(), st.floats(3.0, 30.0)),
    steps=st.lists(
        st.tuples(st.floats(0.0, 100.0), st.one_of(st.none(), st.floats(3.0, 20.0)), st.floats(0.0, 1.0)),
        max_size=30,
    ),
)
def test_whatever_is_known_the_rate_only_falls_and_never_below_the_target(
    target: float, measured: float | None, steps: list[tuple[float, float | None, float]]
) -> None:
    ramp, now_s = Ramp.starting(target, measured), 0.0
    for wait_s, rate, followed in steps:
        now_s += wait_s
        after = ramp.step(now_s, Known(rate_per_min=rate, followed=followed))
        assert ramp.rate_per_min - 0.11 <= after.rate_per_min <= ramp.rate_per_min
        assert target - 1e-9 <= after.rate_per_min
        ramp = after


def breaths(
    count: int, heart_rate: float, response: float, *, random: Random, noise: float = 1.0
) -> list[BreathRecord]:
    return [
        BreathRecord(heart_rate + random.gauss(0.0, noise), response * (1.0 + random.gauss(0.0, 0.1 * noise)))
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("heart_rate", "response", "shows"), [(67.0, 150.0, True), (67.0, 250.0, False), (62.0, 150.0, False)]
)
def test_over_breathing_is_a_quicker_heart_with_a_smaller_response_and_neither_alone(
    heart_rate: float, response: float, shows: bool
) -> None:
    random = Random(1)
    past = breaths(40, 62.0, 250.0, random=random)
    now = breaths(12, heart_rate, response, random=random)
    assert overbreathing_shows([*past, *now]) is shows


def test_a_few_breaths_do_not_show_it() -> None:
    random = Random(2)
    past = breaths(40, 62.0, 250.0, random=random)
    assert not overbreathing_shows([*past, *breaths(2, 70.0, 120.0, random=random)])
    assert not overbreathing_shows(breaths(8, 70.0, 120.0, random=random))


def test_easing_makes_breaths_shorter_once_and_stays_there() -> None:
    random = Random(3)
    ill: Sequence[BreathRecord] = [
        *breaths(40, 62.0, 250.0, random=random),
        *breaths(12, 69.0, 140.0, random=random),
    ]
    ramp = replace(Ramp.starting(5.0, 5.0), next_s=0.0).step(600.0, Known(breaths=ill))
    assert (ramp.rate_per_min, ramp.phase) == (5.0 + EASING_PER_MIN, RampPhase.EASED)
    later = walked(ramp, Known(breaths=ill), 400, first_s=600)
    assert (later.rate_per_min, later.phase) == (6.0, RampPhase.EASED)


def test_a_simulated_person_who_over_breathes_is_told_and_breathes_shorter() -> None:
    course = course_of(load_scenario("over-breathing").person, seed=1, minutes=16.0)
    assert course.messages == {EASED}
    assert len(course.eased_s) == 1
    assert course.rates_per_min[-1] >= 6.0


@pytest.mark.soak
def test_over_breathing_is_seen_in_most_and_seldom_where_there_is_none() -> None:
    """40 people who over-breathe below 5.7 a minute, and the same 40 who do not; 20 minutes each."""
    seeds = range(50_000, 50_040)
    people = [person_with_resonance(seed) for seed in seeds]
    false = [bool(course_of(one, seed=s, minutes=20.0).eased_s) for s, one in zip(seeds, people, strict=True)]
    ill = [replace(one, overbreathing_below_per_min=5.7) for one in people]
    seen = [bool(course_of(one, seed=s, minutes=20.0).eased_s) for s, one in zip(seeds, ill, strict=True)]
    assert_no_worse("overbreathing_false_alarms_percent", 100.0 * sum(false) / len(false))
    assert_no_worse("overbreathing_missed_percent", 100.0 * (1.0 - sum(seen) / len(seen)))
