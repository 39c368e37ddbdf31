"""Breathing in `analyze`: what a session with acceleration says of it, beside what the guide asked for."""

from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import edfio
import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.breathing.analysis import LONGEST_WINDOW_S, analyse_breathing
from biofeedback.breathing.chest.chest_samples import chest_samples
from biofeedback.statements.breathing import breathing_lines
from devices.streams import AccelerationFrame
from scripts.breathing_beats_truth import simulated_heart
from tests.program import analysed, run_here

GUIDE_PER_MIN = 5.0


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("breathing") / "calm.session"
    made = run_here("simulate", "calm", "--minutes", "6", "--seed", "29", "--output", path)
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture(scope="module")
def report(session: Path) -> dict[str, Any]:
    return analysed(session, "--beats")


def test_rate_of_each_window_is_measured(report: dict[str, Any]) -> None:
    windows = report["windows"]
    rates = [window["breathing"] for window in windows]
    known = [rate for rate in rates if rate is not None]
    assert len(known) >= 0.8 * len(windows)
    assert {rate["source"] for rate in known} <= {"acceleration", "fused", "sinus_arrhythmia"}
    assert "fused" in {rate["source"] for rate in known}
    assert all(0.0 <= rate["confidence"] <= 1.0 for rate in known)
    assert all(rate["low_per_min"] <= rate["rate_per_min"] <= rate["high_per_min"] for rate in known)
    errors = [abs(rate["rate_per_min"] - GUIDE_PER_MIN) for rate in known]
    assert median(errors) < 0.2
    assert max(errors) < 1.0


def test_breaths_have_a_ratio_and_a_response(report: dict[str, Any]) -> None:
    breaths = report["breaths"]
    assert len(breaths) >= 15
    for breath in breaths:
        assert breath["inhale_s"] < breath["exhale_s"] < breath["next_inhale_s"] <= report["duration_s"]
        inhale_s = breath["exhale_s"] - breath["inhale_s"]
        exhale_s = breath["next_inhale_s"] - breath["exhale_s"]
        assert breath["exhale_to_inhale"] == pytest.approx(exhale_s / inhale_s)
    assert 1.6 < median(breath["exhale_to_inhale"] for breath in breaths) < 2.4
    swings_ms = [breath["rsa_ms"] for breath in breaths if breath["rsa_ms"] is not None]
    assert median(swings_ms) == pytest.approx(report["summary"]["rsa_ms"], rel=0.2)


def test_windows_longer_than_a_minute_have_no_rate(session: Path) -> None:
    windows = analysed(session, "--window", LONGEST_WINDOW_S + 60.0)["windows"]
    assert windows
    assert {window["breathing"] for window in windows} == {None}


def test_without_acceleration_nothing_is_known() -> None:
    assert chest_samples([], 0) is None
    nothing = analyse_breathing(None, (), window_s=30.0, step_s=5.0)
    assert (nothing.rates, nothing.breaths) == ({}, ())


def test_few_frames_give_no_breathing_and_no_error() -> None:
    frames = [AccelerationFrame(n * 360_000_000, n * 360_000_000, ((-1020, n, 0),) * 36) for n in range(1, 8)]
    chest = chest_samples(frames, 0)
    assert chest is not None
    assert chest.acceleration_mg.shape == (chest.time_s.size, 3)
    nothing = analyse_breathing(chest, (), window_s=30.0, step_s=5.0)
    assert (nothing.rates, nothing.breaths) == ({}, ())


def test_intervals_alone_give_a_trend_and_no_breaths(report: dict[str, Any], tmp_path: Path) -> None:
    beats = report["beat_list"]
    intervals = tmp_path / "intervals.txt"
    intervals.write_text("\n".join(f"{beat['rr_ms']:.1f}" for beat in beats), encoding="utf-8")
    alone = analysed(intervals)
    known = [window["breathing"] for window in alone["windows"] if window["breathing"]]
    assert len(known) >= 0.6 * len(alone["windows"])
    assert {rate["source"] for rate in known} == {"sinus_arrhythmia"}
    assert median(abs(rate["rate_per_min"] - GUIDE_PER_MIN) for rate in known) < 0.2
    assert alone["breaths"] == []


def test_an_ecg_alone_tells_the_rate(tmp_path: Path) -> None:
    heart = simulated_heart(4200, 6.0, window_s=30.0, minutes=2.0)
    file = tmp_path / "heart.edf"
    whole_uv = heart.ecg_uv[: heart.ecg_uv.size // 130 * 130]
    edfio.Edf([edfio.EdfSignal(whole_uv, 130, label="ECG", physical_dimension="uV")]).write(file)
    report = analysed(file)
    known = [window["breathing"] for window in report["windows"] if window["breathing"]]
    assert len(known) >= 0.8 * len(report["windows"])
    assert {rate["source"] for rate in known} <= {"fused", "ecg"}
    assert max(abs(rate["rate_per_min"] - 6.0) for rate in known) < 0.6
    assert report["breaths"] == []


def test_report_says_how_the_person_breathed(session: Path) -> None:
    printed = run_here("analyze", session).stdout
    assert "Breathing 5.0 per minute (median, measured in" in printed
    assert "times as long as the inhale (median of" in printed
    assert "DFA α1 mainly reflect your breathing rate, not vagal activity" in printed


def test_nothing_is_said_where_no_breathing_was_measured(session: Path) -> None:
    found = analyse(load_recording(session), AnalysisOptions())
    unmeasured = tuple(replace(window, breathing=None) for window in found.windows)
    assert breathing_lines(found)
    assert breathing_lines(replace(found, windows=unmeasured, breaths=())) == []
