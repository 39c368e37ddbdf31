"""The guide: a function of time, continuous through every change."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.pacing.guide import Guide, Stage
from devices.breath_pattern import BreathPattern, PatternError

rates = st.floats(3.0, 10.0)
ratios = st.floats(0.5, 4.0)
patterns = st.builds(BreathPattern, rates, ratios)


def running(pattern: BreathPattern | None = None, at_s: float = 0.0) -> Guide:
    return Guide().changed(at_s, pattern or BreathPattern(), running=True)


def test_default_is_four_seconds_in_and_eight_out() -> None:
    pattern = BreathPattern()
    assert (pattern.inhale_s, pattern.exhale_s) == pytest.approx((4.0, 8.0))
    assert str(pattern) == "4.0 in · 8.0 out · 5.0 per minute"


def test_lungs_fill_in_the_inhale_and_empty_in_the_exhale() -> None:
    guide = running()
    assert guide.at(0.0).lung_position == 0.0
    assert guide.at(2.0).lung_position == pytest.approx(0.5)
    assert guide.at(4.0).lung_position == pytest.approx(1.0)
    assert guide.at(8.0).lung_position == pytest.approx(0.5)
    assert guide.at(3.9).stage is Stage.INHALE
    assert guide.at(4.1).stage is Stage.EXHALE
    assert guide.at(25.0).breath == 2


def test_turns_of_the_default_pattern() -> None:
    turns = running(at_s=10.0).turns(0.0, 40.0)
    assert [(t.time_s, t.stage, t.breath) for t in turns] == [
        (10.0, Stage.INHALE, 0),
        (14.0, Stage.EXHALE, 0),
        (22.0, Stage.INHALE, 1),
        (26.0, Stage.EXHALE, 1),
        (34.0, Stage.INHALE, 2),
        (38.0, Stage.EXHALE, 2),
    ]


def test_paused_guide_stands_still_and_has_no_turns() -> None:
    guide = running().changed(3.0, BreathPattern(), running=False)
    assert guide.at(3.0) == guide.at(300.0)
    assert guide.turns(0.0, 300.0) == ()
    resumed = guide.changed(100.0, BreathPattern(), running=True)
    assert resumed.at(100.0).lung_position == pytest.approx(running().at(3.0).lung_position)


@given(before=patterns, after=patterns, change_s=st.floats(0.0, 300.0))
def test_stage_and_lung_position_are_continuous_when_the_pattern_changes(
    before: BreathPattern, after: BreathPattern, change_s: float
) -> None:
    guide = running(before)
    position, changed = guide.at(change_s), guide.changed(change_s, after, running=True).at(change_s)
    assert changed.lung_position == pytest.approx(position.lung_position, abs=1e-6)
    assert changed.breath == position.breath or changed.lung_position < 1e-6


@given(pattern=patterns, cuts=st.lists(st.floats(0.0, 200.0), max_size=20).map(sorted))
def test_turns_are_the_same_however_time_is_cut(pattern: BreathPattern, cuts: list[float]) -> None:
    guide = running(pattern)
    edges = [0.0, *cuts, 200.0]
    pieces = [t for a, b in pairwise(edges) for t in guide.turns(a, b)]
    assert tuple(pieces) == guide.turns(0.0, 200.0)


@given(pattern=patterns, change_s=st.floats(0.1, 100.0), after=patterns)
def test_no_turn_is_lost_or_doubled_by_a_change(
    pattern: BreathPattern, change_s: float, after: BreathPattern
) -> None:
    guide = running(pattern)
    changed = guide.changed(change_s, after, running=True)
    turns = guide.turns(0.0, change_s) + changed.turns(change_s, change_s + 60.0)
    stages = [turn.stage for turn in turns]
    assert all(a is not b for a, b in pairwise(stages))


@pytest.mark.parametrize(("rate", "ratio"), [(2.9, 2.0), (10.1, 2.0), (5.0, 0.4), (float("nan"), 2.0)])
def test_pattern_out_of_range_says_what_is_offered(rate: float, ratio: float) -> None:
    with pytest.raises(PatternError) as caught:
        BreathPattern(rate, ratio)
    assert "Choose between" in str(caught.value.advice)


def test_rate_steps_stay_in_range_and_on_tenths() -> None:
    assert BreathPattern(5.0).faster(1).rate_per_min == 5.1
    assert BreathPattern(3.0).faster(-1).rate_per_min == 3.0
    assert BreathPattern(10.0).faster(5).rate_per_min == 10.0
