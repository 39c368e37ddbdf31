"""Breathing from ECG and RR intervals beside belts and airflow, and beside simulated people."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import edfio
import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from scripts.breathing_beats_truth import RECORDINGS, recorded_heart, simulated_heart
from scripts.validate_breathing_beats import Scores, Source, live_scores, scores, weak_heart
from tests.ratchet import assert_no_worse

SEEDS = range(4000, 4002)

MOST_ERROR_PER_MIN = {
    "ecgrsp_physio_slow8": 0.25,
    "ecgrsp_nk_rest8": 0.35,
    "ecgrsp_nk_event": 1.0,
    "ecgrsp_bitalino81": 1.5,
}
LEAST_ANSWERED = {
    "ecgrsp_physio_slow8": 0.9,
    "ecgrsp_nk_rest8": 0.75,
    "ecgrsp_nk_event": 0.5,
    "ecgrsp_bitalino81": 0.4,
}


@cache
def by_ecg(real_data: Path, name: str) -> Scores:
    return scores(recorded_heart(real_data, name), Source.ECG)


@pytest.fixture(scope="module")
def by_intervals(real_data: Path) -> dict[str, Scores]:
    return {name: scores(recorded_heart(real_data, name), Source.INTERVALS) for name in RECORDINGS}


NORMALLY = ("ecgrsp_nk_rest8", "ecgrsp_bitalino81")
"""A good recording, and one with clipped waves."""


@pytest.mark.parametrize(
    "name",
    [name if name in NORMALLY else pytest.param(name, marks=pytest.mark.soak) for name in RECORDINGS],
)
def test_rate_from_the_ecg(real_data: Path, name: str) -> None:
    one = by_ecg(real_data, name)
    assert one.answered >= LEAST_ANSWERED[name]
    assert one.mean_error_per_min <= MOST_ERROR_PER_MIN[name]
    assert_no_worse(f"breathing_by_ecg_{name}_mae_per_min", one.mean_error_per_min)


@pytest.mark.soak
def test_the_ecg_is_seldom_wrong_and_says_how_sure_it_is(real_data: Path) -> None:
    together = Scores.together([by_ecg(real_data, name) for name in RECORDINGS])
    assert together.wrong <= 0.03
    assert together.answered_where_truth_is_not_known < together.answered
    assert 0.85 <= together.covered <= 0.97
    assert together.width_per_min <= 2.0
    assert_no_worse("breathing_by_ecg_wrong_percent", 100.0 * together.wrong)
    assert_no_worse("breathing_by_ecg_not_answered_percent", 100.0 * (1.0 - together.answered))


def test_rate_from_intervals_alone(by_intervals: dict[str, Scores]) -> None:
    assert by_intervals["ecgrsp_physio_slow8"].answered >= 0.9
    together = Scores.together(list(by_intervals.values()))
    assert together.answered >= 0.15
    assert together.answered_where_truth_is_not_known < together.answered
    assert together.wrong <= 0.02
    assert together.mean_error_per_min <= 1.5
    assert together.slow_for_fast == 0
    assert 0.85 <= together.covered <= 0.97
    assert together.width_per_min <= 2.0
    assert_no_worse("breathing_by_rr_mae_per_min", together.mean_error_per_min)
    assert_no_worse("breathing_by_rr_wrong_percent", 100.0 * together.wrong)
    assert_no_worse("breathing_by_rr_not_answered_percent", 100.0 * (1.0 - together.answered))


def test_live_is_as_seldom_wrong(real_data: Path) -> None:
    hearts = [recorded_heart(real_data, name) for name in RECORDINGS[:3]]
    together = Scores.together([live_scores(heart) for heart in hearts])
    assert together.answered >= 0.85
    assert together.wrong <= 0.01
    assert together.covered >= 0.85
    assert_no_worse("breathing_live_by_ecg_mae_per_min", together.mean_error_per_min)


@pytest.mark.soak
def test_analyze_reads_a_file_with_clipped_r_waves(real_data: Path, tmp_path: Path) -> None:
    heart = recorded_heart(real_data, "ecgrsp_bitalino81")
    file = tmp_path / "heart.edf"
    whole_uv = heart.ecg_uv[: heart.ecg_uv.size // 250 * 250]
    edfio.Edf([edfio.EdfSignal(whole_uv, 250, label="ECG", physical_dimension="uV")]).write(file)
    report: Any = analyse(load_recording(file), AnalysisOptions()).to_dict()
    rates = {window["start_s"]: window["breathing"] for window in report["windows"]}
    known = [rates.get(begin_s) for begin_s, true in heart.windows.tolist() if not math.isnan(true)]
    assert sum(rate is not None for rate in known) >= 0.4 * len(known)


@pytest.mark.parametrize(
    "source",
    [one if one is Source.ECG else pytest.param(one, marks=pytest.mark.soak) for one in Source],
)
def test_rate_of_simulated_people(source: Source) -> None:
    rates_per_min = (4.0, 6.0, 10.0, 15.0, 20.0)
    together = _simulated(source, rates_per_min)
    assert together.answered >= 0.9
    assert together.mean_error_per_min <= 0.2
    assert together.wrong == 0.0
    figure = f"breathing_simulated_60_s_by_{source.name.lower()}_mae_per_min"
    assert_no_worse(figure, together.mean_error_per_min)


def _simulated(source: Source, rates_per_min: Sequence[float]) -> Scores:
    hearts = (simulated_heart(seed, one, window_s=60.0) for one in rates_per_min for seed in SEEDS)
    return Scores.together([scores(heart, source) for heart in hearts])


@pytest.mark.parametrize("source", [Source.ECG, Source.INTERVALS])
@pytest.mark.parametrize("rsa_swing_per_min", [0.0, pytest.param(4.0, marks=pytest.mark.soak)])
def test_a_mayer_wave_is_not_told_for_breathing(source: Source, rsa_swing_per_min: float) -> None:
    hearts = [weak_heart(seed, per_min, 1.0, rsa_swing_per_min) for seed in SEEDS for per_min in (15.0, 20.0)]
    together = Scores.together([scores(heart, source) for heart in hearts])
    assert together.slow_for_fast == 0
    assert together.wrong <= 0.02
