"""Labels for RR intervals: the same live and later, right on known beats, silent on breathing."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.beats.artefacts import ArtefactFilter, label_intervals
from biofeedback.beats.beats import BeatClock, BeatLabel
from biofeedback.engine.engine import Engine
from biofeedback.quality.faults import faults_of
from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.scenario import load_scenario
from scripts.second_person.rhythm_scores import RhythmScore
from tests.biofeedback.beats.artefact_scores import (
    LABELLED,
    Flags,
    Floats,
    Scores,
    as_sent,
    breathing_person,
    column,
    in_one,
    labelled,
    own,
    paced,
    rmssd_of_pairs,
    rows,
    score,
    walkers,
    with_events,
)
from tests.program import run
from tests.ratchet import assert_no_worse

NORMAL, MISSED, EXTRA, ECTOPIC, NOISE = BeatLabel
N, M, X, E = NORMAL, MISSED, EXTRA, ECTOPIC


def around(*events_ms: float) -> list[BeatLabel]:
    """Labels of a few intervals within a quiet heart at 800 ms."""
    rr_ms = np.array([800.0] * 40 + list(events_ms) + [800.0] * 4)
    labels = label_intervals(rr_ms, in_one(rr_ms))
    assert set(labels[:40]) | set(labels[-3:]) == {N}
    return labels[40:-4]


def filtered(rr_ms: Floats, adjacent: Flags) -> list[BeatLabel]:
    """Labels beat by beat, as they stand after the last."""
    beats, labels = ArtefactFilter(), []
    for interval_ms, follows in zip(rr_ms.tolist(), adjacent.tolist(), strict=True):
        newest = beats.add(interval_ms, adjacent=follows)
        labels.append(newest[-1])
        count = min(len(labels), len(newest))
        labels[-count:] = newest[-count:]
    return labels


EVENTS_MS = (400, 500, 800, 1100, 1600)
intervals = st.one_of(st.integers(0, 6000), st.integers(600, 1200), st.sampled_from(EVENTS_MS))


# Live and later


@settings(max_examples=300)
@given(st.lists(st.tuples(intervals, st.sampled_from([True] * 9 + [False])), min_size=1, max_size=160))
def test_beat_by_beat_is_the_whole_series(beats: list[tuple[int, bool]]) -> None:
    rr_ms, adjacent = np.array([rr for rr, _ in beats], dtype=float), np.array([a for _, a in beats])
    assert filtered(rr_ms, adjacent) == label_intervals(rr_ms, adjacent)


@pytest.mark.parametrize("seed", range(3))
def test_beat_by_beat_is_the_whole_series_of_an_hour(seed: int) -> None:
    rr_ms = with_events(breathing_person(4000, 40.0, seed), 0.05, seed)
    adjacent = np.random.default_rng(seed).random(rr_ms.size) > 0.01
    assert filtered(rr_ms, adjacent) == label_intervals(rr_ms, adjacent)


def test_beat_by_beat_is_the_whole_series_where_premature_beats_are_frequent(real_data: Path) -> None:
    rr_ms = labelled(real_data / "beats_ltdb_14134")[0][:1500]
    assert filtered(rr_ms, in_one(rr_ms)) == label_intervals(rr_ms, in_one(rr_ms))


@given(st.lists(intervals, min_size=3, max_size=60))
def test_a_label_is_for_good_two_beats_later(rr: list[int]) -> None:
    rr_ms = np.array(rr, dtype=float)
    whole = label_intervals(rr_ms, in_one(rr_ms))
    for count in range(3, rr_ms.size + 1):
        part = rr_ms[:count]
        assert label_intervals(part, in_one(part))[:-2] == whole[: count - 2]


def test_no_beats_have_no_labels() -> None:
    assert label_intervals(np.array([]), np.array([], dtype=bool)) == []


def test_beats_appear_at_once_and_are_confirmed_two_later() -> None:
    clock = BeatClock(keep_s=1e9)
    for i, rr_ms in enumerate([800.0] * 20 + [480.0]):
        clock.add(i * 0.8, (rr_ms,))
    assert [beat.provisional for beat in clock.beats][-3:] == [False, True, True]
    assert clock.confirmed_until_s == clock.beats[-3].time_s
    for i, rr_ms in enumerate([1100.0, 800.0]):
        clock.add((21 + i) * 0.8, (rr_ms,))
    assert [beat.label for beat in clock.beats][-4:] == [N, E, E, N]
    assert not clock.beats[-3].provisional


# What each event looks like


@pytest.mark.parametrize(
    ("events_ms", "labels"),
    [
        pytest.param((1600.0,), [M], id="a missed beat"),
        pytest.param((2400.0,), [M], id="two missed beats"),
        pytest.param((300.0, 500.0), [X, X], id="an extra beat"),
        pytest.param((120.0, 680.0), [X, X], id="an extra beat right after another"),
        pytest.param((400.0, 400.0), [X, X], id="an extra beat in the middle"),
        pytest.param((480.0, 1120.0), [E, E], id="a premature beat and its pause"),
        pytest.param((740.0, 860.0), [E, E], id="a late premature beat and its pause"),
        pytest.param((560.0, 820.0), [E, E], id="a premature beat that sets the pace anew"),
        pytest.param((450.0, 480.0, 1100.0), [E, E, E], id="a couplet"),
        pytest.param((450.0, 430.0, 440.0, 1100.0), [E, E, E, E], id="a run of three"),
        pytest.param((500.0, 1100.0, 500.0, 1100.0, 500.0, 1100.0), [E] * 6, id="bigeminy"),
        pytest.param((500.0, 1050.0, 810.0, 500.0, 1050.0), [E, E, N, E, E], id="trigeminy"),
        pytest.param((1100.0,), [E], id="a pause without a cause"),
        pytest.param((5000.0,), [NOISE], id="no heart beat"),
        pytest.param((780.0, 830.0), [N, N], id="nothing"),
    ],
)
def test_events_are_told_apart(events_ms: tuple[float, ...], labels: list[BeatLabel]) -> None:
    assert around(*events_ms) == labels


def test_nothing_is_judged_across_a_gap() -> None:
    rr_ms = np.array([800.0] * 30 + [480.0, 1120.0] + [800.0] * 30)
    assert not any(own(rr_ms)[[29, 32]])
    adjacent = in_one(rr_ms)
    adjacent[31] = False
    assert label_intervals(rr_ms, adjacent)[31] is N


def test_a_premature_beat_at_the_very_begin_is_told() -> None:
    """Left in, these two intervals alone raised the RMSSD of six minutes from 51 to 71 ms."""
    rr_ms = np.array([506.0, 1296.0, 938.0, 1015.0, *[980.0] * 30])
    assert label_intervals(rr_ms, in_one(rr_ms))[:4] == [E, E, N, N]


# Silence


@pytest.mark.parametrize("rate_per_min", [4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
@pytest.mark.parametrize("inhale_share", [1 / 3, 1 / 2])
def test_a_breathing_swing_of_800_to_1400_ms_is_normal(rate_per_min: float, inhale_share: float) -> None:
    """The heart quickens over the inhale and slows over the exhale: 43 to 75 a minute in one breath."""
    rr: list[float] = []
    period_s, time_s = 60.0 / rate_per_min, 0.0
    while len(rr) < 600:
        phase = time_s % period_s / period_s
        stage = np.interp(phase, [0.0, inhale_share, 1.0], [0.0, 1.0, 2.0])
        rr.append(1100.0 + 300.0 * np.cos(np.pi * stage))
        time_s += rr[-1] / 1000.0
    assert not own(np.array(rr)).any()


def test_silence_on_recordings_of_slow_breathing(real_data: Path) -> None:
    slow = real_data / "ecgrsp_physio_slow8" / "rr.csv"
    assert not own(column(slow, "rr_ms"))[column(slow, "ok") == 1.0].any()
    rr_ms, breathing = paced(real_data)
    assert not own(rr_ms)[breathing].any()
    assert np.mean(own(column(real_data / "rr_h10_slow" / "rr.csv", "rr_ms"))) <= 0.001


def test_few_alarms_on_movement(real_data: Path) -> None:
    alarms = np.concatenate([own(rr_ms) for rr_ms in walkers(real_data)])
    assert_no_worse("artefact_alarms_moving_per_1000", 1000.0 * float(alarms.mean()))


def test_few_alarms_on_intervals_that_differ_at_random() -> None:
    rr_ms = [np.random.default_rng(seed).normal(850.0, 50.0, 2400) for seed in range(7000, 7010)]
    assert np.mean([own(one).sum() for one in rr_ms]) <= 45.0


@pytest.mark.parametrize("name", ["calm", "resonance", "sleeper", "stressed", "trained"])
def test_silence_on_simulated_persons(name: str) -> None:
    rr_ms, _ = simulated(name)
    assert not own(rr_ms).any()


# Known beats


def simulated(name: str) -> tuple[Floats, Flags]:
    """Intervals of twenty minutes of a simulated person, and whether the beat that ends each is normal."""
    beats = SimulatedPerson(load_scenario(name).person, seed=3).advance(20 * 60 * 10**9)
    times_ns = np.array([beat.time_ns for beat in beats])
    return np.diff(times_ns) / 1e6, np.array([beat.kind is BeatKind.SINUS for beat in beats[1:]])


def test_simulated_ectopic_beats_are_found() -> None:
    rr_ms, normal_beat = simulated("ectopic")
    scores = score(rr_ms, normal_beat, own(rr_ms))
    assert len(scores.isolated) > 30
    assert all(scores.isolated)
    assert np.mean(scores.kept) > 0.999


def test_known_ectopic_beats_are_found(real_data: Path) -> None:
    scores = Scores()
    for name in LABELLED:
        rr_ms, normal_beat = labelled(real_data / name)
        scores.add(score(rr_ms, normal_beat, own(rr_ms)))
    missed = 100.0 * (1.0 - np.mean(scores.premature)), 100.0 * (1.0 - np.mean(scores.isolated))
    assert_no_worse("premature_beats_missed_percent", float(missed[0]))
    assert_no_worse("isolated_ectopic_beats_missed_percent", float(missed[1]))
    assert_no_worse("normal_beats_rejected_percent", 100.0 * float(1.0 - np.mean(scores.kept)))
    errors = scores.rmssd_error_percent
    assert_no_worse("rmssd_beside_ectopics_median_error_percent", float(np.median(errors)))
    assert_no_worse("rmssd_beside_ectopics_95_percent_error_percent", float(np.percentile(errors, 95)))


def test_premature_beats_in_runs_couplets_and_bigeminy_are_found(real_data: Path) -> None:
    scores = RhythmScore()
    for name in LABELLED:
        scores.add(*labelled(real_data / name))
    missed = 100.0 * (1.0 - np.mean(scores.together)), 100.0 * np.mean(scores.shown)
    assert_no_worse("premature_beats_together_missed_percent", float(missed[0]))
    assert_no_worse("premature_beats_together_missed_and_rmssd_shown_percent", float(missed[1]))


def test_trigeminy_leaves_its_normal_intervals(real_data: Path) -> None:
    beats = rows(real_data / "h10_pvc" / "beats.csv")
    rr_ms, normal_beat = labelled(real_data / "h10_pvc")
    from_sinus = normal_beat & np.array([beat["sym"] == "N" for beat in beats[:-1]])
    assert_no_worse("trigeminy_intervals_mistaken_percent", 100.0 * float(np.mean(own(rr_ms) == from_sinus)))


@pytest.mark.parametrize("rmssd", [30.0, 7.5])
def test_rmssd_survives_simulated_artefacts(rmssd: float) -> None:
    worst_percent = 0.0
    for seed in range(5):
        nn_ms = breathing_person(1000, rmssd, seed)
        rr_ms = with_events(nn_ms, 0.02, seed)
        found = rmssd_of_pairs(rr_ms, ~own(rr_ms))
        worst_percent = max(worst_percent, 100.0 * abs(found / rmssd - 1.0))
    assert_no_worse(f"rmssd_{rmssd:g}_with_2_percent_artefacts_worst_error_percent", worst_percent)


# What follows from them


def test_an_ectopic_beat_moves_no_live_figure() -> None:
    rr_ms = breathing_person(200, 30.0, seed=1)
    rr_ms[150], rr_ms[151] = 500.0, 1250.0
    engine, values_ms = Engine(0), []
    for event in as_sent(rr_ms):
        figures = engine.process(event).figures
        values_ms.append(figures.rmssd.value)
    assert max(v for v in values_ms[145:] if v is not None) < 36.0
    assert figures.beats_used.value == pytest.approx(100.0 * (1.0 - 1.75 / 60.0), abs=0.5)


def test_only_what_the_strap_got_wrong_counts_as_noise() -> None:
    assert faults_of([N, N, E, E, N], [800.0] * 5).noise_percent == 0.0
    assert faults_of([N, M, X, NOISE], [800.0] * 4).noise_percent == 75.0
    assert faults_of([], []).noise_percent == 0.0


def test_an_analysis_lists_every_interval_as_it_came(tmp_path: Path) -> None:
    rr_ms = (
        [800, 805] * 30
        + [1600]
        + [800, 805] * 10
        + [300, 500]
        + [800, 805] * 10
        + [500, 1100]
        + [800, 805] * 10
    )
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(map(str, rr_ms)))
    (report,) = json.loads(run("analyze", path, "--json", "--beats").stdout)
    assert [row["rr_ms"] for row in report["beat_list"]] == rr_ms
    odd = [row["label"] for row in report["beat_list"] if row["label"] != "normal"]
    assert odd == ["missed", "extra", "extra", "ectopic", "ectopic"]
    assert report["beats"]["artefacts"] == 5
    assert report["summary"]["rmssd_ms"] == pytest.approx(5.0)
    assert report["summary"]["sdnn_ms"] == pytest.approx(2.51, abs=0.02)
    (kept,) = json.loads(run("analyze", path, "--json", "--artefacts", "keep").stdout)
    assert kept["summary"]["rmssd_ms"] > 100.0
