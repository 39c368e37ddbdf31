"""Patterns: named and typed, with holds; the guide in them, and what a session keeps of them."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biofeedback.engine.engine import Engine
from biofeedback.pacing.guide import Guide, Stage, Turn
from biofeedback.pacing.presets import PRESETS, pattern_of
from devices.breath_pattern import MOST_HELD, BreathPattern, PatternError
from devices.events import GuideChanged, Tick
from sessions.errors import SessionFileError
from sessions.records import decode_record, encode_record
from tests.program import run

BOX = BreathPattern.of_seconds(4.0, 8.0, hold_full_s=1.0, hold_empty_s=1.0)


@st.composite
def held_patterns(draw: st.DrawFn) -> BreathPattern:
    rate_per_min = draw(st.floats(3.0, 10.0))
    most_held_s = MOST_HELD * 60.0 / rate_per_min
    holds_s = st.one_of(st.just(0.0), st.floats(0.01, min(5.0, most_held_s / 2.0)))
    return BreathPattern(rate_per_min, draw(st.floats(0.5, 4.0)), draw(holds_s), draw(holds_s))


def running(pattern: BreathPattern) -> Guide:
    return Guide().changed(0.0, pattern, running=True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("slow", "4.0 in · 8.0 out · 5.0 per minute"),
        ("six", "3.3 in · 6.7 out · 6.0 per minute"),
        ("four-six", "4.0 in · 6.0 out · 6.0 per minute"),
        ("even", "5.0 in · 5.0 out · 6.0 per minute"),
        ("beginner", "2.7 in · 5.3 out · 7.5 per minute"),
        ("Even", "5.0 in · 5.0 out · 6.0 per minute"),
        ("4/8", "4.0 in · 8.0 out · 5.0 per minute"),
        ("4/1/8/1", "4.0 in · 1.0 hold · 8.0 out · 1.0 hold · 4.3 per minute"),
        ("4/1/7/0", "4.0 in · 1.0 hold · 7.0 out · 5.0 per minute"),
    ],
)
def test_pattern_by_name_or_by_seconds_says_what_it_is(name: str, words: str) -> None:
    assert str(pattern_of(name)) == words


def test_the_default_is_the_first_preset() -> None:
    assert next(iter(PRESETS.values())) == BreathPattern()


def test_own_pattern_goes_before_a_preset_of_its_name() -> None:
    own = {"Evening": BreathPattern(4.5, 2.0), "even": BreathPattern(5.5, 1.0)}
    assert pattern_of("evening", own) == BreathPattern(4.5, 2.0)
    assert pattern_of("even", own) == BreathPattern(5.5, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "4/8/1",
        "4/8/1/1/1",
        "0/8",
        "nan/8",
        "inf/8",
        "1/1",
        "four",
        "4/-4/8/-8",
        "4/6/4/6",
        "20/20",
    ],
)
def test_what_is_no_pattern_is_told_in_a_sentence_with_advice(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        pattern_of(text)
    assert caught.value.advice


def test_stages_of_a_pattern_with_holds() -> None:
    guide = running(BOX)
    turns = [(turn.time_s, turn.stage, turn.breath) for turn in guide.turns(0.0, 15.0)]
    assert turns == [
        (pytest.approx(0.0), Stage.INHALE, 0),
        (pytest.approx(4.0), Stage.HOLD, 0),
        (pytest.approx(5.0), Stage.EXHALE, 0),
        (pytest.approx(13.0), Stage.HOLD, 0),
        (pytest.approx(14.0), Stage.INHALE, 1),
    ]
    assert (guide.at(4.5).lung_position, guide.at(13.5).lung_position) == (1.0, 0.0)
    assert guide.at(4.25).remaining_s == pytest.approx(0.75)


def test_a_hold_taken_away_while_it_lasts_ends_at_once() -> None:
    for at_s, stage, breath in ((4.5, Stage.EXHALE, 0), (13.5, Stage.INHALE, 1)):
        changed = running(BOX).changed(at_s, BreathPattern(), running=True)
        assert (changed.at(at_s).stage, changed.at(at_s).breath) == (stage, breath)
        assert changed.turns(at_s, at_s + 0.1)[0].time_s == at_s


@given(before=held_patterns(), after=held_patterns(), change_s=st.floats(0.0, 300.0))
def test_lung_position_is_continuous_when_anything_changes(
    before: BreathPattern, after: BreathPattern, change_s: float
) -> None:
    guide = running(before)
    changed = guide.changed(change_s, after, running=True).at(change_s)
    assert changed.lung_position == pytest.approx(guide.at(change_s).lung_position, abs=1e-6)


@given(
    patterns=st.lists(held_patterns(), min_size=2, max_size=6),
    gaps_s=st.lists(st.integers(0, 40 * 10**9).map(lambda ns: ns / 1e9), min_size=6, max_size=6),
)
@example(
    patterns=[BreathPattern(6.5), BreathPattern(6.0), BreathPattern(5.5)], gaps_s=[120.0, 120.0, 60.0] * 2
)
@example(patterns=[BreathPattern(3.0, 1.0)] * 3, gaps_s=[1e-9, 1.0, 1e-9] * 2)
def test_no_turn_is_lost_or_told_twice_by_changes(patterns: list[BreathPattern], gaps_s: list[float]) -> None:
    turns: list[Turn] = []
    guide, now_s = Guide(), 0.0
    for pattern, gap_s in zip(patterns, gaps_s, strict=False):
        guide = guide.changed(now_s, pattern, running=True)
        turns += guide.turns(now_s, now_s + gap_s)
        now_s += gap_s
    moving = [turn for turn in turns if turn.stage is not Stage.HOLD]
    assert all(a.stage is not b.stage for a, b in pairwise(moving))
    assert all(b.breath - a.breath == (b.stage is Stage.INHALE) for a, b in pairwise(moving))
    assert all(a.time_s <= b.time_s for a, b in pairwise(turns))


@pytest.mark.parametrize("per_min", [6.5, 6.0, 5.5, 7.3, 4.7])
def test_a_change_at_the_very_end_of_a_breath_keeps_every_turn(per_min: float) -> None:
    """Rounding puts the end of the n-th breath before or after n periods; a plan changes just there."""
    old, new = BreathPattern(per_min), BreathPattern(5.0)
    for breath in range(1, 200):
        change_s = breath * old.period_s
        guide = running(old)
        turns = guide.turns(0.0, change_s)
        turns += guide.changed(change_s, new, running=True).turns(change_s, change_s + 20.0)
        inhales = [turn.breath for turn in turns if turn.stage is Stage.INHALE]
        assert inhales == list(range(len(inhales)))


@given(pattern=held_patterns(), rate_per_min=st.floats(0.0, 20.0))
def test_another_rate_is_always_a_pattern(pattern: BreathPattern, rate_per_min: float) -> None:
    changed = pattern.at_rate(rate_per_min)
    assert 3.0 <= changed.rate_per_min <= 10.0
    assert changed.exhale_to_inhale == pattern.exhale_to_inhale
    assert changed.inhale_s > 0.0


def test_a_session_keeps_holds_and_older_ones_have_none() -> None:
    event = GuideChanged(5, running=True, pattern=BreathPattern(5.0, 2.0, hold_full_s=1.0))
    assert decode_record(encode_record(event)) == event
    old = b'{"running": true, "rate_per_min": 5.0, "exhale_to_inhale": 2.0}'
    assert decode_record((5, "guide", "", old)) == replace(event, pattern=BreathPattern(5.0, 2.0))


@pytest.mark.parametrize(
    "stored",
    [
        b'{"running": true, "exhale_to_inhale": 2.0}',
        b'{"running": true, "rate_per_min": 0.0, "exhale_to_inhale": 2.0}',
        b'{"running": true, "rate_per_min": true, "exhale_to_inhale": 2.0}',
        b'{"running": true, "rate_per_min": "5", "exhale_to_inhale": 2.0}',
        b'{"running": true, "rate_per_min": 5.0, "exhale_to_inhale": 2.0, "pattern": {}}',
        b'{"running": true, "rate_per_min": 5.0, "exhale_to_inhale": 2.0, "depth": 1.0}',
        b'{"rate_per_min": 5.0, "exhale_to_inhale": 2.0}',
        b"[]",
    ],
)
def test_a_stored_guide_without_a_whole_pattern_is_damaged(stored: bytes) -> None:
    with pytest.raises(SessionFileError, match="kind 'guide'"):
        decode_record((5, "guide", "", stored))


def test_a_guide_is_stored_as_in_all_versions() -> None:
    event = GuideChanged(5, running=True, pattern=BreathPattern(5.0, 2.0, hold_full_s=1.0))
    assert encode_record(event) == (
        5,
        "guide",
        "",
        b'{"running": true, "rate_per_min": 5.0, "exhale_to_inhale": 2.0, "hold_full_s": 1.0, '
        b'"hold_empty_s": 0.0}',
    )


def test_the_engine_guides_with_holds_and_a_breath_ends_with_the_next_inhale() -> None:
    engine = Engine(0)
    engine.take(GuideChanged(0, running=True, pattern=BOX))
    for second in range(40):
        engine.take(Tick(second * 1_000_000_000))
    state = engine.state()
    assert state.guide.pattern == BOX
    turns_s = [turn_s for b in state.breaths for turn_s in (b.inhale_s, b.exhale_s, b.next_inhale_s)]
    assert turns_s == pytest.approx([0.0, 5.0, 14.0, 14.0, 19.0, 28.0])


def test_pattern_on_the_command_line() -> None:
    done = run("train", "--simulated", "--terminal", "--no-record", "--minutes", "0.02", "--pattern", "4/x")
    assert done.returncode != 0
    assert "There is no breathing pattern '4/x'" in done.stderr
    assert "Traceback" not in done.stderr
