"""Nonlinear figures against naive implementations, known noises and anything at all."""

import json
import math
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from biofeedback.analysis.analysis import AnalysisOptions, Artefacts, analyse
from biofeedback.analysis.recording import Recording
from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.hrv import sample_entropy as module
from biofeedback.hrv.nonlinear import (
    BOX_BEATS,
    Nonlinear,
    baevsky_stress_index,
    box_mean_squares,
    dfa_alpha1,
    nonlinear,
)
from biofeedback.hrv.sample_entropy import sample_entropy
from biofeedback.hrv.spectrum import BandPowers
from biofeedback.quality.quality import quality_of_intervals
from tests.ratchet import assert_no_worse


def naive_sample_entropy(nn_ms: np.ndarray, joined: np.ndarray) -> float | None:
    """The definition as two loops over all places with three intervals without a hole."""
    tolerance_ms = 0.2 * nn_ms.std(ddof=1)
    places = [i for i in range(len(nn_ms) - 2) if joined[i + 1] and joined[i + 2]]
    two = three = 0
    for number, i in enumerate(places):
        for j in places[number + 1 :]:
            if max(abs(nn_ms[i] - nn_ms[j]), abs(nn_ms[i + 1] - nn_ms[j + 1])) <= tolerance_ms:
                two += 1
                three += abs(nn_ms[i + 2] - nn_ms[j + 2]) <= tolerance_ms
    return math.log(two / three) if three else None


def all_joined(nn_ms: np.ndarray) -> np.ndarray:
    return np.ones(nn_ms.size, dtype=bool)


def pink_noise(count: int, rng: np.random.Generator) -> np.ndarray:
    """1/f noise by its spectrum."""
    frequency = np.fft.rfftfreq(count)
    spectrum = rng.normal(size=frequency.size) + 1j * rng.normal(size=frequency.size)
    spectrum[0] = 0.0
    spectrum[1:] /= np.sqrt(frequency[1:])
    return np.fft.irfft(spectrum, count)


@pytest.mark.parametrize("count", [4, 5, 30, 250, 400])
@pytest.mark.parametrize("holes", [0.0, 0.1])
def test_sample_entropy_equals_the_naive_double_loop(count: int, holes: float) -> None:
    rng = np.random.default_rng(count)
    for _ in range(5):
        nn_ms = np.round(900.0 + 50.0 * np.sin(np.arange(count) * 0.5) + rng.normal(0.0, 20.0, count))
        joined = rng.random(count) >= holes
        expected = naive_sample_entropy(nn_ms, joined)
        assert sample_entropy(nn_ms, joined) == (
            None if expected is None else pytest.approx(expected, rel=1e-14)
        )


def test_sample_entropy_does_not_depend_on_how_many_comparisons_are_made_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nn_ms = np.random.default_rng(1).normal(900.0, 50.0, 700)
    found = set()
    for chunk in (1, 1000, 10_000_000):
        monkeypatch.setattr(module, "_CHUNK", chunk)
        found.add(sample_entropy(nn_ms, all_joined(nn_ms)))
    assert len(found) == 1


def test_sample_entropy_of_a_day_is_that_of_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    nn_ms = np.random.default_rng(2).normal(900.0, 50.0, 3000)
    exact = sample_entropy(nn_ms, all_joined(nn_ms))
    monkeypatch.setattr(module, "BLOCK_BEATS", 1000)
    assert sample_entropy(nn_ms, all_joined(nn_ms)) == pytest.approx(exact, rel=0.02)


def test_sample_entropy_of_white_noise_is_what_theory_says() -> None:
    """Richman & Moorman's figure 1: −ln of the chance that two normal values lie within r of each other."""
    nn_ms = np.random.default_rng(3).normal(900.0, 50.0, 5000)
    assert sample_entropy(nn_ms, all_joined(nn_ms)) == pytest.approx(-math.log(math.erf(0.1)), rel=0.01)


def test_what_does_not_vary_or_never_agrees_has_no_sample_entropy() -> None:
    assert sample_entropy(np.full(300, 900.0), np.ones(300, dtype=bool)) is None
    rising_ms = np.arange(0.0, 4000.0, 1000.0)
    assert sample_entropy(rising_ms, all_joined(rising_ms)) is None


@pytest.mark.parametrize(("exponent", "name"), [(0.5, "white"), (1.0, "pink"), (1.5, "brown")])
def test_scaling_exponent_of_known_noises(exponent: float, name: str) -> None:
    """Small boxes are known to read a little high (Kantelhardt 2001, DOI 10.1016/S0378-4371(01)00144-3)."""
    rng = np.random.default_rng(4)
    noise = {
        "white": rng.normal(size=100_000),
        "pink": pink_noise(100_000, rng),
        "brown": rng.normal(size=100_000).cumsum(),
    }[name]
    alpha1 = dfa_alpha1([noise])
    assert alpha1 is not None
    assert alpha1 == pytest.approx(exponent, abs=0.12)
    assert_no_worse(f"dfa_alpha1_error_{name}_noise", abs(alpha1 - exponent))


def test_residuals_of_boxes_are_those_of_polyfit() -> None:
    profile = np.random.default_rng(5).normal(size=103).cumsum()
    for n in BOX_BEATS:
        expected = []
        for begin in range(0, 103 - n + 1, n):
            box, beats = profile[begin : begin + n], np.arange(n)
            expected.append(np.mean((box - np.polyval(np.polyfit(beats, box, 1), beats)) ** 2))
        assert box_mean_squares(profile, n) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_boxes_do_not_reach_over_a_gap() -> None:
    rng = np.random.default_rng(6)
    stretches_ms = [rng.normal(800.0, 30.0, 160), rng.normal(1100.0, 30.0, 160)]
    apart, as_one = dfa_alpha1(stretches_ms), dfa_alpha1([np.concatenate(stretches_ms)])
    shifted = dfa_alpha1([stretches_ms[0], stretches_ms[1] - 300.0])
    assert apart == pytest.approx(shifted, rel=1e-9)
    assert apart != pytest.approx(as_one, rel=1e-9)


