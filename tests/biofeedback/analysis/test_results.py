"""The typed results of an analysis: the figures of all rooms, immutable, as dictionaries and as tables."""

import json
import sys
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import Recording
from biofeedback.analysis.results import Analysis, SpanFigures
from biofeedback.analysis.to_table import table_rows
from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.analysis import WindowBreathing
from biofeedback.breathing.rate import RateSource
from biofeedback.figures.registry import RECORDED
from biofeedback.hrv.nonlinear import Nonlinear
from biofeedback.hrv.spectrum import BandPowers
from biofeedback.hrv.time_domain import TimeDomain
from biofeedback.quality.quality import quality_of_intervals
from devices.errors import BiofeedbackError

RATE = WindowBreathing(6.0, 5.8, 6.2, RateSource.FUSED, 0.9)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    rr_ms = [900.0 + 40.0 * np.sin(0.6 * k) for k in range(70)]
    times_s = np.cumsum(rr_ms) / 1000.0
    beats = tuple(
        Beat(time_s, interval_ms, BeatLabel.NORMAL, adjacent=k > 0)
        for k, (time_s, interval_ms) in enumerate(zip(times_s.tolist(), rr_ms, strict=True))
    )
    recording = Recording("rr", float(times_s[-1]), beats, (), quality_of_intervals(0.0))
    found = analyse(recording, AnalysisOptions(list_beats=True))
    first, second, *others = found.windows
    windows = replace(first, breathing=RATE), replace(second, breathing=None), *others
    return replace(found, windows=windows)


def test_a_span_has_the_figures_of_every_room() -> None:
    rooms = {one.name for room in (TimeDomain, BandPowers, Nonlinear) for one in fields(room)}
    assert {one.key for one in RECORDED} == rooms | {"rsa_ms", "response_ln_ms2"}


def test_every_figure_is_an_attribute(analysis: Analysis) -> None:
    assert {one for one in vars(SpanFigures) if one in analysis.summary.figures} == {
        one.key for one in RECORDED
    }
    for key, value in analysis.summary.figures.items():
        assert getattr(analysis.summary, key) == value
    with pytest.raises(AttributeError, match="no attribute 'rmssd'"):
        _ = analysis.summary.rmssd  # type: ignore[attr-defined]


def test_results_can_not_be_changed(analysis: Analysis) -> None:
    with pytest.raises(FrozenInstanceError):
        analysis.summary.values = ()  # type: ignore[misc]
    with pytest.raises(
        (AttributeError, TypeError)
    ):  # TypeError by a fault of Python 3.11's slotted dataclasses
        analysis.summary.rmssd_ms = 1.0  # type: ignore[misc]
    assert not hasattr(analysis, "__dict__")
    assert not hasattr(analysis.windows[0], "__dict__")


def test_a_dictionary_holds_plain_values_only(analysis: Analysis) -> None:
    told = analysis.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["schema"] == "biofeedback/analysis/1"
    assert "file" not in told


def test_rows_of_windows_have_their_breathing_in_columns(analysis: Analysis) -> None:
    first, second, *_ = table_rows(analysis, "windows")
    assert (first["breathing_rate_per_min"], second["breathing_rate_per_min"]) == (6.0, None)
    assert list(first) == list(second)
    assert (first["start_s"], first["rmssd_ms"]) == (0.0, analysis.windows[0].rmssd_ms)


def test_rows_that_do_not_exist_are_refused(analysis: Analysis) -> None:
    with pytest.raises(BiofeedbackError, match=r"no rows called 'minutes'\. Choose one of: windows, breaths"):
        analysis.to_frame("minutes")
    with pytest.raises(BiofeedbackError, match="Analyse with beats=True"):
        replace(analysis, beat_list=None).to_frame("beats")


def test_a_frame_without_pandas_says_what_to_install(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(BiofeedbackError, match="pip install pandas"):
        analysis.to_frame()


@pytest.mark.parametrize("rows", ["windows", "breaths", "beats", "summary"])
def test_a_frame_has_the_rows(analysis: Analysis, rows: str) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = analysis.to_frame(rows)
    expected = table_rows(analysis, rows)
    assert len(frame) == len(expected)
    assert not expected or list(frame.columns) == list(expected[0])
