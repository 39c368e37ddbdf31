"""Rhythms of the second simulated person: large swings are regular, fibrillation is not."""

import numpy as np
import pytest

import biofeedback
from biofeedback.beats.artefacts import ArtefactFilter, label_intervals
from biofeedback.beats.beats import BeatLabel
from biofeedback.beats.prediction import is_expected, unexplained
from biofeedback.beats.rhythm import TOO_IRREGULAR, has_many_ectopic, is_irregular
from tests.second_person import goals, rhythms
from tests.second_person.breaths import Floats

SEEDS = range(500, 502)


def in_one(rr_ms: Floats) -> np.ndarray:
    return np.arange(rr_ms.size) > 0


@pytest.mark.parametrize(("rate", "breaths", "swing_ms"), [(40, 18, 300), (60, 20, 300), (85, 20, 220)])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_large_swing_is_regular(rate: float, breaths: float, swing_ms: float, seed: int) -> None:
    rr_ms = rhythms.sinus(rate, breaths, swing_ms, seed, length_s=300.0).rr_ms
    labels = label_intervals(rr_ms, in_one(rr_ms))
    assert not is_irregular(rr_ms, in_one(rr_ms))
    assert not has_many_ectopic(rr_ms, in_one(rr_ms))
    assert np.mean([label is not BeatLabel.NORMAL for label in labels]) <= 2.0 * goals.MOST_SINUS_LABELLED
    assert biofeedback.analyze(rr_ms).summary.rmssd_ms is not None


@pytest.mark.parametrize("scatter", [0.15, 0.2, 0.25])
@pytest.mark.parametrize("rate", [60, 90, 140])
def test_fibrillation_is_not(rate: float, scatter: float) -> None:
    rr_ms = rhythms.fibrillation(rate, scatter, 500).rr_ms
    assert is_irregular(rr_ms, in_one(rr_ms))


@pytest.mark.parametrize(
    "rhythm", [rhythms.flutter(3), rhythms.atrial_with_pauses(3), rhythms.early_beats(1.0, 3)]
)
def test_a_rhythm_is_no_fault_of_the_electrodes(rhythm: rhythms.Rhythm) -> None:
    told = biofeedback.analyze(rhythm.rr_ms)
    assert told.summary.rmssd_ms is None
    assert told.quality.warnings == (TOO_IRREGULAR,)


def test_couplets_withhold_rmssd_and_a_few_early_beats_do_not() -> None:
    assert biofeedback.analyze(rhythms.early_beats(0.06, 4, in_row=2).rr_ms).summary.rmssd_ms is None
    few = rhythms.early_beats(0.03, 4)
    told = biofeedback.analyze(few.rr_ms)
    sinus_only = np.diff(few.rr_ms)[few.normal[1:] & few.normal[:-1]]
    assert told.summary.rmssd_ms == pytest.approx(np.sqrt(np.mean(sinus_only**2)), rel=0.03)


def test_beats_that_nothing_shows_withhold_rmssd_beside_some_that_are_found() -> None:
    found = rhythms.early_beats(0.025, 3, count=300)
    assert not has_many_ectopic(found.rr_ms, in_one(found.rr_ms))
    hidden_ms = found.rr_ms.copy()
    rows = [i for i in range(20, hidden_ms.size - 20, 30) if found.normal[i - 4 : i + 6].all()]
    hidden_ms[rows] += 100.0
    assert label_intervals(hidden_ms, in_one(hidden_ms)) == label_intervals(found.rr_ms, in_one(found.rr_ms))
    assert has_many_ectopic(hidden_ms, in_one(hidden_ms))


def test_labels_of_a_large_swing_are_the_same_beat_by_beat() -> None:
    rr_ms = rhythms.sinus(50, 18, 300, 7, length_s=300.0).rr_ms
    one_by_one, filtering = [], ArtefactFilter()
    for place, interval_ms in enumerate(rr_ms.tolist()):
        one_by_one.append(filtering.add(interval_ms, adjacent=place > 0)[0])
    assert one_by_one[2:] == label_intervals(rr_ms, in_one(rr_ms))[:-2]


def test_what_the_wave_leads_to_is_expected_and_a_premature_beat_is_not() -> None:
    rr_ms = rhythms.sinus(60, 12, 200, 9).rr_ms
    before = slice(100, 168)
    assert is_expected(rr_ms[before], in_one(rr_ms)[before], float(rr_ms[168]))
    assert not is_expected(rr_ms[before], in_one(rr_ms)[before], 0.7 * float(rr_ms[168]))
    assert not is_expected(rr_ms[:10], in_one(rr_ms)[:10], float(rr_ms[10]))


def test_few_intervals_explain_nothing() -> None:
    rr_ms = np.full(12, 800.0)
    assert unexplained(rr_ms, in_one(rr_ms)) is None
    assert unexplained(np.empty(0), np.empty(0, dtype=bool)) is None
