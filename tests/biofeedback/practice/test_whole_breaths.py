"""No breath is cut: at the start, after a pause, and when the time is up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.pacing.guide import LET_OUT_S, Stage
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from devices.breath_pattern import BreathPattern
from devices.events import Part
from tests.biofeedback.practice.test_practice import START_NS, Clock, HandFed, S

PATTERNS = st.builds(BreathPattern, st.floats(3.0, 10.0), st.floats(0.8, 3.0))


def begun(pattern: BreathPattern, minutes: float = 1.0) -> tuple[Practice, Clock]:
    clock = Clock()
    shape = SessionShape(practice_s=60.0 * minutes)
    practice = Practice(HandFed(), start_ns=START_NS, shape=shape, clock_ns=clock)
    practice.set_guide(pattern, running=True)
    return practice, clock


def pass_time(practice: Practice, clock: Clock, seconds: float) -> None:
    for _ in range(round(50.0 * seconds)):
        clock.now_ns += S // 50
        practice.advance()


@given(PATTERNS)
def test_a_practice_begins_with_letting_the_air_out(pattern: BreathPattern) -> None:
    practice, clock = begun(pattern)
    let_out_s = min(LET_OUT_S, pattern.exhale_s)
    position = practice.state.guide.at(practice.now_s())
    assert (position.stage, position.breath) == (Stage.EXHALE, -1)
    assert position.remaining_s == pytest.approx(let_out_s)
    pass_time(practice, clock, let_out_s + 0.1)
    position = practice.state.guide.at(practice.now_s())
    assert (position.stage, position.breath) == (Stage.INHALE, 0)


@settings(max_examples=30)
@given(PATTERNS, st.floats(1.0, 30.0))
def test_it_goes_on_after_a_pause_with_an_inhale(pattern: BreathPattern, until_s: float) -> None:
    practice, clock = begun(pattern)
    pass_time(practice, clock, until_s)
    before = practice.state.guide.at(practice.now_s()).breath
    practice.set_guide(pattern, running=False)
    pass_time(practice, clock, 8.0)
    practice.set_guide(pattern, running=True)
    position = practice.state.guide.at(practice.now_s())
    assert position.stage is Stage.INHALE
    assert position.lung_position == pytest.approx(0.0)
    assert position.breath in (before, before + 1)


@settings(max_examples=15)
@given(PATTERNS, st.floats(0.2, 1.0))
def test_it_ends_after_a_whole_exhale(pattern: BreathPattern, minutes: float) -> None:
    practice, clock = begun(pattern, minutes)
    while practice.state.part is not Part.DONE:
        pass_time(practice, clock, 0.02)
        assert practice.state.practised_s < 60.0 * minutes + pattern.period_s + 0.5
    assert practice.state.practised_s >= 60.0 * minutes - 0.1
    assert practice.state.guide.at(practice.now_s()).lung_position < 0.01
