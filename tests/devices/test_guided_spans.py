"""When the guide ran: pauses, changes of pace, and a suspended computer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.breath_pattern import BreathPattern
from devices.events import Event, GuideChanged, Tick
from devices.guided_spans import GuidedSpans, GuidedTime, guided_spans

S = 1_000_000_000


def guide(second: float, running: bool, rate_per_min: float = 5.0) -> GuideChanged:
    return GuideChanged(round(second * S), running, BreathPattern(rate_per_min, 2.0))


def followed(until_s: float, *changes: GuideChanged) -> GuidedSpans:
    """What is known after a session with these changes and a tick each second."""
    ticks = [Tick(second * S) for second in range(round(until_s) + 1)]
    return guided_spans(sorted([*ticks, *changes], key=lambda event: event.time_ns), 0)


def test_waiting_pause_and_end_do_not_count() -> None:
    spans = followed(100, guide(20, True), guide(50, False), guide(60, True), guide(90, False))
    assert spans.time == GuidedTime(((20.0, 50.0), (60.0, 90.0)))
    assert spans.time.total_s == 60.0
    held = [second for second in range(101) if spans.time.holds(float(second))]
    assert held == [*range(20, 50), *range(60, 90)]


def test_another_pace_begins_another_span_of_the_same_run() -> None:
    spans = followed(50, guide(10, True), guide(30, True, 6.0))
    assert [(one.begin_s, one.end_s, one.guide.pattern.rate_per_min) for one in spans.spans] == [
        (10.0, 30.0, 5.0),
        (30.0, 50.0, 6.0),
    ]
    assert spans.time == GuidedTime(((10.0, 50.0),))


def test_a_guide_that_never_ran_leaves_nothing() -> None:
    assert followed(50, guide(10, False)).time == GuidedTime()
    assert not GuidedTime().holds(10.0)
    assert not GuidedTime().covers(0.0, 1.0)


def test_nobody_practises_while_the_computer_is_suspended() -> None:
    events: list[Event] = [guide(0, True), *(Tick(second * S) for second in (1, 2, 3600, 3601, 3602))]
    spans = guided_spans(events, 0)
    assert spans.time == GuidedTime(((0.0, 2.0), (3600.0, 3602.0)))


def test_a_clock_that_steps_back_shortens_nothing() -> None:
    spans = guided_spans([guide(0, True), Tick(9 * S), Tick(4 * S), Tick(12 * S)], 0)
    assert spans.time == GuidedTime(((0.0, 12.0),))


CHANGES = st.lists(st.tuples(st.integers(0, 200), st.booleans(), st.sampled_from((5.0, 6.0))), max_size=12)


@given(CHANGES, st.integers(0, 60))
def test_waiting_before_and_after_changes_nothing(
    changes: list[tuple[int, bool, float]], wait_s: int
) -> None:
    order = sorted(changes, key=lambda one: one[0])
    at_once = followed(200, *(guide(*one) for one in order), guide(200, False))
    later = [guide(second + wait_s, running, rate) for second, running, rate in order]
    waited = followed(200 + 2 * wait_s, *later, guide(200 + wait_s, False))
    assert waited.time.total_s == pytest.approx(at_once.time.total_s)
    assert len(waited.time.runs_s) == len(at_once.time.runs_s)
    assert waited.time.total_s == pytest.approx(sum(one.end_s - one.begin_s for one in waited.spans))
    moments = [0.5 + second for second in range(200)]
    assert [waited.time.holds(one + wait_s) for one in moments] == [
        at_once.time.holds(one) for one in moments
    ]