def test_what_does_not_vary_has_no_scaling_exponent() -> None:
    assert dfa_alpha1([np.full(300, 900.0)]) is None
    assert dfa_alpha1([np.array([900.0, 910.0])]) is None
    assert dfa_alpha1([]) is None


def test_stress_index_by_hand() -> None:
    nn_ms = np.array([810.0, 820.0, 830.0, 849.0, 860.0, 910.0, 790.0, 840.0])
    assert baevsky_stress_index(nn_ms) == pytest.approx((100 * 5 / 8) / (2 * 0.825 * 0.120))
    assert baevsky_stress_index(np.full(300, 900.0)) is None
    assert baevsky_stress_index(np.array([])) is None


@pytest.mark.parametrize(
    ("length_s", "known"),
    [
        (100, set()),
        (120, {"dfa_alpha1"}),
        (200, {"dfa_alpha1", "sample_entropy"}),
        (300, {"dfa_alpha1", "sample_entropy", "baevsky_stress_index"}),
    ],
)
def test_figures_need_their_length(length_s: int, known: set[str]) -> None:
    rr_ms = np.random.default_rng(7).normal(900.0, 40.0, round(length_s / 0.9))
    figures = nonlinear(rr_ms, all_joined(rr_ms), all_joined(rr_ms))
    assert {name for name in Nonlinear.__slots__ if getattr(figures, name) is not None} == known


def test_single_artefact_hardly_moves_the_figures() -> None:
    rr_ms = 900.0 + 40.0 * np.sin(np.arange(400) * 0.4) + np.random.default_rng(8).normal(0.0, 20.0, 400)
    every = all_joined(rr_ms)
    clean = nonlinear(rr_ms, every, every)
    with_artefact_ms, valid = rr_ms.copy(), every.copy()
    with_artefact_ms[200], valid[200] = 2500.0, False
    left_out = nonlinear(with_artefact_ms, valid, every)
    assert left_out.dfa_alpha1 == pytest.approx(clean.dfa_alpha1, abs=0.03)
    assert left_out.sample_entropy == pytest.approx(clean.sample_entropy, abs=0.05)
    assert left_out.baevsky_stress_index == pytest.approx(clean.baevsky_stress_index, rel=0.02)


@given(
    arrays(np.float64, st.integers(0, 500), elements=st.floats(1e-3, 1e7) | st.floats(200.0, 2500.0)),
    st.randoms(use_true_random=False),
)
def test_any_intervals_give_finite_figures(rr_ms: np.ndarray, chance: Random) -> None:
    valid = np.array([chance.random() < 0.95 for _ in rr_ms], dtype=bool)
    adjacent = np.array([chance.random() < 0.99 for _ in rr_ms], dtype=bool)
    figures = nonlinear(rr_ms, valid, adjacent)
    for name in Nonlinear.__slots__:
        value = getattr(figures, name)
        assert value is None or np.isfinite(value)


@given(st.floats(0.001, 1e6), st.integers(1, 400))
def test_constant_intervals_give_no_figures(interval_ms: float, count: int) -> None:
    rr_ms = np.full(count, interval_ms)
    assert nonlinear(rr_ms, all_joined(rr_ms), all_joined(rr_ms)) == Nonlinear()


@pytest.mark.parametrize(("left_out_of_400", "known"), [(18, True), (22, False)])
def test_span_needs_19_of_20_intervals_for_spectrum_and_nonlinear_figures(
    left_out_of_400: int, known: bool
) -> None:
    rr_ms = np.random.default_rng(9).normal(900.0, 30.0, 400)
    noise = set(range(5, 400, 18)[:left_out_of_400])
    beats = tuple(
        Beat(end_s, interval_ms, BeatLabel.NOISE if i in noise else BeatLabel.NORMAL, adjacent=i > 0)
        for i, (end_s, interval_ms) in enumerate(zip(np.cumsum(rr_ms) / 1000.0, rr_ms, strict=True))
    )
    recording = Recording("rr_text", 360.0, beats, (), quality_of_intervals(0.0))
    report: Any = analyse(recording, AnalysisOptions(window_s=340.0)).to_dict()
    for span in (report["summary"], report["windows"][0]):
        figures = [span[name] for name in (*BandPowers.__slots__, *Nonlinear.__slots__)]
        assert {figure is not None for figure in figures} == {known}
        assert span["sdnn_ms"] > 0.0


@given(
    st.lists(st.floats(1e-3, 1e7) | st.floats(200.0, 2500.0), min_size=1, max_size=100),
    st.integers(1, 6),
    st.sampled_from(["correct", "keep"]),
)
def test_no_figure_of_any_recording_is_infinite_or_no_number(
    some_ms: list[float], times: int, artefacts: Artefacts
) -> None:
    rr_ms = np.array(some_ms * times)
    adjacent = np.arange(rr_ms.size) > 0
    labels = label_intervals(rr_ms, adjacent)
    end_s = np.cumsum(rr_ms) / 1000.0
    beats = tuple(map(Beat, end_s.tolist(), rr_ms.tolist(), labels, adjacent.tolist()))
    recording = Recording("rr_text", min(end_s[-1], 600.0), beats, (), quality_of_intervals(0.0))
    report: Any = analyse(
        recording, AnalysisOptions(window_s=130.0, step_s=60.0, artefacts=artefacts)
    ).to_dict()
    assert json.dumps(report, allow_nan=False)
