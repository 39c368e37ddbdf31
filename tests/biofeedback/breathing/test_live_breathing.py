"""Breathing while it is breathed, beside the truth and beside the same recording read as a whole."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

import numpy as np
import pytest

from biofeedback.beats.beats import Beat, BeatClock
from biofeedback.breathing.analysis import analyse_breathing
from biofeedback.breathing.chest.chest_samples import chest_samples
from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.breathing.chest.phase import BreathPhase
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.sign import InhaleKnownBy
from biofeedback.breathing.course import course_of, unrest
from biofeedback.breathing.live import LiveBreathing
from biofeedback.breathing.rate import RateSource
from biofeedback.breathing.recording import recorded_breathing
from biofeedback.clocks.frame_times import FrameTimes
from biofeedback.clocks.strap_clock import StrapClock
from biofeedback.engine.breath_responses import BreathResponses
from biofeedback.engine.engine import Engine
from biofeedback.engine.live_breathing import NO_MOVEMENT, NO_MOVEMENT_NOW, UNSURE_BY_BEATS
from biofeedback.engine.state import MeasuredBreath, State
from biofeedback.pacing.guide import Guide
from biofeedback.response.response import breath_response
from biofeedback.response.rsa import BreathTimes
from devices.breath_pattern import BreathPattern
from devices.events import LinkChanged
from devices.guided_spans import GuidedTime
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import load_scenario
from devices.streams import AccelerationFrame, Measurement, MeasurementChanged
from tests.breathing_person import SLOW, Session, each_second, guided, session
from tests.ratchet import assert_no_worse

MINUTES = 6.0


@pytest.fixture(scope="module")
def calm() -> Session:
    return session(seed=700, minutes=MINUTES)


@pytest.fixture(scope="module")
def calm_beats(calm: Session) -> tuple[Beat, ...]:
    return beats_of(calm)


@pytest.fixture(scope="module")
def states(calm: Session) -> list[State]:
    return list(each_second(calm.events))


def settled(states: list[State]) -> list[MeasuredBreath]:
    """Each breath as it was told last, before it left the recent ones; the newest may yet move."""
    told: list[MeasuredBreath] = []
    for state in states:
        recent = state.breathing.recent_breaths[:-1]
        if recent:
            told = [one for one in told if one.end_s <= recent[0].begin_s + 0.5]
            told += recent
    return told


class TestMeasured:
    def test_the_rate_is_right_with_its_interval(self, states: list[State]) -> None:
        known = [state.breathing.rate for state in states[60:] if state.breathing.rate.value is not None]
        assert len(known) >= 0.7 * len(states[60:])
        assert all(rate.half_width is not None and not rate.unknown for rate in known)
        assert_no_worse(
            "live_breathing_rate_mae_per_min", float(np.mean([abs((r.value or 0.0) - 5.0) for r in known]))
        )

    def test_the_half_of_the_breath_is_that_of_the_lungs(self, calm: Session, states: list[State]) -> None:
        known = [state for state in states if state.breathing.inhaling is not None]
        assert len(known) >= 0.6 * len(states)
        wrong = [inhales(calm, state.time_s) is not state.breathing.inhaling for state in known]
        assert_no_worse("live_breathing_half_wrong_percent", 100.0 * float(np.mean(wrong)))

    def test_position_and_course_belong_together(self, states: list[State]) -> None:
        for state in states:
            breathing = state.breathing
            assert (breathing.position is None) is (breathing.course is None)
            if breathing.course is None:
                assert breathing.inhaling is None
            else:
                assert breathing.position == breathing.course.position_at(state.time_s)
                assert breathing.inhaling is breathing.course.half_at(state.time_s)

    def test_each_breath_has_a_ratio_and_the_middle_is_near_the_truth(
        self, calm: Session, states: list[State]
    ) -> None:
        ratios = [one.exhale_to_inhale for one in settled(states) if one.exhale_to_inhale is not None]
        true = (calm.breaths_s[:, 2] - calm.breaths_s[:, 1]) / (calm.breaths_s[:, 1] - calm.breaths_s[:, 0])
        assert len(ratios) >= 20
        off = abs(median(ratios) / float(np.median(true[4:])) - 1.0)
        assert_no_worse("live_exhale_to_inhale_median_off_percent", 100.0 * off)

    def test_at_first_it_says_why_nothing_is_known(self, states: list[State]) -> None:
        for state in states[:10]:
            breathing = state.breathing
            assert breathing.rate.value is None
            assert breathing.rate.unknown
            assert breathing.ratio.unknown
            assert breathing.recent_breaths == ()
        assert states[10].breathing.source is None
        assert states[-1].breathing.source in (RateSource.ACCELERATION, RateSource.FUSED)


def inhales(truth: Session, time_s: float) -> bool | None:
    within = truth.breaths_s[(truth.breaths_s[:, 0] <= time_s) & (time_s < truth.breaths_s[:, 2])]
    return bool(time_s < within[0, 1]) if within.size else None


def frames_of(breathed: Session) -> list[AccelerationFrame]:
    return [event for event in breathed.events if isinstance(event, AccelerationFrame)]


def beats_of(breathed: Session) -> tuple[Beat, ...]:
    engine = Engine(0, keep_beats_s=math.inf)
    for event in breathed.events:
        engine.take(event)
    return engine.state().beats


def nearest(breaths: Sequence[Breath], one: MeasuredBreath) -> Breath:
    return min(breaths, key=lambda breath: abs(breath.turn_s - one.turn_s))


def test_the_same_samples_read_at_once_give_the_same_breaths(
    calm: Session, states: list[State], calm_beats: tuple[Beat, ...]
) -> None:
    times = FrameTimes(StrapClock())
    placed = [
        (times.add(frame.time_ns / 1e9, frame.device_time_ns, len(frame.acceleration_mg)), frame)
        for frame in frames_of(calm)
    ]
    time_s = np.concatenate([at_s for at_s, _ in placed if at_s])
    acceleration_mg = np.concatenate(
        [np.array(frame.acceleration_mg, float) for at_s, frame in placed if at_s]
    )
    whole = recorded_breathing(time_s, acceleration_mg, calm_beats).breaths
    live = settled(states)
    assert len(live) >= 24
    for one in live:
        other = nearest(whole, one)
        assert (one.begin_s, one.turn_s, one.end_s) == pytest.approx(
            (other.begin_s, other.turn_s, other.end_s), abs=1e-9
        )
        assert one.label is other.label
        assert one.exhale_to_inhale == pytest.approx(other.exhale_to_inhale, rel=1e-9)


def test_a_session_analysed_has_the_breaths_that_were_lived(
    calm: Session, states: list[State], calm_beats: tuple[Beat, ...]
) -> None:
    """Its frames are placed by the whole recording, a few milliseconds otherwise than live."""
    chest = chest_samples(frames_of(calm), 0)
    assert chest is not None
    whole = recorded_breathing(chest.time_s, chest.acceleration_mg, calm_beats).breaths
    apart_s = [abs(one.turn_s - nearest(whole, one).turn_s) for one in settled(states)]
    assert_no_worse("live_turn_beside_recorded_median_s", median(apart_s))
    assert_no_worse("live_turn_beside_recorded_p95_s", float(np.quantile(apart_s, 0.95)))


@pytest.mark.parametrize(
    "pattern",
    [
        *(pytest.param(one, marks=pytest.mark.soak) for one in (None, BreathPattern(5.0, 1.0))),
        BreathPattern(8.0, 3.0),
    ],
)
def test_the_guide_is_no_part_of_what_is_measured(
    calm: Session, states: list[State], pattern: BreathPattern | None
) -> None:
    for one, other in zip(states, each_second(calm.events, pattern), strict=True):
        assert replace(one.breathing, following=None) == replace(other.breathing, following=None)


class TestResponse:
    def test_it_is_that_of_an_analysis(
        self, calm: Session, states: list[State], calm_beats: tuple[Beat, ...]
    ) -> None:
        analysed = analyse_breathing(chest_samples(frames_of(calm), 0), calm_beats, window_s=30.0, step_s=5.0)
        lived = [one for one in states[-1].breaths if one.rsa_ms is not None]
        assert len(lived) >= 20
        apart = []
        for one in lived:
            same = min(analysed.breaths, key=lambda breath: abs(breath.inhale_s - one.inhale_s))
            assert same.rsa_ms is not None
            apart.append(abs((one.rsa_ms or 0.0) / same.rsa_ms - 1.0))
        assert median(apart) < 0.001
        assert np.quantile(apart, 0.9) < 0.02

    def test_it_is_judged_over_the_persons_own_breath(self) -> None:
        """Somebody who breathes at 7 /min under a guide of 5 has the swing of 7 /min, not a piece of it."""
        person = PersonTraits(own_rate_per_min=7.0, own_period_cv=0.05, own_depth=0.9, asleep_after_minutes=0)
        breathed = session(person, seed=701, minutes=5.0)
        *_, last = each_second(breathed.events)
        assert last.response_by is BreathTimes.MEASURED
        engine = Engine(0, keep_beats_s=math.inf)
        for event in breathed.events:
            engine.take(event)
        beats = engine.state().beats
        own = [one for one in last.breaths if one.times is BreathTimes.MEASURED and one.rsa_ms is not None]
        true = [breath_response(beats, *times_s) for times_s in breathed.breaths_s.tolist()]
        true_ms = [
            response.swing_ms
            for response, times_s in zip(true, breathed.breaths_s, strict=True)
            if response is not None and own[0].inhale_s - 2.0 < times_s[0] < own[-1].inhale_s + 2.0
        ]
        assert len(own) >= 15
        assert median(one.rsa_ms or 0.0 for one in own) == pytest.approx(median(true_ms), rel=0.1)

    def test_breaths_follow_each_other_and_none_is_judged_twice(self, states: list[State]) -> None:
        breaths = states[-1].breaths
        assert {one.times for one in breaths} == {BreathTimes.MEASURED}
        assert all(
            before.next_inhale_s < 0.5 * (after.inhale_s + after.next_inhale_s)
            for before, after in pairwise(breaths)
        )

    def test_without_movement_the_guides_breaths_are_judged(self, calm: Session) -> None:
        *_, last = each_second(beats_alone(calm))
        assert last.response_by is BreathTimes.GUIDE
        assert last.figures.rsa.value is not None
        assert {one.times for one in last.breaths} == {BreathTimes.GUIDE}

    def test_a_sigh_is_shown_and_not_judged(self) -> None:
        responses, clock, ran = BreathResponses(None), BeatClock(60.0), GuidedTime(((0.0, 40.0),))
        for second in range(1, 41):
            clock.add(float(second), (1000.0,))
        normal = Breath(2.0, 6.0, 14.0, True, 20.0, 1.0, BreathLabel.NORMAL, 1.0)
        sigh = replace(normal, begin_s=14.0, turn_s=18.0, end_s=26.0, label=BreathLabel.SIGH)
        moved = replace(sigh, begin_s=26.0, end_s=38.0, known_sign=False, label=BreathLabel.MOVEMENT)
        responses.add_measured([normal, sigh, moved], Guide().changed(0.0, SLOW, running=True), ran)
        responses.judge(40.0, clock, doubtful=False)
        assert [one.counted for one in responses.breaths] == [True, False]
        assert [one.rsa_ms is None for one in responses.breaths] == [False, True]


def test_the_ecg_alone_tells_the_rate_and_no_more() -> None:
    """Of somebody whose heart hardly follows the breath, without movement data."""
    person = replace(load_scenario("calm").person, rsa_swing_per_min=1.0)
    breathed = session(person, seed=811, minutes=5.0, ecg=True)
    still = [event for event in breathed.events if not isinstance(event, AccelerationFrame)]
    known = [state.breathing for state in each_second(still) if state.breathing.source is not None]
    assert len(known) > 120
    off = [abs(one.rate.value - 5.0) for one in known if one.rate.value is not None]
    assert len(off) == len(known)
    assert median(off) < 0.3
    assert all(one.position is None and one.inhaling is None for one in known)


class TestUnsure:
    def test_beats_that_are_none_do_not_tell_inhale_from_exhale(self) -> None:
        breathed = session(seed=702, minutes=5.0, scenario=load_scenario("made-up"))
        *_, last = each_second(breathed.events)
        assert last.breathing.rate.value is not None
        known_by = {one.inhale_known_by for one in last.breathing.recent_breaths}
        assert known_by <= {None, InhaleKnownBy.SHAPE}
        assert not any(one.is_witnessed for one in last.breathing.recent_breaths)

    def test_breaths_across_a_movement_are_named_and_not_counted(self) -> None:
        breathed = session(seed=703, minutes=4.0, scenario=load_scenario("noisy-posture"))
        states = list(each_second(breathed.events))
        disturbed = [
            one
            for state in states
            for one in state.breathing.recent_breaths
            if one.label in (BreathLabel.MOVEMENT, BreathLabel.SHIFT)
        ]
        assert disturbed
        assert all(one.exhale_to_inhale is None for one in disturbed)
        moving = [state.breathing for state in states if state.breathing.moving]
        assert moving
        assert all(one.position is None for one in moving)
        assert all(one.rate.unknown or one.source is RateSource.SINUS_ARRHYTHMIA for one in moving)

    def test_a_stalled_stream_leaves_what_beats_tell(self, calm: Session) -> None:
        events = [
            event
            for event in calm.events
            if not (isinstance(event, AccelerationFrame) and event.time_ns > 200_000_000_000)
        ]
        states = list(each_second([event for event in events if event.time_ns <= 305_000_000_000]))
        assert states[199].breathing.rate.value is not None
        for state in states[211:]:
            assert state.breathing.position is None
            assert state.breathing.source in (None, RateSource.SINUS_ARRHYTHMIA)
            assert bool(state.breathing.rate.unknown) == (state.breathing.source is None)
        following = states[300].breathing.following
        assert following is not None
        assert (following.share_percent, following.advice) == (None, None)

    def test_without_movement_the_rate_is_told_or_unsure_and_the_ratio_says_what_it_needs(
        self, calm: Session
    ) -> None:
        still = [event for event in calm.events if not isinstance(event, AccelerationFrame)]
        states = list(each_second(still))[30:-1]
        assert {one.breathing.ratio.unknown for one in states} <= {NO_MOVEMENT, NO_MOVEMENT_NOW}
        told = {one.breathing.rate.unknown for one in states}
        assert told == {None, UNSURE_BY_BEATS}

    def test_after_a_lost_link_it_is_found_again(self) -> None:
        breathed = session(seed=705, minutes=6.0, scenario=load_scenario("link-losses"))
        known = [state.breathing.rate.value is not None for state in each_second(breathed.events)]
        stretches = [(is_known, len(list(group))) for is_known, group in groupby(known)]
        assert sum(is_known and length > 30 for is_known, length in stretches) >= 2

    def test_another_strap_begins_anew(self, calm: Session) -> None:
        engine = Engine(0)
        engine.take(guided(SLOW))
        begun = [event for event in calm.events if event.time_ns <= 120_000_000_000]
        for event in begun:
            engine.take(event)
        assert engine.state().breathing.recent_breaths
        linked = next(event for event in calm.events if isinstance(event, LinkChanged) and event.strap_name)
        engine.take(replace(linked, time_ns=begun[-1].time_ns, strap_name="Polar H10 22222222"))
        assert engine.state().breathing.recent_breaths == ()


def beats_alone(breathed: Session) -> list:  # type: ignore[type-arg]
    return [
        event
        for event in breathed.events
        if not isinstance(event, AccelerationFrame)
        and not (isinstance(event, MeasurementChanged) and event.measurement is Measurement.ACCELERATION)
    ]


@pytest.mark.parametrize("since_low", [0.05, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_course_is_that_of_the_phase(since_low: float, sign: int) -> None:
    phase = BreathPhase(since_low, since_low * 12.0 < 4.0, 12.0, 4.0)
    inhaling = phase.inhaling(sign)
    assert inhaling is not None
    course = course_of(phase, 100.0, inhaling=inhaling)
    assert course.inhaling_at(100.0) is inhaling
    assert course.inhale_length_s == (4.0 if sign == 1 else 8.0)
    later = course.position_at(100.01) > course.position_at(100.0)
    assert later is inhaling
    assert course.position_at(course.inhale_s + course.inhale_length_s) == pytest.approx(1.0)
    assert 100.0 - 12.0 <= course.inhale_s <= 100.0


def test_unrest_is_the_distance_of_the_turns_from_their_places() -> None:
    phase = BreathPhase(0.5, False, 12.0, 4.0)
    even = [
        TurningPoint(time_s, time_s % 12.0 == 4.0, 0.1, time_s, 20.0, 0) for time_s in (76, 84, 88, 96, 100)
    ]
    low_s = 102.0 - 6.0
    assert low_s == 96.0
    turns = [replace(one, high=one.time_s in (76, 88, 100)) for one in even]
    assert unrest(phase, 102.0, turns) == pytest.approx(0.0)
    late = [
        replace(one, time_s=one.time_s + shift_s)
        for one, shift_s in zip(turns, (1, -1, 1, -1, 2), strict=True)
    ]
    assert unrest(phase, 102.0, late) == pytest.approx(1.2 / 12.0)
    other = [replace(late[0], segment=0), *(replace(one, segment=1) for one in turns[1:])]
    assert unrest(phase, 102.0, other) == pytest.approx(0.0)


def test_a_beat_is_told_once(calm: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells inhale from exhale: each beat once, in order, confirmed, at its last place."""
    told: list[Beat] = []
    monkeypatch.setattr(LiveBreathing, "add_beats", lambda _, beats: told.extend(beats))
    engine = Engine(0, keep_beats_s=math.inf)
    for event in calm.events:
        if event.time_ns <= 180_000_000_000:
            engine.take(event)
    beats = engine.state().beats
    assert len(told) >= len(beats) - 3
    assert told == list(beats[: len(told)])
