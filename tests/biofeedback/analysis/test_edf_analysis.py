"""`analyze` on EDF+: real chests and hearts, written as another program writes them."""

import json
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

import edfio
import numpy as np
import pytest

from tests.biofeedback.beats.artefact_scores import Floats
from tests.ecg_sessions import ECG_HZ, ecg_of
from tests.program import analysed, run

AXES = ("ACC X", "ACC Y", "ACC Z")


def write(path: Path, signals: list[edfio.EdfSignal], beats_s: list[float]) -> Path:
    edfio.Edf(
        signals,
        recording=edfio.Recording(startdate=date(2026, 11, 22)),
        annotations=[edfio.EdfAnnotation(beat_s, None, "beat") for beat_s in beats_s],
    ).write(path)
    return path


def known(figures: dict[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in figures.items() if value is not None}


@pytest.fixture
def paced_chest(real_data: Path, tmp_path: Path) -> tuple[Path, np.ndarray[Any, Any]]:
    """A real chest at 6 breaths a minute, 200 Hz; and its counted rates, one row a window."""
    folder = real_data / "acc_paced_pos1_10s"
    with np.load(folder / "signals.npz") as stored:
        signals = {name: stored[name] for name in ("acc_fs", "acc_mg")}
    rate_hz = int(signals["acc_fs"])
    mg = signals["acc_mg"][: len(signals["acc_mg"]) // rate_hz * rate_hz]
    axes = [
        edfio.EdfSignal(mg[:, i].astype(float), rate_hz, label=AXES[i], physical_dimension="mg")
        for i in range(3)
    ]
    rates = np.genfromtxt(folder / "rate30.csv", delimiter=",", names=True)
    return write(tmp_path / "chest.edf", axes, []), rates


def test_breathing_of_a_real_chest_is_measured(
    paced_chest: tuple[Path, np.ndarray[Any, Any]],
) -> None:
    path, truth = paced_chest
    report = analysed(path)
    assert report["format"] == "edf"
    assert report["beats"]["count"] == 0
    rates = {w["start_s"]: w["breathing"] for w in report["windows"] if w["breathing"] is not None}
    errors = [
        abs(rates[row["t0_s"]]["rate_per_min"] - row["brpm"])
        for row in truth
        if row["ok"] == 1 and row["t0_s"] in rates
    ]
    assert len(errors) >= 0.9 * np.sum(truth["ok"] == 1)
    assert fmean(errors) < 0.15


def test_annotated_beats_give_the_figures_of_their_intervals(real_data: Path, tmp_path: Path) -> None:
    table = np.genfromtxt(real_data / "rr_rest_bartels" / "rr.csv", delimiter=",", names=True)
    beats_s = np.concatenate(([0.0], np.cumsum(table["rr_ms"]))) / 1000.0
    from_edf = analysed(write(tmp_path / "beats.edf", [], beats_s.tolist()))
    text = tmp_path / "rr.txt"
    text.write_text("\n".join(map(str, table["rr_ms"])))
    from_text = analysed(text)
    assert from_edf["beats"] == from_text["beats"]
    assert from_edf["summary"].pop("breathing") == pytest.approx(from_text["summary"].pop("breathing"))
    assert known(from_edf["summary"]) == pytest.approx(known(from_text["summary"]), rel=1e-6)


def test_pause_between_beats_is_no_interval(tmp_path: Path) -> None:
    beats_s = [*np.arange(0.0, 60.0, 0.8), *np.arange(90.0, 150.0, 0.8)]
    report = analysed(write(tmp_path / "beats.edf", [], beats_s), "--beats")
    assert all(row["rr_ms"] == pytest.approx(800.0) for row in report["beat_list"])
    assert report["summary"]["mean_nn_ms"] == pytest.approx(800.0)
    assert report["duration_s"] == pytest.approx(149.2)


def ecg_file(path: Path, ecg_uv: Floats, rate_hz: float) -> Path:
    signal = edfio.EdfSignal(
        ecg_uv, rate_hz, label="ECG", physical_dimension="uV", physical_range=(-5000.0, 5000.0)
    )
    edfio.Edf([signal], data_record_duration=1, annotations=[edfio.EdfAnnotation(0.0, None, "x")]).write(path)
    return path


def test_an_interrupted_ecg_has_the_beats_of_both_its_parts(real_data: Path, tmp_path: Path) -> None:
    ecg_uv = ecg_of(real_data / "ecgrsp_nk_rest8")[: 80 * int(ECG_HZ)]
    path = ecg_file(tmp_path / "ecg.edf", ecg_uv, ECG_HZ)
    whole = analysed(path)
    content = path.read_bytes().replace(b"EDF+C", b"EDF+D")
    for record in range(79, 39, -1):
        content = content.replace(b"+%d\x14\x14" % record, b"+%d\x14\x14" % (record + 20))
    path.write_bytes(content)
    parts = analysed(path, "--beats")
    assert parts["duration_s"] == whole["duration_s"] + 20.0
    assert parts["beats"]["artefacts"] == whole["beats"]["artefacts"] == 0
    assert whole["beats"]["count"] - 4 <= parts["beats"]["count"] < whole["beats"]["count"]
    assert max(row["rr_ms"] for row in parts["beat_list"]) < 2000.0


def test_an_ecg_too_coarse_for_beats_is_left_out_and_named(real_data: Path, tmp_path: Path) -> None:
    ecg_uv = ecg_of(real_data / "ecgrsp_nk_rest8")[: 80 * int(ECG_HZ)]
    coarse_uv = np.interp(np.arange(0.0, 80.0, 0.02), np.arange(ecg_uv.size) / ECG_HZ, ecg_uv)
    report = analysed(ecg_file(tmp_path / "ecg.edf", coarse_uv, 50.0))
    assert report["beats"]["count"] == 0
    assert any("50 samples a second" in warning for warning in report["quality"]["warnings"])


def test_damaged_file_is_one_sentence_beside_the_others(tmp_path: Path) -> None:
    good = write(tmp_path / "good.edf", [], list(np.arange(0.0, 60.0, 0.8)))
    bad = tmp_path / "bad.edf"
    bad.write_bytes(good.read_bytes()[:300])
    ended = run("analyze", bad, good, "--json")
    first, second = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert "cut short" in first["error"]
    assert "Traceback" not in ended.stderr
    assert second["beats"]["count"] == 74


@pytest.mark.parametrize("artefacts", ["correct", pytest.param("keep", marks=pytest.mark.soak)])
def test_no_breathing_is_told_of_beats_without_a_rhythm(
    artefacts: str, real_data: Path, tmp_path: Path
) -> None:
    """Where every second or third beat is ectopic, half or a third of the heart rate looks like breathing."""
    with np.load(real_data / "h10_pvc" / "signals.npz") as stored:
        ecg_uv, rate_hz = stored["ecg"], round(float(stored["ecg_fs"]))
    whole_uv = ecg_uv[: len(ecg_uv) // rate_hz * rate_hz].astype(float)
    path = write(
        tmp_path / "ectopic.edf",
        [edfio.EdfSignal(whole_uv, rate_hz, label="ECG", physical_dimension="uV")],
        [],
    )
    report = analysed(path, "--artefacts", artefacts)
    assert len(report["windows"]) > 100
    assert sum(window["breathing"] is not None for window in report["windows"]) <= 3
