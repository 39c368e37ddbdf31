"""Time-domain figures against their definitions and against what others published."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from biofeedback.hrv.time_domain import TimeDomain, time_domain


def all_valid(rr_ms: np.ndarray) -> TimeDomain:
    valid = np.ones(rr_ms.size, dtype=bool)
    return time_domain(rr_ms, valid, valid)


@given(arrays(np.float64, st.integers(40, 300), elements=st.floats(650.0, 1500.0)))
def test_equals_numpy(rr_ms: np.ndarray) -> None:
    figures, steps = all_valid(rr_ms), np.diff(rr_ms)
    assert figures.mean_nn_ms == pytest.approx(rr_ms.mean(), rel=1e-9)
    assert figures.heart_rate_per_min == pytest.approx(60000.0 / rr_ms.mean(), rel=1e-9)
    assert figures.sdnn_ms == pytest.approx(rr_ms.std(ddof=1), rel=1e-9)
    assert figures.rmssd_ms == pytest.approx(np.sqrt(np.mean(steps**2)), rel=1e-9)
    assert figures.pnn50_percent == pytest.approx(100.0 * np.mean(np.abs(steps) > 50.0), rel=1e-9)
    assert figures.sd1_ms == pytest.approx(steps.std(ddof=1) / 2**0.5, rel=1e-9)


def test_differences_do_not_reach_over_what_is_left_out() -> None:
    rr_ms = np.array([1000.0, 1010.0, 5000.0, 1100.0, 1110.0] * 10)
    valid = rr_ms < 2000.0
    adjacent = np.ones(rr_ms.size, dtype=bool)
    adjacent[::5] = False
    assert time_domain(rr_ms, valid, adjacent).rmssd_ms == pytest.approx(10.0)


def test_too_short_a_span_gives_no_variability() -> None:
    assert all_valid(np.array([])) == TimeDomain()
    figures = all_valid(np.full(23, 1000.0))
    assert figures.mean_nn_ms == 1000.0
    assert figures.rmssd_ms is None
    assert figures.sdnn_ms is None


def test_no_logarithm_of_zero() -> None:
    figures = all_valid(np.full(60, 1000.0))
    assert (figures.rmssd_ms, figures.ln_rmssd) == (0.0, None)


def test_published_figures_of_pyhrv(real_data: Path) -> None:
    folder = real_data / "ref_pyhrv_short"
    expected = json.loads((folder / "meta.json").read_text())["expected"]
    with (folder / "rr.csv").open() as file:
        rr_ms = np.array([float(row["rr_ms"]) for row in csv.DictReader(file)])
    figures = all_valid(rr_ms)
    assert figures.rmssd_ms == pytest.approx(expected["rmssd"], rel=1e-5)
    assert figures.sdnn_ms == pytest.approx(expected["sdnn"], rel=1e-5)
