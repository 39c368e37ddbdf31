"""Turning points, axis, motion, cycles and rate of breathing, beside truths that are made here."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from biofeedback.beats.beats import Beat, label_of
from biofeedback.breathing.chest.acceleration import AccelerationBreathing
from biofeedback.breathing.chest.axis import breathing_axis, healthy_axes
from biofeedback.breathing.chest.cycles import BreathLabel, breaths
from biofeedback.breathing.chest.phase import phase_at
from biofeedback.breathing.chest.samples import EvenChestSamples
from biofeedback.breathing.chest.turn_fit import fitted_turn
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.sign import InhaleKnownBy, sign_from_sinus_arrhythmia
from biofeedback.breathing.rate import Periodicity, counted_rate
from biofeedback.breathing.recording import recorded_breathing

Floats = NDArray[np.float64]

ALONG = np.array([0.0, 0.8, 0.6])
REST_MG = np.array([-1000.0, 50.0, 80.0])


def chest(
    minutes: float,
    *,
    rate_per_min: float = 6.0,
    breath_mg: float = 30.0,
    inhale_share: float = 1.0 / 3.0,
    rate_hz: float = 100.0,
    seed: int = 1,
) -> tuple[Floats, Floats]:
    """A chest that is full at the high end of `ALONG`; breath number k begins at k periods."""
    time_s = np.arange(0.0, 60.0 * minutes, 1.0 / rate_hz)
    along = -0.5 * np.cos(math.pi * half_turns(time_s, rate_per_min, inhale_share))
    noise_mg = np.random.default_rng(seed).normal(0.0, 2.0, (time_s.size, 3))
    return time_s, REST_MG + breath_mg * along[:, np.newaxis] * ALONG + noise_mg


def half_turns(time_s: Floats, rate_per_min: float, inhale_share: float) -> Floats:
    breath, within = np.divmod(time_s * rate_per_min / 60.0, 1.0)
    return 2.0 * breath + np.interp(within, [0.0, inhale_share, 1.0], [0.0, 1.0, 2.0])


def beats(minutes: float, *, lag_turns: float = 0.0, swing_per_min: float = 12.0) -> list[Beat]:
    """Beats whose rate is highest when the chest above is full, at 6 /min."""
    found, time_s = [], 0.0
    while time_s < 60.0 * minutes:
        turns = half_turns(np.array([time_s - 10.0 * lag_turns]) % 1e6, 6.0, 1.0 / 3.0)[0]
        rr_ms = 60_000.0 / (62.0 - 0.5 * swing_per_min * math.cos(math.pi * turns))
        time_s += rr_ms / 1000.0
        found.append(Beat(time_s, rr_ms, label_of(rr_ms), adjacent=True))
    return found


def point(time_s: float, *, high: bool, swing_mg: float = 20.0, disturbed: bool = False) -> TurningPoint:
    return TurningPoint(time_s, high, 0.1, time_s + 1.0, swing_mg, 0, disturbed=disturbed)


def turns(count: int, *, period_s: float = 10.0, inhale_s: float = 3.0) -> list[TurningPoint]:
    return [point(k // 2 * period_s + k % 2 * inhale_s, high=bool(k % 2)) for k in range(count)]


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("rate_per_min", [4.0, 6.0, 12.0, 20.0])
def test_breaths_are_counted_and_placed_at_every_sample_rate(rate_hz: float, rate_per_min: float) -> None:
    time_s, acceleration_mg = chest(3.0, rate_hz=rate_hz, rate_per_min=rate_per_min)
    found = recorded_breathing(time_s, acceleration_mg)
    period_s = 60.0 / rate_per_min
    places = [breath.begin_s / period_s for breath in found.breaths[1:-1]]
    assert len(places) >= 3 * rate_per_min - 5
    # Low or high turns, as nobody told the sign.
    off = np.array([min(abs(p - round(p)), abs(p - math.floor(p) - 1.0 / 3.0)) for p in places])
    assert off.max() < 0.06
    assert {breath.known_by for breath in found.breaths} <= {None, InhaleKnownBy.SHAPE}
    known = [rate for _, _, rate in found.rates if rate is not None]
    assert len(known) >= 0.8 * len(found.rates)
    assert max(abs(rate.rate_per_min - rate_per_min) for rate in known) < 0.3


def test_how_the_input_is_cut_changes_nothing() -> None:
    time_s, acceleration_mg = chest(2.0)
    whole, cut = AccelerationBreathing(), AccelerationBreathing()
    whole.add(time_s, acceleration_mg)
    sizes = np.random.default_rng(5).integers(1, 90, 400).cumsum()
    for block in np.split(np.arange(time_s.size), sizes[sizes < time_s.size]):
        cut.add(time_s[block], acceleration_mg[block])
    assert [p.high for p in cut.points] == [p.high for p in whole.points]
    np.testing.assert_allclose([p.time_s for p in cut.points], [p.time_s for p in whole.points], atol=1e-6)


def test_nothing_to_come_changes_a_settled_turn() -> None:
    time_s, acceleration_mg = chest(3.0)
    early, late = AccelerationBreathing(), AccelerationBreathing()
    early.add(time_s[:12_000], acceleration_mg[:12_000])
    late.add(time_s, acceleration_mg)
    assert late.points[: len(early.points) - 2] == early.points[:-2]


def test_the_sign_comes_from_the_heart_whichever_way_the_strap_is_worn() -> None:
    time_s, acceleration_mg = chest(3.0)
    for turned in (1.0, -1.0):
        found = recorded_breathing(time_s, turned * acceleration_mg, beats(3.0))
        shares = [breath.inhale_share for breath in found.breaths if breath.inhale_share is not None]
        assert len(shares) > 10
        np.testing.assert_allclose(shares, 1.0 / 3.0, atol=0.04)


def test_a_heart_that_follows_by_a_quarter_of_a_breath_tells_nothing() -> None:
    assert sign_from_sinus_arrhythmia(turns(25), beats(3.0)).sign == 1
    assert sign_from_sinus_arrhythmia(turns(25), beats(3.0, lag_turns=0.5)).sign == -1
    assert sign_from_sinus_arrhythmia(turns(25), beats(3.0, lag_turns=0.18)).sign is None
    assert sign_from_sinus_arrhythmia(turns(25), beats(3.0, swing_per_min=2.0)).sign == 1
    assert sign_from_sinus_arrhythmia(turns(25), beats(3.0, swing_per_min=0.0)).sign is None
    assert sign_from_sinus_arrhythmia(turns(6), beats(3.0)).sign is None
    assert sign_from_sinus_arrhythmia([], []).sign is None


def test_no_sign_from_breathing_too_fast_for_it() -> None:
    fast = turns(40, period_s=4.0, inhale_s=1.5)
    assert sign_from_sinus_arrhythmia(fast, beats(3.0))[:3] == (None, 0.0, 0)


def test_a_stuck_axis_is_left_out() -> None:
    time_s, acceleration_mg = chest(2.0)
    acceleration_mg[:, 2] = -2000.0
    breathing = AccelerationBreathing()
    breathing.add(time_s, acceleration_mg)
    now = breathing.at(float(time_s[-1]))
    assert now.healthy_axes == (True, True, False)
    assert now.rate is not None
    assert abs(now.rate.rate_per_min - 6.0) < 0.2
    assert max(abs(one.swing_mg - 24.0) for one in breathing.points[2:]) < 6.0
    noisy_mg = acceleration_mg + np.random.default_rng(2).normal(0.0, 3.0, acceleration_mg.shape)
    assert healthy_axes(noisy_mg) == (True, True, False)


def test_the_axis_keeps_its_sign_as_it_turns() -> None:
    time_s = np.arange(0.0, 40.0, 0.04)
    wave = np.sin(2.0 * np.pi * 0.1 * time_s)[:, np.newaxis]
    still = np.ones(time_s.size, dtype=np.bool_)
    axis = breathing_axis(wave * (0.0, 0.0, -10.0), still, None)
    for degrees in range(0, 181, 20):
        angle = math.radians(degrees)
        before = axis
        axis = breathing_axis(wave * (0.0, 10.0 * math.sin(angle), -10.0 * math.cos(angle)), still, axis)
        assert axis is not None
        assert before is None or float(axis @ before) > 0.9
    assert breathing_axis(np.zeros((time_s.size, 3)), still, None) is None


def test_nothing_is_known_of_a_strap_on_the_table() -> None:
    noise_mg = np.random.default_rng(3).normal(0.0, 2.0, (18_000, 3))
    found = recorded_breathing(np.arange(18_000) / 100.0, REST_MG + noise_mg, beats(3.0))
    assert sum(rate is not None for _, _, rate in found.rates) <= 0.1 * len(found.rates)
    assert {breath.inhale_share for breath in found.breaths} <= {None}
    constant = recorded_breathing(np.arange(18_000) / 100.0, np.tile(REST_MG, (18_000, 1)))
    assert constant.points == ()
    assert {rate for _, _, rate in constant.rates} == {None}


def test_a_bout_of_movement_is_flagged_and_no_rate_is_given_across_it() -> None:
    time_s, acceleration_mg = chest(4.0)
    bout = (time_s > 120.0) & (time_s < 124.0)
    acceleration_mg[bout] += np.random.default_rng(4).normal(0.0, 300.0, (int(bout.sum()), 3))
    found = recorded_breathing(time_s, acceleration_mg, beats(4.0))
    across = [rate for begin_s, end_s, rate in found.rates if begin_s < 119.0 and end_s > 130.0]
    assert across
    assert set(across) == {None}
    touched = [breath for breath in found.breaths if breath.begin_s < 123.0 and breath.end_s > 121.0]
    assert {breath.label for breath in touched} <= {BreathLabel.MOVEMENT, BreathLabel.SHIFT}
    assert all(breath.inhale_share is None for breath in touched)


def test_a_window_is_counted_up_to_a_movement_and_not_beyond() -> None:
    """The body moved between 33 s and 44 s, and nobody knows how often the chest turned meanwhile."""
    points = turns(14)
    points[8:] = [replace(one, time_s=one.time_s + 4.0) for one in points[8:]]
    points[8] = replace(points[8], disturbed=True)
    flat = Periodicity(4.0, 34.0, np.ones(161))
    early = counted_rate(points, 4.0, 34.0, flat)
    assert early is not None
    assert early.rate_per_min == pytest.approx(6.0)
    late = counted_rate(points, 45.0, 71.0, flat)
    assert late is not None
    assert late.rate_per_min == pytest.approx(6.0)
    assert counted_rate(points, 20.0, 50.0, flat) is None


def test_after_a_shift_of_posture_the_sign_is_learnt_anew() -> None:
    time_s, acceleration_mg = chest(6.0)
    shifted = time_s > 180.0
    acceleration_mg[shifted] = 2.0 * REST_MG - acceleration_mg[shifted] + (0.0, 150.0, -120.0)
    found = recorded_breathing(time_s, acceleration_mg, beats(6.0))
    shares = [breath.inhale_share for breath in found.breaths if breath.inhale_share is not None]
    assert len(shares) > 20
    np.testing.assert_allclose(shares, 1.0 / 3.0, atol=0.05)
    assert not any(breath.begin_s < 179.0 and breath.end_s > 182.0 for breath in found.breaths)


def test_a_sigh_is_flagged() -> None:
    points = turns(21)
    points[13] = point(points[13].time_s, high=True, swing_mg=50.0)
    points[14] = point(points[14].time_s, high=False, swing_mg=50.0)
    labels = [breath.label for breath in breaths(points, [1] * 21)]
    assert labels.count(BreathLabel.SIGH) == 1
    assert labels.count(BreathLabel.NORMAL) == len(labels) - 1


def test_without_a_sign_there_is_a_rate_but_no_ratio() -> None:
    (first, *_) = breaths([point(-5.0, high=True), *turns(9)], [None] * 10)
    assert first.rate_per_min == pytest.approx(6.0)
    assert first.exhale_to_inhale is None
    (known, *_) = breaths([point(-5.0, high=True), *turns(9)], [1] * 10)
    assert known.exhale_to_inhale == pytest.approx(7.0 / 3.0)
    (inverted, *_) = breaths(turns(10), [-1] * 10)
    assert inverted.exhale_to_inhale == pytest.approx(3.0 / 7.0)


def test_the_phase_is_foretold_and_given_up_when_a_turn_is_overdue() -> None:
    points = turns(10)
    assert points[-1].time_s == 43.0
    phase = phase_at(points, 51.0)
    assert phase is not None
    assert phase.since_low == pytest.approx(0.1, abs=0.01)
    assert phase.rising
    assert phase.inhaling(None) is None
    assert phase.inhaling(-1) is False
    assert phase_at(points, 56.0) is None
    assert phase_at(points[:3], 14.0) is None


def test_the_phase_of_another_pace_is_known_after_two_breaths_of_it() -> None:
    """A ramp, or a key, changes the pace; the breaths before it say nothing of the ones after it."""
    before = turns(16)
    change_s = before[-1].time_s
    after = [replace(one, time_s=change_s + 1.4 * (one.time_s - before[1].time_s)) for one in turns(16)[2:7]]
    now_s = after[-1].time_s + 2.0
    found, true = phase_at([*before, *after], now_s), phase_at(after, now_s)
    assert found is not None
    assert true is not None
    assert found.period_s == pytest.approx(14.0, abs=0.3)
    assert found.since_low == pytest.approx(true.since_low, abs=0.02)


@pytest.mark.parametrize("disturbed", [(6,), (7,), (6, 7), (9, 12)])
def test_a_disturbed_turn_is_counted_though_not_gone_by(disturbed: tuple[int, ...]) -> None:
    points = turns(14)
    for number in disturbed:
        points[number] = replace(points[number], time_s=points[number].time_s + 2.0, disturbed=True)
    assert phase_at(points, 71.0) == pytest.approx(phase_at(turns(14), 71.0))


def test_a_gap_begins_a_new_segment() -> None:
    time_s, acceleration_mg = chest(4.0)
    kept = (time_s < 100.0) | (time_s > 130.0)
    found = recorded_breathing(time_s[kept], acceleration_mg[kept])
    assert not any(breath.begin_s < 100.0 and breath.end_s > 130.0 for breath in found.breaths)
    assert {rate for begin_s, end_s, rate in found.rates if begin_s < 100.0 and end_s > 100.0} == {None}
    assert {one.segment for one in found.points} == {0, 1}


def test_samples_out_of_order_or_not_a_number_are_left_out() -> None:
    time_s, acceleration_mg = chest(0.5)
    broken_s, broken_mg = np.insert(time_s, 900, 2.0), np.insert(acceleration_mg, 900, 9999.0, axis=0)
    broken_mg[1500] = np.nan
    (even,) = EvenChestSamples().add(time_s, acceleration_mg)
    (mended,) = EvenChestSamples().add(broken_s, broken_mg)
    np.testing.assert_allclose(mended.smooth_mg, even.smooth_mg, atol=1.0)
    np.testing.assert_allclose(np.diff(even.time_s), 0.04)


@pytest.mark.parametrize("late", [0.25, 0.5, 0.7])
def test_a_turn_is_placed_between_unequal_flanks(late: float) -> None:
    time_s = np.arange(0.0, 10.0, 0.04)
    top_s = 10.0 * late
    way_mg = 20.0 * np.cos(np.pi * np.interp(time_s, [0.0, top_s, 10.0], [-1.0, 0.0, 1.0]))
    fit = fitted_turn(time_s, way_mg, int(way_mg.argmax()))
    assert fit.time_s == pytest.approx(top_s, abs=0.2)
    assert fit.sd_s < 0.3
