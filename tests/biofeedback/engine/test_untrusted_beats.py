"""Beats that a strap made up, or that it repeats: no figure is computed from them."""

import pytest

from biofeedback.engine.engine import Engine
from biofeedback.engine.live_figures import NO_BEAT_TO_BEAT
from biofeedback.engine.state import Signal
from biofeedback.quality.honesty import MADE_UP
from devices.breath_pattern import BreathPattern
from devices.events import (
    Contact,
    Event,
    GuideChanged,
    HeartRateMeasurement,
    LinkChanged,
    LinkState,
    Part,
    PartChanged,
)
from tests.biofeedback.engine.strap_events import S, after, beating, connected

GUIDE = GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0))


def made_up(seconds: int, from_s: int = 0) -> list[Event]:
    """Intervals that follow from a rate, which changes with each."""
    rates = {t: 58 + 7 * t % 5 for t in range(from_s + 1, from_s + seconds + 1)}
    return [
        HeartRateMeasurement(t * S, rate, Contact.NOT_SUPPORTED, None, (round(61_440 / rate),))
        for t, rate in rates.items()
    ]


def stuck(seconds: int, from_s: int = 0) -> list[Event]:
    """One interval again and again while the rate climbs."""
    return [
        HeartRateMeasurement((from_s + t) * S, 60 + t // 5, Contact.NOT_SUPPORTED, None, (1024,))
        for t in range(1, seconds + 1)
    ]


class TestMadeUpBeats:
    def test_leave_the_heart_rate_and_no_variability(self) -> None:
        state = after(connected(), *made_up(120))
        figures = state.figures
        assert state.signal is Signal.DOUBTFUL
        assert state.warnings[0] == MADE_UP
        assert figures.heart_rate.value == pytest.approx(60.0, abs=1.0)
        unknown = {
            str(f.unknown) for f in (figures.rmssd, figures.rsa, figures.beats_used) if f.value is None
        }
        assert unknown == {str(NO_BEAT_TO_BEAT)}
        assert None is figures.rmssd.value is figures.rsa.value is figures.beats_used.value

    def test_no_response_is_kept_that_was_judged_before_it_was_known(self) -> None:
        before = after(connected(), GUIDE, *made_up(50))
        assert any(breath.rsa_ms is not None for breath in before.breaths)
        engine = Engine(0)
        states = [engine.process(event) for event in (connected(), GUIDE, *made_up(200))]
        known = [state for state in states if state.signal is Signal.DOUBTFUL]
        assert len(known[-1].breaths) > 10
        assert {breath.rsa_ms for state in known for breath in state.breaths} == {None}

    def test_responses_before_them_stay_and_those_after_them_come(self) -> None:
        engine = Engine(0, keep_breaths=None)
        for event in (connected(), GUIDE, *beating(60), *made_up(240, 60), *beating(200, 300)):
            state = engine.process(event)
            if state.signal is Signal.DOUBTFUL:
                assert {breath.rsa_ms for breath in state.breaths if breath.number > 5} == {None}
        assert state.signal is Signal.GOOD
        assert state.figures.rmssd.value is not None
        judged = {breath.number for breath in state.breaths if breath.rsa_ms is not None}
        assert {0, 1} <= judged
        assert not judged & set(range(6, 25))
        assert max(judged) >= 39

    def test_ordinary_breathing_keeps_the_beats_before_them_alone(self) -> None:
        begun = PartChanged(0, Part.BEFORE)
        lengths_s = []
        for seconds in (0, 50, 240):
            before = after(connected(), begun, *beating(90), *made_up(seconds, 90)).before_after.before
            assert before is not None
            lengths_s.append(before.duration_s)
        assert lengths_s[1] > lengths_s[0] + 30.0
        assert 60.0 < lengths_s[2] <= lengths_s[0]

    def test_nothing_is_computed_from_them_once_another_strap_is_worn(self) -> None:
        other = LinkChanged(121 * S, LinkState.STREAMING, "HRM-Dual:77")
        state = after(connected(), *made_up(120), other, *beating(20, 121))
        assert (state.signal, state.warnings) == (Signal.GOOD, ())
        assert str(state.figures.rmssd.unknown) == "after 30 s of beats"
        assert after(connected(), *made_up(120), other, *beating(40, 121)).figures.rmssd.value is not None

    def test_another_strap_whose_beats_come_later_has_none_to_compute_from_yet(self) -> None:
        """Its first beats lie, in the chest, before the last that the first strap made up."""
        quick = LinkChanged(0, LinkState.STREAMING, "HRM-Dual:77")
        state = after(quick, *made_up(120), connected(120.5), *beating(1, 120))
        assert state.signal is Signal.GOOD
        assert str(state.figures.rmssd.unknown) == "after 30 s of beats"

    def test_the_same_strap_found_again_is_doubted_still(self) -> None:
        assert after(connected(), *made_up(120), connected(121), *made_up(5, 121)).warnings


class TestStuckStrap:
    def test_has_no_figures_while_it_is_stuck(self) -> None:
        state = after(connected(), GUIDE, *beating(60), *stuck(30, 60))
        assert len([breath for breath in state.breaths if breath.rsa_ms is not None]) >= 4
        assert state.signal is Signal.STUCK
        assert state.warnings[0].key == "quality.frozen"
        assert state.figures.heart_rate.value is None
        assert state.figures.rmssd.unknown == state.figures.rsa.unknown == NO_BEAT_TO_BEAT

    def test_its_breaths_are_unknown_and_the_rest_are_judged(self) -> None:
        state = after(connected(), GUIDE, *beating(60), *stuck(60, 60), *beating(60, 120))
        judged = {breath.number: breath.rsa_ms is not None for breath in state.breaths}
        assert [judged[number] for number in (2, 3, 6, 7, 8, 9, 11, 12)] == [True] * 2 + [False] * 4 + [
            True
        ] * 2

    def test_the_breath_in_which_it_recovers_never_has_a_response(self) -> None:
        engine = Engine(0)
        for event in (connected(), GUIDE, *beating(60), *stuck(58, 60), *beating(30, 118)):
            state = engine.process(event)
            assert not [b for b in state.breaths if b.number == 9 and b.rsa_ms is not None]
        assert 9 in [b.number for b in state.breaths]

    def test_beats_after_it_are_used_and_its_own_are_not(self) -> None:
        state = after(connected(), *beating(60), *stuck(60, 60), *beating(35, 120))
        assert state.signal is Signal.GOOD
        assert str(state.figures.rmssd.window) == "last 34 s"
        assert state.figures.beats_used.value == pytest.approx(100.0 * 35 / 60, abs=3.0)
