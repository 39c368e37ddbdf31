"""Trends over weeks: one value a day, three days of decision, and few false ones."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress, t

from biofeedback.statements.trends import chance_words, trend_words
from scripts.validate_trends import LEAST_HELD_PERCENT, course_of, score
from sessions.history.trend_rule import (
    DECISION_DAYS,
    FALSE_TRENDS_PERCENT,
    FEWEST_DAYS,
    SPAN_DAYS,
    DayValue,
    Trend,
    TrendCourse,
    day_means,
    trend_course,
)
from sessions.history.trends import Dated
from tests.sessions.history.trend_people import CHANGING, ODD, UNCHANGED, Cell, people

FIRST = date(2026, 1, 5)


def on(day: int) -> date:
    """The date of a day of the span, of which the first is day 1."""
    return FIRST + timedelta(days=day - 1)


def values(day_numbers: list[int], seed: int = 1, a_day: float = 0.0) -> list[DayValue]:
    chance = np.random.default_rng(seed)
    noise = chance.normal(size=len(day_numbers)).tolist()
    return [DayValue(on(day), a_day * day + one) for day, one in zip(day_numbers, noise, strict=True)]


def test_mean_of_a_day_counts_once_and_days_are_local() -> None:
    at = datetime(2026, 1, 5, 20, 0, tzinfo=UTC)
    given_at = [Dated(at + timedelta(hours=5), 8.0), Dated(at, 2.0), Dated(at + timedelta(hours=1), 4.0)]
    assert day_means(given_at, UTC) == [DayValue(FIRST, 3.0), DayValue(on(2), 8.0)]
    far_east = timezone(timedelta(hours=8))
    (only,) = day_means(given_at, far_east)
    assert (only.day, only.value) == (on(2), pytest.approx(14.0 / 3.0))


@pytest.mark.parametrize("skipped", [1, 2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_decision_is_that_of_the_rule(skipped: int, seed: int) -> None:
    """Beside scipy's straight line and its Student's t."""
    days = values(list(range(1, SPAN_DAYS + 1, skipped)), seed)
    last = trend_course(days, on(SPAN_DAYS)).last
    assert last is not None
    number = np.array([(one.day - FIRST).days for one in days])
    fitted = linregress(number, [one.value for one in days])
    residual = np.array([one.value for one in days]) - fitted.intercept - fitted.slope * number
    lag_1 = float(np.sum(residual[1:] * residual[:-1]) / np.sum(residual**2))
    related = min(0.9, max(0.4, lag_1 + 4.0 / len(days)))
    half_width = t.ppf(0.995, len(days) / 2.0) * fitted.stderr * math.sqrt((1.0 + related) / (1.0 - related))
    assert last.per_week == pytest.approx(7.0 * fitted.slope)
    assert last.high_per_week - last.per_week == pytest.approx(7.0 * half_width, rel=2e-3)
    assert last.per_week - last.low_per_week == pytest.approx(7.0 * half_width, rel=2e-3)
    assert (last.days, last.span_days, last.decided_on) == (len(days), SPAN_DAYS, on(SPAN_DAYS))


@pytest.mark.parametrize("today", [1, 27, 28, 29, 55, 56, 83, 84, 85, 400])
def test_a_trend_is_decided_on_three_days_only(today: int) -> None:
    days = [one for one in values(list(range(1, SPAN_DAYS + 1))) if one.day <= on(today)]
    course = trend_course(days, on(today))
    due = [day for day in DECISION_DAYS if day <= today]
    assert [one.span_days for one in course.decisions] == due
    assert [one.days for one in course.decisions] == due
    following = [on(day) for day in DECISION_DAYS if day > today]
    assert course.next_on == (following[0] if following else None)


def test_what_comes_later_changes_no_decision() -> None:
    days = values(list(range(1, SPAN_DAYS + 1)))
    known = [trend_course(days[:count], on(count)).decisions for count in range(1, SPAN_DAYS + 1)]
    for before, after in pairwise(known):
        assert after[: len(before)] == before


def test_too_few_days_are_not_decided_on_and_no_day_is_decided_on_twice() -> None:
    few = values(list(range(1, FEWEST_DAYS)))
    assert trend_course(few, on(400)) == TrendCourse()
    assert trend_course([], on(1)) == TrendCourse()
    stopped = trend_course(values(list(range(1, 21))), on(400))
    assert [one.span_days for one in stopped.decisions] == [28]


def test_the_next_span_begins_with_the_next_value_and_the_last_decision_stands_until_then() -> None:
    days = values([*range(1, 85), *range(101, 130)])
    waiting = trend_course(days, on(110))
    assert waiting.last == trend_course(days[:84], on(84)).last
    assert waiting.next_on == on(128)
    decided = trend_course(days, on(128)).last
    assert decided is not None
    assert (decided.days, decided.span_days, decided.decided_on) == (28, 28, on(128))


def test_values_that_never_vary_have_no_trend() -> None:
    same = [DayValue(on(day), 5.3) for day in range(1, 60)]
    assert not any(one.is_told for one in trend_course(same, on(60)).decisions)
    last = trend_course(same, on(60)).last
    assert last is not None
    assert last.per_week == 0.0


def test_a_change_far_beyond_chance_is_told() -> None:
    assert all(one.is_told for one in trend_course(values(list(range(1, 85)), a_day=0.5), on(84)).decisions)


ANY_DAYS = st.lists(st.tuples(st.integers(1, 400), st.floats(-1e6, 1e6)), max_size=60)


@given(ANY_DAYS, st.integers(0, 500))
def test_any_days_give_sound_decisions(found: list[tuple[int, float]], today: int) -> None:
    days = [DayValue(on(day), value) for day, value in sorted(dict(found).items())]
    course = trend_course(days, on(today))
    for one in course.decisions:
        assert one.low_per_week <= one.per_week <= one.high_per_week
        assert math.isfinite(one.high_per_week - one.low_per_week)
        assert one.days >= FEWEST_DAYS
        assert one.decided_on <= on(today)
    assert course.next_on is None or course.next_on > on(today)
    shows_on = course.shows_on()
    assert shows_on is None or shows_on > on(today)
    assert trend_words(course, on(today)).endswith(".")


class TestWords:
    def told(self, per_week: float, half_width: float, span_days: int = 28) -> TrendCourse:
        low, high = per_week - half_width, per_week + half_width
        trend = Trend(per_week, low, high, 20, span_days, on(span_days))
        following = [day for day in DECISION_DAYS if day > span_days]
        return TrendCourse((trend,), on(following[0]) if following else None)

    def test_a_told_trend_names_its_interval_and_its_day(self) -> None:
        assert trend_words(self.told(-0.5, 0.3, 84), on(90)) == (
            "Falling by 0.50 a week (99 % interval −0.80 to −0.20), decided on 2026-03-29."
        )

    def test_what_may_be_chance_is_no_trend_and_the_next_days_are_named(self) -> None:
        assert trend_words(self.told(0.1, 0.2), on(30)) == (
            "No trend beyond chance was found on 2026-02-01 (+0.10 a week, 99 % interval −0.10 to +0.30). "
            "The next decision is on 2026-03-01. About 26 more days would show a change of this size."
        )
        small = trend_words(self.told(0.01, 0.2), on(30))
        assert small.endswith("A change of this size would not show within 84 days.")

    def test_before_the_first_decision_its_day_is_named(self) -> None:
        course = trend_course(values([1, 2]), on(2))
        assert trend_words(course, on(2)) == (
            "Whether there is a trend can be decided on 2026-02-01 at the earliest."
        )

    def test_the_page_says_how_many_series_it_tests(self) -> None:
        tested, chance = "Series tested for a trend: 4.", "in up to 7 of 100 series within 84 days."
        assert chance_words(4) == f"{tested} Chance alone shows a trend {chance}"


def test_a_person_is_judged_by_the_mean_of_each_day_as_in_the_history() -> None:
    """What the validation makes of a person is what the history makes of the same sessions."""
    (written,) = people(np.random.default_rng(3), Cell(0.3, 0.5, 3, skipped_share=0.3), 1)
    first = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
    sessions = [
        Dated(first + timedelta(days=day, hours=5 * number), float(value))
        for (day, number), value in np.ndenumerate(written)
        if not np.isnan(value)
    ]
    judged = course_of(written).decisions
    told = trend_course(day_means(sessions, UTC), on(85)).decisions
    assert [one.decided_on for one in told] == [one.decided_on for one in judged]
    assert [one.per_week for one in told] == pytest.approx([one.per_week for one in judged])


@pytest.mark.parametrize("cell", [*UNCHANGED[::5], UNCHANGED[-1], *ODD], ids=str)
def test_few_people_without_a_change_are_told_a_trend(cell: Cell) -> None:
    """A thin version: 300 people may be off by four standard errors."""
    found = score(cell, 300, seed=7)
    share = FALSE_TRENDS_PERCENT / 100.0
    assert found.told_percent <= FALSE_TRENDS_PERCENT + 400.0 * math.sqrt(share * (1.0 - share) / 300)
    assert found.held_percent >= LEAST_HELD_PERCENT


@pytest.mark.soak
@pytest.mark.parametrize("cell", [*UNCHANGED, *ODD], ids=str)
def test_false_trends_are_as_rare_as_the_history_says(cell: Cell) -> None:
    found = score(cell, 4000, seed=11)
    assert found.upper_percent <= FALSE_TRENDS_PERCENT
    assert found.held_percent >= LEAST_HELD_PERCENT


def test_large_changes_are_found() -> None:
    small, middle, large = (score(cell, 300, seed=13).told_percent for cell in CHANGING)
    assert 8.0 <= small < middle < large
    assert middle >= 55.0
    assert large >= 95.0
