"""The parts that read breathing from beats: evidence, belief, counting by phase, shapes, fusion."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.fusion import FusedBreathing, fused_rate
from biofeedback.breathing.heart.electrocardiogram import ElectrocardiogramBreathing, shape_components
from biofeedback.breathing.heart.intervals import interval_arrays_of
from biofeedback.breathing.heart.mayer_wave import mayer_wave_per_min
from biofeedback.breathing.heart.modulation import RATES_PER_MIN, Modulation, drawn_in, log_evidence
from biofeedback.breathing.heart.phase_count import phase_count
from biofeedback.breathing.heart.qrs_shapes import NO_SHAPES, SHAPE_S, QrsReader, QrsShapes, together
from biofeedback.breathing.heart.rate_belief import RateBelief
from biofeedback.breathing.heart.recorded_beats import beats_beside, beats_of, recorded_rates
from biofeedback.breathing.heart.sinus_arrhythmia import SinusArrhythmiaBreathing, interval_changes
from biofeedback.breathing.heart.windowed_rate import WindowedRate
from biofeedback.breathing.rate import BreathingRate, RateSource
from scripts.breathing_beats_truth import simulated_heart


def swinging_beats(
    per_min: float, swing_per_min: float, *, seconds: float = 60.0, mayer_swing_per_min: float = 0.0
) -> list[Beat]:
    """A heart of 70 a minute that swings with the breath, and at 6 a minute."""
    beats: list[Beat] = []
    time_s = 0.0
    while time_s < seconds:
        heart_per_min = 70.0 + 0.5 * swing_per_min * math.sin(2.0 * math.pi * per_min / 60.0 * time_s)
        heart_per_min += 0.5 * mayer_swing_per_min * math.sin(2.0 * math.pi * 0.1 * time_s)
        time_s += 60.0 / heart_per_min
        beats.append(Beat(time_s, 60_000.0 / heart_per_min, BeatLabel.NORMAL, adjacent=bool(beats)))
    return beats


def sine(per_min: float, *, seconds: float = 50.0, lag: float = 0.0, noise: float = 0.1) -> Modulation:
    chance = np.random.default_rng(5)
    time_s = np.cumsum(chance.uniform(0.7, 1.0, round(seconds)))
    values = np.sin(2.0 * np.pi * per_min / 60.0 * time_s + lag) + chance.normal(0.0, noise, time_s.size)
    return Modulation(time_s, values[:, np.newaxis], 1.0)


@pytest.mark.parametrize("per_min", [5.0, 9.0, 14.0, 22.0])
def test_evidence_is_largest_at_the_rate(per_min: float) -> None:
    evidence = log_evidence(sine(per_min), 5.0, 35.0)
    assert evidence is not None
    assert RATES_PER_MIN[evidence.argmax()] == pytest.approx(per_min, abs=0.4)
    assert evidence.max() > 20.0


def test_what_may_be_something_else_speaks_for_no_rate() -> None:
    both = sine(14.0)
    other = 3.0 * np.sin(2.0 * np.pi * 0.1 * both.time_s)
    values = both.values + other[:, np.newaxis]
    naive = log_evidence(both._replace(values=values), 5.0, 35.0)
    beside = log_evidence(both._replace(values=values, beside_per_min=6.0), 5.0, 35.0)
    assert naive is not None
    assert beside is not None
    assert RATES_PER_MIN[naive.argmax()] == pytest.approx(6.0, abs=0.4)
    assert RATES_PER_MIN[beside.argmax()] == pytest.approx(14.0, abs=0.4)


def test_too_few_beats_or_a_hole_are_no_evidence() -> None:
    whole = sine(10.0)
    assert log_evidence(whole.within(5.0, 14.0), 5.0, 35.0) is None
    kept = (whole.time_s < 15.0) | (whole.time_s > 23.0)
    assert (
        log_evidence(whole._replace(time_s=whole.time_s[kept], values=whole.values[kept]), 5.0, 35.0) is None
    )


def test_nothing_is_told_above_half_the_heart_rate() -> None:
    evidence = log_evidence(sine(10.0), 5.0, 35.0)
    assert evidence is not None
    assert not np.isfinite(evidence[RATES_PER_MIN > 37.0 * 0.97]).any()
    slow = sine(10.0)
    slow = slow._replace(time_s=slow.time_s[::2], values=slow.values[::2])
    evidence = log_evidence(slow, 0.0, 40.0)
    assert evidence is not None
    assert not np.isfinite(evidence[RATES_PER_MIN > 20.0]).any()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_outliers_are_drawn_in_and_nothing_else_is(values: list[float]) -> None:
    column = np.array(values)[:, np.newaxis]
    drawn = drawn_in(column)
    middle = np.median(column)
    assert (np.abs(drawn - middle) <= np.abs(column - middle)).all()
    near = np.abs(column - middle) <= np.median(np.abs(column - middle))
    np.testing.assert_array_equal(drawn[near], column[near])


def test_belief_needs_evidence_and_keeps_to_what_it_saw() -> None:
    belief = RateBelief(30.0, 5.0)
    assert belief.take(None) is None
    flat = belief.take(np.zeros(RATES_PER_MIN.size))
    assert flat is None or flat.probability < 0.5
    clear = -0.5 * np.square(np.log(RATES_PER_MIN / 12.0) / 0.04)
    for _ in range(4):
        likely = belief.take(clear)
    assert likely is not None
    assert likely.rate_per_min == pytest.approx(12.0, rel=0.02)
    assert likely.probability > 0.99
    two = np.logaddexp(clear, -0.5 * np.square(np.log(RATES_PER_MIN / 6.0) / 0.04))
    likely = belief.take(two)
    assert likely is not None
    assert likely.rate_per_min == pytest.approx(12.0, rel=0.02)
    assert likely.probability > 0.9


@pytest.mark.parametrize("near_per_min", [8.5, 9.5, 10.5])
def test_breaths_are_counted_by_phase_whatever_each_figure_lags(near_per_min: float) -> None:
    modulations = [sine(9.5, lag=lag) for lag in (0.0, 1.0, 2.5)]
    count = phase_count(modulations, 10.0, 40.0, near_per_min=near_per_min)
    assert count.rate_per_min == pytest.approx(9.5, abs=0.15)
    assert count.sd_per_min < 0.2
    assert count.lowest_share > 0.7


def test_a_modulation_that_fades_is_noticed() -> None:
    whole = sine(9.0, noise=0.02)
    faded = whole._replace(values=whole.values * (np.abs(whole.time_s - 25.0) > 6.0)[:, np.newaxis])
    assert phase_count([faded], 10.0, 40.0, near_per_min=9.0).lowest_share < 0.15


def test_a_small_slow_swing_may_be_a_mayer_wave_and_a_large_one_is_breathing() -> None:
    small, large = swinging_beats(6.0, 8.0), swinging_beats(6.0, 18.0)
    assert mayer_wave_per_min(interval_arrays_of(small), 10.0, 40.0) == pytest.approx(6.0, abs=0.3)
    assert mayer_wave_per_min(interval_arrays_of(large), 10.0, 40.0) is None
    assert mayer_wave_per_min(interval_arrays_of(small[:8]), 10.0, 40.0) is None


def test_breathing_beside_a_mayer_wave_is_told_from_intervals() -> None:
    beats = swinging_beats(16.0, 5.0, mayer_swing_per_min=9.0)
    (rate,) = recorded_rates([10.0], window_s=30.0, step_s=5.0, beats=beats)
    assert rate is not None
    assert rate.source is RateSource.SINUS_ARRHYTHMIA
    assert rate.rate_per_min == pytest.approx(16.0, abs=0.5)


def test_beats_placed_before_others_are_left_out() -> None:
    beats = swinging_beats(9.0, 20.0)
    early = [Beat(beats[40].time_s - 5.0, 800.0, BeatLabel.NORMAL, adjacent=False)]
    messy = [*beats[:40], *early, *beats[40:]]
    whole, other = (
        recorded_rates([10.0, 15.0], window_s=30.0, step_s=5.0, beats=one) for one in (beats, messy)
    )
    assert [rate is None for rate in whole] == [rate is None for rate in other]
    live = SinusArrhythmiaBreathing()
    live.add_beats(messy)
    rate = live.at(60.0)
    assert rate is not None
    assert rate.rate_per_min == pytest.approx(9.0, abs=0.3)


def test_sent_beats_fill_in_where_there_is_no_ecg() -> None:
    heart = simulated_heart(4103, 6.0, window_s=30.0, minutes=2.0)
    early = heart.time_s < 60.0
    shapes = QrsReader().add(heart.time_s[early], heart.ecg_uv[early])
    beats = beats_beside(shapes, heart.beats)
    times_s = np.array([beat.time_s for beat in beats])
    assert (np.diff(times_s) > 0.0).all()
    assert abs(len(beats) - len(heart.beats)) <= 5
    assert beats_beside(NO_SHAPES, heart.beats) == heart.beats
    assert beats_beside(shapes, []) == beats_of(shapes)
    rates = recorded_rates([10.0, 80.0], window_s=30.0, step_s=70.0, shapes=shapes, beats=beats)
    assert [rate.source for rate in rates if rate] == [RateSource.FUSED, RateSource.SINUS_ARRHYTHMIA]


def test_beats_that_are_no_neighbours_or_not_normal_have_no_change() -> None:
    beats = swinging_beats(10.0, 10.0, seconds=20.0)
    beats[5] = Beat(beats[5].time_s, beats[5].rr_ms, BeatLabel.ECTOPIC, adjacent=True)
    beats[10] = Beat(beats[10].time_s, beats[10].rr_ms, BeatLabel.NORMAL, adjacent=False)
    changes = interval_changes(interval_arrays_of(beats), 0.0, 20.0)
    assert changes.time_s.size == len(beats) - 1 - 3
    assert interval_changes(interval_arrays_of([]), 0.0, 20.0).time_s.size == 0


@pytest.mark.parametrize("block", [9, 73, 4000])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_shapes_do_not_depend_on_blocks(block: int, sign: float) -> None:
    heart = simulated_heart(4100, 6.0, window_s=30.0, minutes=1.0)
    whole = QrsReader().add(heart.time_s, heart.ecg_uv)
    reader = QrsReader()
    cuts = range(block, heart.time_s.size, block)
    blocks = zip(np.split(heart.time_s, cuts), np.split(sign * heart.ecg_uv, cuts), strict=True)
    parts = together([reader.add(*one) for one in blocks])
    assert abs(parts.time_s.size - whole.time_s.size) <= 2
    nearest = np.abs(parts.time_s[:, np.newaxis] - whole.time_s).argmin(axis=1)
    apart_s = parts.time_s - whole.time_s[nearest]
    # Upside down, the S wave of this ECG is the one that stands up: 30 ms later in every beat.
    assert np.percentile(np.abs(apart_s - np.median(apart_s)), 95) < 0.002
    assert abs(np.median(apart_s)) < (0.001 if sign > 0.0 else 0.04)
    true_s = np.array([beat.time_s for beat in heart.beats])
    off_s = np.abs(whole.time_s[:, np.newaxis] - true_s).min(axis=1)
    assert np.percentile(off_s, 95) < 0.01


def test_a_flat_line_a_gap_and_nonsense_give_no_shapes_and_no_error() -> None:
    assert QrsReader().add(np.empty(0), np.empty(0)).time_s.size == 0
    time_s = np.arange(0.0, 30.0, 1.0 / 130.0)
    assert QrsReader().add(time_s, np.zeros(time_s.size)).time_s.size == 0
    assert QrsReader().add(time_s, np.full(time_s.size, np.nan)).time_s.size == 0
    heart = simulated_heart(4101, 6.0, window_s=30.0, minutes=1.0)
    kept = (heart.time_s < 20.0) | (heart.time_s > 30.0)
    shapes = QrsReader().add(heart.time_s[kept], heart.ecg_uv[kept])
    assert not ((shapes.time_s > 20.1) & (shapes.time_s < 29.9)).any()
    assert (np.diff(shapes.time_s) > 0.0).all()
    rates = recorded_rates([0.0, 10.0], window_s=30.0, step_s=10.0, shapes=shapes, beats=beats_of(shapes))
    assert rates == [None, None]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
def test_noise_is_not_told_for_breathing(count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    shapes = QrsShapes(
        np.sort(chance.uniform(0.0, 40.0, count)), chance.normal(0.0, 1.0, (count, SHAPE_S.size))
    )
    components = shape_components(shapes, 5.0, 35.0)
    assert components.values.shape == (components.time_s.size, 5)
    windows = WindowedRate(30.0, 5.0)
    rate = windows.take({RateSource.ECG: components}, 5.0, 35.0)
    assert rate is None or rate.half_width_per_min > 0.0


def rate_of(
    per_min: float, half_per_min: float, source: RateSource = RateSource.ACCELERATION
) -> BreathingRate:
    return BreathingRate(0.0, 30.0, per_min, half_per_min, 0.9, source)


def test_sources_that_agree_are_fused_and_others_say_nothing() -> None:
    movement, beats = rate_of(6.0, 0.2), rate_of(6.5, 0.4, RateSource.ECG)
    fused = fused_rate(movement, beats)
    assert fused is not None
    assert fused.rate_per_min == pytest.approx(6.1)
    assert fused.half_width_per_min < 0.2
    assert fused.source is RateSource.FUSED
    assert fused.confidence == pytest.approx(0.99)
    assert fused_rate(rate_of(6.0, 0.2), rate_of(12.0, 0.5, RateSource.ECG)) is None
    assert fused_rate(movement, None) is movement
    assert fused_rate(None, beats) is beats
    assert fused_rate(None, None) is None


def test_live_sources_tell_the_rate_and_forget_it_when_nothing_comes() -> None:
    heart = simulated_heart(4102, 6.0, window_s=30.0, minutes=2.0)
    ecg, intervals, fused = ElectrocardiogramBreathing(), SinusArrhythmiaBreathing(), FusedBreathing()
    assert ecg.at(0.0) is None
    assert intervals.at(0.0) is None
    assert fused.at(0.0).rate is None
    rates: dict[str, list[float]] = {"ecg": [], "intervals": [], "fused": []}
    for now_s in np.arange(1.0, 110.0, 1.0).tolist():
        block = (heart.time_s > now_s - 1.0) & (heart.time_s <= now_s)
        heard = [beat for beat in heart.beats if now_s - 1.0 < beat.time_s <= now_s]
        ecg.add(heart.time_s[block], heart.ecg_uv[block])
        fused.add_ecg(heart.time_s[block], heart.ecg_uv[block])
        intervals.add_beats(heard)
        fused.add_beats(heard)
        known = {"ecg": ecg.at(now_s), "intervals": intervals.at(now_s), "fused": fused.at(now_s).rate}
        for name, rate in known.items():
            if rate is not None:
                assert rate.end_s <= now_s
                rates[name].append(rate.rate_per_min)
    for name, told in rates.items():
        assert len(told) > 60, name
        assert np.abs(np.array(told) - 6.0).max() < 0.6, name
    assert ecg.at(140.0) is None
    assert intervals.at(140.0) is None
    assert fused.at(140.0).rate is None


def test_an_empty_recording_has_no_rates() -> None:
    nothing: Floats = np.empty(0)
    assert NO_SHAPES.time_s.size == nothing.size
    assert recorded_rates([0.0], window_s=30.0, step_s=5.0, shapes=NO_SHAPES) == [None]
    assert recorded_rates([], window_s=30.0, step_s=5.0) == []
    assert beats_of(NO_SHAPES) == []
