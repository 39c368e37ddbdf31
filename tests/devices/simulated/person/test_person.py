"""The simulated person: lungs that follow a guide, and a heart that follows the lungs."""

import math
import statistics
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.simulated.person.breaths import BreathFinder
from devices.simulated.person.heart import BeatKind
from devices.simulated.person.lungs import Lungs
from devices.simulated.person.person import STEP_NS, SimulatedPerson
from devices.simulated.person.reflexes import RespiratorySinusArrhythmia
from devices.simulated.person.traits import CALM
from tests.devices.simulated.person.living import (
    MINUTE_NS,
    STILL,
    STRESSED,
    guide,
    lived,
    median_swing_ms,
    rmssd_ms,
    rr_ms,
)


def test_same_seed_gives_the_same_beats_and_breaths() -> None:
    first, second = lived(lung_guide=guide(6)), lived(lung_guide=guide(6))
    assert first.beats == second.beats
    assert first.breaths == second.breaths


def test_another_seed_gives_other_beats() -> None:
    assert lived(seed=1, minutes=1).beats != lived(seed=2, minutes=1).beats


@given(st.lists(st.integers(0, 20_000_000_000), max_size=30), st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_slicing_of_time_changes_nothing(slices_ns: list[int], seed: int) -> None:
    whole = lived(minutes=0.5, seed=seed, lung_guide=guide(6))
    sliced = SimulatedPerson(CALM, seed=seed, lung_guide=guide(6))
    beats = list(sliced.beats)
    for until_ns in [*sorted(slices_ns), MINUTE_NS // 2]:
        beats.extend(sliced.advance(until_ns))
    known = [beat for beat in beats if beat.time_ns <= MINUTE_NS // 2]
    assert known == list(whole.beats)


def test_start_time_shifts_everything_and_changes_nothing_else() -> None:
    shift_ns = 987_654_321_000_000_123
    early = lived(minutes=1)
    late = SimulatedPerson(CALM, seed=1, start_ns=shift_ns)
    late.advance(shift_ns + MINUTE_NS)
    assert [beat.time_ns - shift_ns for beat in late.beats] == [beat.time_ns for beat in early.beats]


def test_time_that_has_passed_adds_nothing() -> None:
    person = lived(minutes=1)
    assert not person.advance(0)


def test_guide_is_asked_only_for_times_that_have_come() -> None:
    asked: list[float] = []
    person = SimulatedPerson(CALM, lung_guide=lambda time_s: asked.append(time_s))
    assert asked == []
    person.advance(1_234_000_000)
    assert asked == [step * STEP_NS / 1e9 for step in range(25)]


# Lungs


def test_lungs_follow_the_guide_with_its_rate_and_ratio() -> None:
    breaths = [breath for breath in lived(lung_guide=guide(5, 2)).breaths if breath.inhale_ns > 20e9]
    exhale_s = statistics.fmean((b.next_inhale_ns - b.exhale_ns) / 1e9 for b in breaths)
    inhale_s = statistics.fmean((b.exhale_ns - b.inhale_ns) / 1e9 for b in breaths)
    assert statistics.fmean(b.rate_per_min for b in breaths) == pytest.approx(5.0, rel=0.02)
    assert exhale_s / inhale_s == pytest.approx(2.0, rel=0.1)


def test_lungs_are_late_by_the_asked_delay() -> None:
    breaths = [breath for breath in lived(lung_guide=guide(6, 2)).breaths if breath.inhale_ns > 20e9]
    late_s = [(breath.exhale_ns / 1e9 - 10 / 3 + 5) % 10 - 5 for breath in breaths]
    assert statistics.fmean(late_s) == pytest.approx(CALM.follow_delay_s, abs=0.1)
    assert 0.05 < statistics.stdev(late_s) < 0.35


def test_guided_breaths_differ_in_depth() -> None:
    depths = [breath.depth for breath in lived(lung_guide=guide(6)).breaths if breath.inhale_ns > 20e9]
    assert statistics.fmean(depths) == pytest.approx(CALM.follow_depth, abs=0.06)
    assert 0.02 < statistics.stdev(depths) < 0.15


def test_own_rhythm_has_its_rate_variability_and_ratio() -> None:
    breaths = lived(minutes=20).breaths
    periods_s = [(b.next_inhale_ns - b.inhale_ns) / 1e9 for b in breaths]
    inhale_share = statistics.fmean(
        (b.exhale_ns - b.inhale_ns) / (b.next_inhale_ns - b.inhale_ns) for b in breaths
    )
    assert 60 / statistics.fmean(periods_s) == pytest.approx(CALM.own_rate_per_min, rel=0.05)
    assert statistics.stdev(periods_s) / statistics.fmean(periods_s) == pytest.approx(
        CALM.own_period_cv, abs=0.04
    )
    assert inhale_share == pytest.approx(0.4, abs=0.03)


def test_paused_guide_gives_way_to_the_own_rhythm_and_back() -> None:
    def paused_guide(time_s: float) -> float | None:
        return None if 60 <= time_s < 120 else guide(5)(time_s)

    breaths = lived(minutes=3, lung_guide=paused_guide).breaths

    def rate_per_min(start_s: float, end_s: float) -> float:
        return statistics.fmean(b.rate_per_min for b in breaths if start_s < b.inhale_ns / 1e9 < end_s)

    assert rate_per_min(15, 45) == pytest.approx(5, rel=0.05)
    assert rate_per_min(65, 112) == pytest.approx(CALM.own_rate_per_min, rel=0.25)
    assert rate_per_min(125, 165) == pytest.approx(5, rel=0.05)


def test_guide_may_be_changed_at_any_moment() -> None:
    setting = {"guide": guide(6)}
    person = SimulatedPerson(CALM, seed=3, lung_guide=lambda time_s: setting["guide"](time_s))
    person.advance(MINUTE_NS)
    setting["guide"] = guide(10)
    person.advance(2 * MINUTE_NS)
    rates = [b.rate_per_min for b in person.breaths if b.inhale_ns > 75e9]
    assert statistics.fmean(rates) == pytest.approx(10, rel=0.05)


@given(st.lists(st.none() | st.floats(-0.5, 1.5), min_size=1, max_size=20), st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_lungs_move_smoothly_within_bounds_whatever_the_guide_does(
    guide_positions: list[float | None], seed: int
) -> None:
    lungs = Lungs(STRESSED, Random(seed), step_s=0.05)
    last = lungs.position
    for position in guide_positions:
        for _ in range(20):
            now = lungs.step(position)
            assert 0.0 <= now <= 1.0
            assert abs(now - last) < 0.2
            last = now


def test_breath_finder_dates_turns_at_their_true_time_and_counts_holds_to_the_phase_before() -> None:
    finder = BreathFinder()
    positions = [0.5, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0, 0.5]
    breaths = [finder.step(time_ns, position) for time_ns, position in enumerate(positions)]
    assert breaths[:-1] == [None] * 8
    last = breaths[-1]
    assert last is not None
    assert (last.inhale_ns, last.exhale_ns, last.next_inhale_ns, last.depth) == (1, 4, 7, 1.0)


# Heart


def test_rr_is_shorter_during_the_inhale_at_the_resonance_rate() -> None:
    person = lived(lung_guide=guide(6, 1))
    timed = list(zip(person.beats[1:], rr_ms(person.beats), strict=True))
    differences = []
    for breath in person.breaths:
        # The fastest heart is at the end of the inhale: compare the halves around that and the opposite.
        quarter_ns = (breath.next_inhale_ns - breath.inhale_ns) // 4
        near_ns = [breath.exhale_ns - quarter_ns, breath.exhale_ns + quarter_ns]
        inside = [(b, rr) for b, rr in timed if breath.inhale_ns <= b.time_ns < breath.next_inhale_ns]
        near_full = [rr for b, rr in inside if near_ns[0] <= b.time_ns < near_ns[1]]
        near_empty = [rr for b, rr in inside if not near_ns[0] <= b.time_ns < near_ns[1]]
        if near_full and near_empty:
            differences.append(statistics.fmean(near_empty) - statistics.fmean(near_full))
    assert statistics.median(differences) > 60
    assert sum(difference > 0 for difference in differences) / len(differences) > 0.9


def test_sinus_arrhythmia_is_larger_at_six_than_at_fifteen_breaths_a_minute() -> None:
    slow, fast = lived(STILL, lung_guide=guide(6, 1)), lived(STILL, lung_guide=guide(15, 1))
    assert 1.4 < median_swing_ms(slow) / median_swing_ms(fast) < 3.0


@pytest.mark.parametrize(
    ("rate_per_min", "gain", "lag_degrees"), [(4, 0.894, -26.6), (6, 1.0, 0.0), (15, 0.622, 51.6)]
)
def test_resonance_has_its_documented_gain_and_lag(
    rate_per_min: float, gain: float, lag_degrees: float
) -> None:
    step_s, w = 0.001, 2 * math.pi * rate_per_min / 60
    rsa = RespiratorySinusArrhythmia(replace(STILL, rsa_swing_per_min=2.0), Random(0), step_s=step_s)
    steps = round(180 / step_s)
    answers = [rsa.step(0.5 * math.sin(w * step * step_s), 0.0) for step in range(1, steps + 1)]
    tail = range(steps - round(60 / step_s), steps)
    sine = statistics.fmean(2 * answers[n] * math.sin(w * (n + 1) * step_s) for n in tail)
    cosine = statistics.fmean(2 * answers[n] * math.cos(w * (n + 1) * step_s) for n in tail)
    assert math.hypot(sine, cosine) == pytest.approx(gain, rel=0.01)
    assert -math.degrees(math.atan2(cosine, sine)) == pytest.approx(lag_degrees, abs=1.0)


def test_held_breath_leaves_a_steady_heart() -> None:
    intervals = rr_ms(lived(STILL, minutes=3, lung_guide=lambda _: 0.5).beats)[-60:]
    assert intervals == pytest.approx([60000 / STILL.heart_rate_per_min] * 60, rel=1e-3)


def test_mayer_wave_has_its_size_and_frequency() -> None:
    traits = replace(STILL, rsa_swing_per_min=0.0, mayer_wave_sd_per_min=3.0)
    rates = [60000 / rr for rr in rr_ms(lived(traits, minutes=60).beats)]
    mean = statistics.fmean(rates)
    upward = sum(earlier < mean <= later for earlier, later in pairwise(rates))
    assert statistics.pstdev(rates) == pytest.approx(3.0, rel=0.2)
    assert upward / 3600 == pytest.approx(traits.mayer_wave_hz, rel=0.15)


def test_drift_is_slow() -> None:
    traits = replace(STILL, rsa_swing_per_min=0.0, drift_sd_per_min=3.0)
    intervals = rr_ms(lived(traits, minutes=60).beats)
    assert statistics.pstdev(60000 / rr for rr in intervals) == pytest.approx(3.0, rel=0.35)
    assert rmssd_ms(intervals) < 0.5 * statistics.pstdev(intervals)


def test_slow_breathing_calms_by_the_documented_share() -> None:
    traits = replace(STILL, calming_rsa=0.13, calming_rate_per_min=0.6)
    person = lived(traits, minutes=30, lung_guide=guide(6, 1))
    intervals = rr_ms(person.beats)
    first, last = intervals[40:160], intervals[-120:]
    assert rmssd_ms(last) / rmssd_ms(first) == pytest.approx(1.11, abs=0.04)
    fall_per_min = 60000 / statistics.fmean(first) - 60000 / statistics.fmean(last)
    assert fall_per_min == pytest.approx(0.5, abs=0.25)


@pytest.mark.parametrize("seed", range(8))
def test_calm_heart_stays_within_physiological_intervals(seed: int) -> None:
    for lung_guide in (None, guide(5), guide(6, 1.5)):
        assert all(300 < rr < 2000 for rr in rr_ms(lived(seed=seed, lung_guide=lung_guide).beats))


def test_calm_person_has_no_ectopic_beat() -> None:
    assert {beat.kind for beat in lived().beats} == {BeatKind.SINUS}


@pytest.mark.parametrize(
    "ectopic_per_min", [4.0, *(pytest.param(one, marks=pytest.mark.soak) for one in (1.0, 12.0))]
)
def test_ectopic_beats_come_at_the_asked_rate(ectopic_per_min: float) -> None:
    beats = lived(replace(CALM, ectopic_per_min=ectopic_per_min), minutes=120).beats
    count = sum(beat.kind is BeatKind.ECTOPIC for beat in beats)
    expected = 120 * ectopic_per_min
    assert abs(count - expected) < 3.5 * math.sqrt(expected)


def test_ectopic_beat_is_a_short_interval_and_a_compensatory_pause() -> None:
    beats = lived(replace(STILL, ectopic_per_min=4.0, rsa_swing_per_min=0.0), minutes=30).beats
    intervals = rr_ms(beats)
    normal_ms = 60000 / STILL.heart_rate_per_min
    ectopic = [n for n, beat in enumerate(beats) if beat.kind is BeatKind.ECTOPIC and 0 < n < len(intervals)]
    assert ectopic
    for n in ectopic:
        assert intervals[n - 1] < 0.91 * normal_ms
        assert intervals[n] > 1.09 * normal_ms
        assert intervals[n - 1] + intervals[n] == pytest.approx(2 * normal_ms, rel=1e-3)


# Persons by name
