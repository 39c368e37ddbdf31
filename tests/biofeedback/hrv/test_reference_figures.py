"""Figures of real recordings beside those that independent programs print, as with `--artefacts keep`."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.hrv.nonlinear import BOX_BEATS, box_mean_squares
from biofeedback.hrv.sample_entropy import sample_entropy
from tests.ratchet import assert_no_worse

BANDS = ("lf", "hf")


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open() as file:
        yield from csv.DictReader(file)


def intervals_ms(folder: Path) -> list[str]:
    return [row["rr_ms"] for row in rows(folder / "rr.csv")]


def analysis(rr_ms: list[str], folder: Path, **options: Any) -> dict[str, Any]:
    path = folder / "rr.txt"
    path.write_text("\n".join(rr_ms))
    return analyse(load_recording(path), AnalysisOptions(artefacts="keep", **options)).to_dict()


def published(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "meta.json").read_text())["expected"]


def as_printed(text: str) -> Any:
    """The number within half its last printed digit, or within 1e-5 where that is more."""
    decimals = len(text.partition(".")[2])
    return pytest.approx(float(text), rel=1e-5, abs=0.5001 * 10.0**-decimals)


def test_windows_of_the_physionet_toolbox(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "ref_pcst_nsr001"
    report = analysis(intervals_ms(folder), tmp_path, window_s=300.0, step_s=30.0)
    windows = {window["start_s"]: window for window in report["windows"]}
    clean = [row for row in rows(folder / "expected.csv") if row["clean"] == "1"]
    assert len(clean) > 50
    for row in clean:
        window = windows[float(row["t_start"])]
        for ours, theirs in (("mean_nn_ms", "NNmean"), ("sdnn_ms", "SDNN"), ("rmssd_ms", "RMSSD"),
                             ("sd1_ms", "SD1"), ("sd2_ms", "SD2")):  # fmt: skip
            assert window[ours] == as_printed(row[theirs])
        assert window["pnn50_percent"] / 100.0 == pytest.approx(float(row["pnn50"]), rel=1e-4, abs=1e-6)


def test_ratio_of_bands_of_the_physionet_toolbox(real_data: Path, tmp_path: Path) -> None:
    """Its powers are those of a Lomb–Scargle periodogram without a window, 1.55 times as large.

    Slow power leaks into both bands there, so single windows scatter; the median of their ratios does not.
    """
    folder = real_data / "ref_pcst_nsr001"
    report = analysis(intervals_ms(folder), tmp_path, window_s=300.0, step_s=30.0)
    windows = {window["start_s"]: window for window in report["windows"]}
    clean = [row for row in rows(folder / "expected.csv") if row["clean"] == "1"]
    ratios = [windows[float(row["t_start"])]["lf_hf"] / float(row["lfhf"]) for row in clean]
    assert 0.75 <= median(ratios) <= 1.33


def test_short_series_of_pyhrv(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "ref_pyhrv_short"
    expected = published(folder)
    summary = analysis(intervals_ms(folder), tmp_path)["summary"]
    assert summary["mean_nn_ms"] == pytest.approx(expected["nni_mean"], rel=1e-9)
    assert summary["sdnn_ms"] == pytest.approx(expected["sdnn"], rel=1e-9)
    assert summary["rmssd_ms"] == pytest.approx(expected["rmssd"], rel=1e-9)
    assert summary["pnn50_percent"] == pytest.approx(expected["pnn50"], rel=1e-9)
    assert summary["sample_entropy"] == pytest.approx(expected["sampen"], rel=1e-9)


def test_boxes_of_pyhrv(real_data: Path) -> None:
    """Its α1 is the slope of the mean of the boxes' roots; Peng's F(n), and ours, the root of their mean."""
    folder = real_data / "ref_pyhrv_short"
    nn_ms = np.array(intervals_ms(folder), dtype=float)
    profile = np.cumsum(nn_ms - nn_ms.mean())
    roots = [np.sqrt(box_mean_squares(profile, n)).mean() for n in BOX_BEATS]
    slope = np.polyfit(np.log(BOX_BEATS), np.log(roots), 1)[0]
    assert slope == pytest.approx(published(folder)["dfa_alpha1"], rel=1e-9)


def test_long_series_of_pyhrv(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "ref_pyhrv_long"
    expected = published(folder)
    summary = analysis(intervals_ms(folder), tmp_path)["summary"]
    for ours, theirs in (("mean_nn_ms", "mean_nni"), ("sdnn_ms", "sdnn"), ("rmssd_ms", "rmssd"),
                         ("pnn50_percent", "pnn50")):  # fmt: skip
        assert summary[ours] == as_printed(str(expected[theirs]))
    assert 0.75 <= summary["lf_ms2"] / expected["welch"]["lf_abs"] <= 1.33
    assert 0.75 <= summary["hf_ms2"] / expected["welch"]["hf_abs"] <= 1.33


def test_series_of_hrv_analysis(real_data: Path, tmp_path: Path) -> None:
    """Its SD2 = √(2 SDNN² − ½ SDSD²) is ours; its mean rate is the mean of rates, ours that of the mean."""
    folder = real_data / "ref_hrvanalysis"
    expected = published(folder)
    summary = analysis(intervals_ms(folder), tmp_path)["summary"]
    for ours, theirs in (("mean_nn_ms", "mean_nni"), ("sdnn_ms", "sdnn"), ("rmssd_ms", "rmssd"),
                         ("pnn50_percent", "pnni_50_of_diffs"), ("sd1_ms", "sd1"), ("sd2_ms", "sd2"),
                         ("sample_entropy", "sampen")):  # fmt: skip
        assert summary[ours] == pytest.approx(expected[theirs], rel=1e-5)


@pytest.fixture(scope="module")
def series(real_data: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows(real_data / "ref_crosssoftware" / "rr.csv"):
        found.setdefault(row["series"], []).append(row["rr_ms"])
    return found


@pytest.fixture(scope="module")
def packages(real_data: Path) -> list[dict[str, str]]:
    return list(rows(real_data / "ref_crosssoftware" / "expected.csv"))


@pytest.mark.parametrize("software", ["plain numpy", "hrv-analysis", "hrv (Bartels)", "pyhrv"])
def test_time_domain_of_packages(
    software: str, series: dict[str, list[str]], packages: list[dict[str, str]], tmp_path: Path
) -> None:
    """Not their mean of rates, nor the pNN50 of hrv (Bartels), which divides by the beats, not the steps."""
    same = {
        "mean_rr": "mean_nn_ms", "mean_nni": "mean_nn_ms", "mrri": "mean_nn_ms",
        "sdnn": "sdnn_ms", "sdnn_ddof1": "sdnn_ms", "rmssd": "rmssd_ms",
        "pnni_50": "pnn50_percent",
    }  # fmt: skip
    same |= {"pnn50": "pnn50_percent"} if software == "plain numpy" else {}
    compared = 0
    for name, rr_ms in series.items():
        summary = analysis(rr_ms, tmp_path)["summary"]
        for row in packages:
            if row["series"] == name and row["software"] == software and row["metric"] in same:
                assert summary[same[row["metric"]]] == as_printed(row["value"])
                compared += 1
    assert compared >= 2 * len(series)


def test_figures_of_neurokit(
    series: dict[str, list[str]], packages: list[dict[str, str]], tmp_path: Path
) -> None:
    """It puts beats on a grid of 1 ms, so it is given such; its SD2 and pNN50 are defined otherwise."""
    for name, rr_ms in series.items():
        beats_ms = np.round(np.cumsum(np.array(rr_ms, dtype=float)))
        on_grid = np.diff(beats_ms, prepend=0.0)
        summary = analysis([str(value) for value in on_grid], tmp_path)["summary"]
        summary["sample_entropy"] = sample_entropy(on_grid, np.ones(on_grid.size, dtype=bool))
        theirs = {
            row["metric"]: row["value"]
            for row in packages
            if row["series"] == name and row["software"] == "neurokit2"
        }
        for ours, metric in (("mean_nn_ms", "HRV_MeanNN"), ("sdnn_ms", "HRV_SDNN"), ("rmssd_ms", "HRV_RMSSD"),
                             ("sd1_ms", "HRV_SD1"), ("sample_entropy", "HRV_SampEn")):  # fmt: skip
            assert summary[ours] == as_printed(theirs[metric])


@pytest.mark.parametrize("band", BANDS)
def test_bands_of_packages(
    band: str, series: dict[str, list[str]], packages: list[dict[str, str]], tmp_path: Path
) -> None:
    """Packages differ by up to a factor of two (window, interpolation, trend); ours lies among them."""
    worst = 0.0
    for name, rr_ms in series.items():
        theirs = [
            float(row["value"])
            for row in packages
            if row["series"] == name and row["metric"].lower().removeprefix("hrv_") == band
        ]
        assert len(theirs) == 4
        ratio = analysis(rr_ms, tmp_path)["summary"][f"{band}_ms2"] / median(theirs)
        assert 0.75 <= ratio <= 1.33
        worst = max(worst, abs(ratio - 1.0))
    assert_no_worse(f"{band}_worst_deviation_from_packages_percent", 100.0 * worst)
