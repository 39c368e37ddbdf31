"""Tachogram, smoothness priors and spectrum: against definitions, known signals and anything at all."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from biofeedback.hrv.smoothness_priors import SMOOTHING, without_trend
from biofeedback.hrv.spectrum import HF_HZ, LF_HZ, BandPowers, band_power_ms2, band_powers, power_density
from biofeedback.hrv.tachogram import SAMPLES_PER_S, Tachogram, unbroken
from tests.ratchet import assert_no_worse


def powers_of(rr_ms: np.ndarray, valid: np.ndarray | None = None) -> BandPowers:
    every = np.ones(rr_ms.size, dtype=bool)
    time_s = np.cumsum(rr_ms) / 1000.0
    return band_powers(Tachogram(time_s, rr_ms, every if valid is None else valid, every).stretches)


def swinging_rr_ms(
    rate_hz: float, amplitude_ms: float, length_s: float, mean_ms: float = 900.0
) -> np.ndarray:
    """Intervals whose length is a sine of the time at which they end."""
    rr_ms, time_s = [], 0.0
    while time_s < length_s:
        interval_ms = mean_ms
        for _ in range(30):
            end_s = time_s + interval_ms / 1000.0
            interval_ms = mean_ms + amplitude_ms * np.sin(2.0 * np.pi * rate_hz * end_s)
        rr_ms.append(interval_ms)
        time_s += interval_ms / 1000.0
    return np.array(rr_ms)


@pytest.mark.parametrize("count", [3, 4, 5, 40, 300])
@pytest.mark.parametrize("smoothing", [1.0, 10.0, SMOOTHING])
def test_smoothness_priors_equal_the_dense_solution(count: int, smoothing: float) -> None:
    series = 900.0 + np.random.default_rng(count).normal(0.0, 10.0, count).cumsum()
    second_difference = np.diff(np.eye(count), n=2, axis=0)
    matrix = np.eye(count) + smoothing**2 * second_difference.T @ second_difference
    centred = series - series.mean()
    expected = centred - np.linalg.solve(matrix, centred)
    assert without_trend(series, smoothing) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_smoothness_priors_of_almost_nothing_take_the_mean(count: int) -> None:
    assert without_trend(np.full(count, 7.0)) == pytest.approx(np.zeros(count))


def test_smoothness_priors_let_breathing_pass_and_hold_what_is_slower() -> None:
    time_s = np.arange(4 * 3600) / SAMPLES_PER_S
    for rate_hz, passes in ((6 / 60, 0.987), (4 / 60, 0.94), (0.0355, 0.5), (0.01, 0.0)):
        wave = np.sin(2.0 * np.pi * rate_hz * time_s)
        left = without_trend(wave)[2000:-2000]
        assert np.mean(left**2) / 0.5 == pytest.approx(passes, abs=0.02)


@pytest.mark.parametrize(
    ("rate_hz", "band"), [(0.08, "lf_ms2"), (0.1, "lf_ms2"), (0.2, "hf_ms2"), (0.25, "hf_ms2")]
)
@pytest.mark.parametrize("length_s", [150.0, 305.0, 1800.0])
def test_power_of_a_swing_lies_in_its_band(rate_hz: float, band: str, length_s: float) -> None:
    powers = powers_of(swinging_rr_ms(rate_hz, 50.0, length_s))
    other = {"lf_ms2": powers.hf_ms2, "hf_ms2": powers.lf_ms2}[band]
    assert getattr(powers, band) == pytest.approx(50.0**2 / 2.0, rel=0.06)
    assert other is not None
    assert other < 0.05 * 50.0**2 / 2.0


def test_error_of_the_power_of_swings() -> None:
    errors = [
        abs(getattr(powers_of(swinging_rr_ms(rate_hz, 50.0, 305.0)), band) / 1250.0 - 1.0)
        for rate_hz, band in (
            (0.07, "lf_ms2"),
            (0.1, "lf_ms2"),
            (0.2, "hf_ms2"),
            (0.25, "hf_ms2"),
            (0.3, "hf_ms2"),
        )
    ]
    assert_no_worse("power_of_swings_worst_error_percent", 100.0 * max(errors))


def test_slow_swing_counts_as_vlf_though_the_trend_is_taken_away() -> None:
    powers = powers_of(swinging_rr_ms(0.02, 50.0, 1800.0))
    assert powers.vlf_ms2 == pytest.approx(1250.0, rel=0.06)
    assert powers.vlf_ms2 is not None
    assert powers.lf_ms2 is not None
    assert powers.hf_ms2 is not None
    assert powers.total_power_ms2 == pytest.approx(powers.vlf_ms2 + powers.lf_ms2 + powers.hf_ms2)


def test_density_of_white_noise_is_flat_and_adds_up_to_its_variance() -> None:
    noise_ms = np.random.default_rng(5).normal(0.0, 30.0, 4 * 24 * 3600)
    density = power_density([noise_ms], 300.0)
    level = 30.0**2 / (SAMPLES_PER_S / 2.0)
    for low_hz in np.arange(0.05, 1.95, 0.1):
        power = band_power_ms2(density, (low_hz, low_hz + 0.1))
        assert power == pytest.approx(0.1 * level, rel=0.05)
    assert band_power_ms2(density, (0.0, 2.0)) == pytest.approx(30.0**2, rel=0.01)


def test_bands_meet_without_gap_or_overlap() -> None:
    density = power_density([np.random.default_rng(6).normal(0.0, 30.0, 1200)], 300.0)
    together = band_power_ms2(density, (LF_HZ[0], HF_HZ[1]))
    assert band_power_ms2(density, LF_HZ) + band_power_ms2(density, HF_HZ) == pytest.approx(together)


@pytest.mark.parametrize(
    ("length_s", "known"),
    [(50, set()), (62, {"hf_ms2"}), (122, {"hf_ms2", "lf_ms2", "lf_hf"}), (302, set(BandPowers.__slots__))],
)
def test_bands_need_their_length(length_s: int, known: set[str]) -> None:
    powers = powers_of(np.random.default_rng(7).normal(900.0, 40.0, round(length_s / 0.9)))
    assert {name for name in BandPowers.__slots__ if getattr(powers, name) is not None} == known


def test_short_hole_is_bridged_and_a_long_one_splits() -> None:
    rr_ms = swinging_rr_ms(0.1, 50.0, 400.0)
    every = np.ones(rr_ms.size, dtype=bool)
    for left_out, stretches in ((2, 1), (5, 2)):
        valid = every.copy()
        valid[200 : 200 + left_out] = False
        assert len(unbroken(rr_ms, valid, every)) == stretches
        assert powers_of(rr_ms, valid).lf_ms2 == pytest.approx(1250.0, rel=0.06)


def test_nothing_is_drawn_over_a_gap() -> None:
    rr_ms = swinging_rr_ms(0.1, 50.0, 400.0)
    every = np.ones(rr_ms.size, dtype=bool)
    adjacent = every.copy()
    adjacent[200] = False
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[200:] += 60.0
    first, second = Tachogram(time_s, rr_ms, every, adjacent).stretches
    assert (first.first + first.rr_ms.size - 1) / SAMPLES_PER_S <= time_s[199]
    assert second.first / SAMPLES_PER_S >= time_s[200]


def test_parts_of_a_tachogram_are_those_of_the_time_asked_for() -> None:
    rr_ms = swinging_rr_ms(0.1, 50.0, 400.0)
    every = np.ones(rr_ms.size, dtype=bool)
    tachogram = Tachogram(np.cumsum(rr_ms) / 1000.0, rr_ms, every, every)
    (whole,) = tachogram.within(-np.inf, np.inf)
    (part,) = tachogram.within(60.0, 120.0)
    assert whole.rr_ms.size == tachogram.stretches[0].rr_ms.size
    assert part.first / SAMPLES_PER_S == 60.25
    assert part.rr_ms.size == 60 * SAMPLES_PER_S
    assert tachogram.within(1000.0, 1060.0) == []
    assert tachogram.within(-60.0, 0.0) == []


def test_shared_tachogram_gives_what_the_window_alone_would() -> None:
    rng = np.random.default_rng(8)
    rr_ms = swinging_rr_ms(0.25, 40.0, 1500.0)
    rr_ms = rr_ms + rng.normal(0.0, 15.0, rr_ms.size)
    time_s = np.cumsum(rr_ms) / 1000.0
    every = np.ones(rr_ms.size, dtype=bool)
    shared = band_powers(Tachogram(time_s, rr_ms, every, every).within(600.0, 900.0))
    alone = powers_of(rr_ms[(time_s > 600.0) & (time_s <= 900.0)])
    assert shared.hf_ms2 == pytest.approx(alone.hf_ms2, rel=0.03)
    assert shared.lf_ms2 == pytest.approx(alone.lf_ms2, rel=0.10)


def test_no_ratio_where_there_is_no_hf() -> None:
    powers = powers_of(np.full(400, 1000.0))
    assert powers.lf_hf is None
    assert powers.hf_ms2 == pytest.approx(0.0, abs=1e-6)


def test_kept_nonsense_breaks_the_tachogram() -> None:
    rr_ms = np.concatenate((np.full(200, 900.0), [1e9, 1e-9], np.full(200, 900.0)))
    every = np.ones(rr_ms.size, dtype=bool)
    assert [beats.size for beats in unbroken(rr_ms, every, every)] == [200, 200]


@given(
    arrays(np.float64, st.integers(0, 500), elements=st.floats(1e-3, 1e7) | st.floats(200.0, 2500.0)),
    st.randoms(use_true_random=False),
)
def test_any_intervals_give_finite_powers(rr_ms: np.ndarray, chance: Random) -> None:
    valid = np.array([chance.random() < 0.9 for _ in rr_ms], dtype=bool)
    adjacent = np.array([chance.random() < 0.99 for _ in rr_ms], dtype=bool)
    powers = band_powers(Tachogram(np.cumsum(rr_ms) / 1000.0, rr_ms, valid, adjacent).stretches)
    for name in BandPowers.__slots__:
        value = getattr(powers, name)
        assert value is None or (np.isfinite(value) and value >= 0.0)
