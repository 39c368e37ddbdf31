"""Whether the rhythm is regular enough for variability figures: only real irregularity counts."""

import json
from pathlib import Path

import numpy as np
import pytest

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.rhythm import TOO_IRREGULAR, irregular_spans_s, is_irregular
from biofeedback.engine.engine import Engine
from biofeedback.engine.live_figures import IRREGULAR
from tests.biofeedback.beats.artefact_scores import (
    Floats,
    as_sent,
    breathing_person,
    column,
    in_one,
    rows,
    walkers,
    with_events,
)
from tests.program import run

RECORDINGS = (
    "beats_ltdb_14046/beats.csv",
    "beats_ltdb_14134/beats.csv",
    "beats_ltdb_14172/beats.csv",
    "ecg_mitdb_100/beats.csv",
    "ecgrsp_bitalino81/rr.csv",
    "ecgrsp_nk_event/rr.csv",
    "ecgrsp_nk_rest8/rr.csv",
    "ecgrsp_physio_slow8/rr.csv",
    "ref_hrvanalysis/rr.csv",
    "ref_pcst_nsr001/rr.csv",
    "ref_pyhrv_long/rr.csv",
    "ref_pyhrv_short/rr.csv",
    "rr_h10_run102/rr.csv",
    "rr_h10_slow/rr.csv",
    "rr_hrm_noisy/rr.csv",
    "rr_multi_paced6/heartmath_rr.csv",
    "rr_multi_paced6/kyto_rr.csv",
    "rr_multi_paced6/rhythm_rr.csv",
    "rr_multi_paced6/rr.csv",
    "rr_rest_bartels/rr.csv",
)


def fibrillating(beats: int, variation: float, seed: int) -> Floats:
    """Intervals as of atrial fibrillation: independent, gamma-distributed.

    That RR intervals follow no rhythm but a skewed distribution with a variation of about a quarter is the
    usual description (Tateno & Glass 2001, DOI 10.1007/BF02345439).
    """
    shape = variation**-2
    return np.random.default_rng(seed).gamma(shape, 700.0 / shape, beats)


def trigeminy(beats: int) -> Floats:
    return np.resize([650.0, 420.0, 960.0], beats) + np.random.default_rng(0).normal(0.0, 10.0, beats)


def irregular_share(rr_ms: Floats) -> float:
    """Share of moments at which the last five minutes or so are irregular."""
    parts = [rr_ms[max(0, end - 350) : end] for end in range(120, rr_ms.size, 40)]
    return float(np.mean([is_irregular(part, in_one(part)) for part in parts]))


@pytest.mark.parametrize("variation", [0.18, 0.25, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_atrial_fibrillation_is_irregular(variation: float, seed: int) -> None:
    assert irregular_share(fibrillating(1000, variation, seed)) == 1.0


def test_trigeminy_is_irregular() -> None:
    assert irregular_share(trigeminy(1000)) == 1.0


@pytest.mark.parametrize("rmssd", [10.0, 50.0, 100.0])
def test_sinus_rhythm_is_not_nor_are_its_artefacts(rmssd: float) -> None:
    nn_ms = breathing_person(1000, rmssd, seed=1)
    assert irregular_share(nn_ms) == 0.0
    assert irregular_share(with_events(nn_ms, 0.1, seed=2)) == 0.0


def test_few_beats_say_nothing() -> None:
    rr_ms = fibrillating(99, 0.25, 0)
    assert not is_irregular(rr_ms, in_one(rr_ms))


def test_only_the_irregular_minutes_of_a_recording_are_named() -> None:
    regular = breathing_person(1000, 40.0, 1)
    rr_ms = np.concatenate([regular, fibrillating(1500, 0.25, 1), regular])
    time_s, adjacent = np.cumsum(rr_ms) / 1000.0, in_one(rr_ms)
    spans_s = irregular_spans_s(time_s, rr_ms, adjacent, label_intervals(rr_ms, adjacent))
    assert spans_s
    assert spans_s[0][0] > time_s[999] - 200.0
    assert spans_s[-1][1] < time_s[2499] + 200.0


def test_no_beats_have_no_rhythm() -> None:
    none = np.array([], dtype=float)
    assert irregular_spans_s(none, none, none > 0.0, []) == []


@pytest.mark.parametrize("recording", RECORDINGS)
def test_silence_on_real_sinus_rhythm(real_data: Path, recording: str) -> None:
    path = real_data / recording
    if not path.exists():
        path = path.with_name(path.name + ".gz")
    rr_ms = np.array([float(row["rr_ms"]) for row in rows(path) if row["rr_ms"]])
    assert irregular_share(rr_ms) == 0.0


def test_silence_on_movement(real_data: Path) -> None:
    assert not any(is_irregular(rr_ms, in_one(rr_ms)) for rr_ms in walkers(real_data))


def test_trigeminy_of_a_real_polar_h10_is_irregular(real_data: Path) -> None:
    assert irregular_share(column(real_data / "h10_pvc" / "polar_rr.csv", "rr_ms")) > 0.95


def test_it_is_said_live_and_no_variability_is_shown() -> None:
    engine = Engine(0)
    for event in as_sent(fibrillating(500, 0.25, 3)):
        state = engine.process(event)
    assert TOO_IRREGULAR in state.warnings
    assert state.figures.rmssd.unknown == IRREGULAR
    assert state.figures.rsa.unknown == IRREGULAR
    assert state.figures.heart_rate.value is not None


def test_it_is_forgotten_when_the_rhythm_is_regular_again() -> None:
    engine = Engine(0)
    rr_ms = np.concatenate([fibrillating(400, 0.25, 3), breathing_person(600, 40.0, 3)])
    for event in as_sent(rr_ms):
        state = engine.process(event)
    assert state.warnings == ()
    assert state.figures.rmssd.value is not None


def test_an_analysis_says_so_and_leaves_the_figures_out(tmp_path: Path) -> None:
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(f"{rr_ms:.0f}" for rr_ms in fibrillating(600, 0.25, 5)))
    (report,) = json.loads(run("analyze", path, "--json").stdout)
    assert str(TOO_IRREGULAR) in report["quality"]["warnings"]
    assert report["summary"]["heart_rate_per_min"] is not None
    assert report["summary"]["rmssd_ms"] is None
    (kept,) = json.loads(run("analyze", path, "--json", "--artefacts", "keep").stdout)
    assert kept["summary"]["rmssd_ms"] > 100.0
