"""An ECG beside the intervals of a strap: what it puts right, and that it leaves good ones alone."""

import json
from collections.abc import Reversible, Sequence
from dataclasses import replace
from pathlib import Path

import edfio
import numpy as np
import pytest

from biofeedback.analysis.recording import load_recording
from biofeedback.beats.beats import Beat, BeatClock, BeatLabel, as_sent
from biofeedback.beats.rhythm import TOO_IRREGULAR
from biofeedback.ecg.beats import EcgBeats
from biofeedback.ecg.r_peaks import find_r_peaks
from biofeedback.engine.engine import Engine
from biofeedback.hrv.time_domain import rmssd_ms, successive_differences_ms
from devices.events import HeartRateMeasurement
from tests.biofeedback.beats.artefact_scores import Floats, column, rmssd_of_pairs, rows
from tests.ecg_sessions import ECG_HZ, beats_of, ecg_of, events_of, intervals_of
from tests.program import run_here
from tests.ratchet import assert_no_worse

RESTING = ("ecgrsp_physio_slow8", "ecgrsp_nk_rest8", "ecgrsp_nk_event")


def rmssd_of(beats: list[Beat]) -> float:
    rr_ms = np.array([beat.rr_ms for beat in beats])
    valid = np.array([beat.label is BeatLabel.NORMAL for beat in beats])
    adjacent = np.array([beat.adjacent for beat in beats])
    return rmssd_ms(successive_differences_ms(rr_ms, valid, adjacent))


def merged(time_s: Floats, rr_ms: Floats, missed: list[int]) -> tuple[Floats, Floats]:
    """The strap does not notice some beats: their interval and the next are one."""
    rr_ms = rr_ms.copy()
    rr_ms[np.array(missed) + 1] += rr_ms[missed]
    return np.delete(time_s, missed), np.delete(rr_ms, missed)


@pytest.mark.parametrize(
    "name", [*(pytest.param(one, marks=pytest.mark.soak) for one in RESTING[:2]), RESTING[2]]
)
def test_good_beats_are_left_alone(name: str, real_data: Path) -> None:
    folder = real_data / name
    beats = beats_of(*intervals_of(folder), ecg_of(folder))
    assert not any(beat.filled for beat in beats)
    assert {beat.label for beat in beats} == {BeatLabel.NORMAL}


@pytest.mark.soak
def test_clipped_waves_and_movement_cost_a_few_beats(real_data: Path) -> None:
    folder = real_data / "ecgrsp_bitalino81"
    trusted = column(folder / "rr.csv", "ok") == 1.0
    beats = as_sent(beats_of(*intervals_of(folder), ecg_of(folder)))
    doubted = np.array([beat.label is not BeatLabel.NORMAL for beat in beats])
    assert_no_worse("ecg_beats_doubted_clipped_per_1000", 1000.0 * float(doubted[trusted].mean()))


def test_missed_beats_are_put_in(real_data: Path) -> None:
    """Of a heart that swings by 265 ms with each breath."""
    folder = real_data / "ecgrsp_physio_slow8"
    time_s, rr_ms = intervals_of(folder)
    missed = list(range(60, 760, 25))
    sent = merged(time_s, rr_ms, missed)
    beats = beats_of(*sent, ecg_of(folder))
    assert len(as_sent(beats)) == sent[0].size
    assert sum(beat.filled for beat in beats) == 2 * len(missed)
    assert sum(beat.label is BeatLabel.MISSED for beat in as_sent(beats)) == len(missed)
    true_ms = rmssd_of_pairs(rr_ms, np.ones(rr_ms.size, dtype=bool))
    assert_no_worse("rmssd_missed_beats_filled_error_percent", 100.0 * abs(rmssd_of(beats) / true_ms - 1.0))


class Halving:
    """A witness for whom the fifth interval hides a beat."""

    def told(self, beat: Beat, earlier: Reversible[Beat]) -> tuple[Beat, ...]:
        if len(list(reversed(earlier))) != 4:
            return (beat,)
        half = replace(beat, rr_ms=0.5 * beat.rr_ms, filled=True)
        first = replace(half, time_s=beat.time_s - 0.5 * beat.rr_ms / 1000.0)
        return (first, replace(half, instead_of=beat))

    def between(self, before: Sequence[Beat], after: Sequence[Beat]) -> tuple[Beat, ...]:  # noqa: ARG002
        return ()


def test_an_interval_that_was_replaced_moves_with_those_in_its_place() -> None:
    """While the place of a chain is learned, all of it moves."""
    clock = BeatClock(np.inf)
    clock.witness = Halving()
    for number in range(20):
        clock.add(number + (0.9 if number < 5 else 0.0), (1000.0,))
    times_s = [beat.time_s for beat in as_sent(clock.beats)]
    assert sum(beat.filled for beat in clock.beats) == 2
    assert np.diff(times_s) == pytest.approx(np.ones(19))


def test_a_gap_is_filled(real_data: Path) -> None:
    folder = real_data / "ecgrsp_nk_rest8"
    time_s, rr_ms = intervals_of(folder)
    lost = (time_s > 200.0) & (time_s < 215.0)
    beats = beats_of(time_s[~lost], rr_ms[~lost], ecg_of(folder))
    filled = [beat for beat in beats if beat.filled]
    assert [beat.rr_ms for beat in filled] == pytest.approx(rr_ms[lost].tolist(), abs=3.0)
    assert all(beat.adjacent for beat in beats[1:])
    assert len(as_sent(beats)) == int((~lost).sum())


def test_no_gap_is_filled_that_the_ecg_shares(real_data: Path) -> None:
    folder = real_data / "ecgrsp_nk_rest8"
    time_s, rr_ms = intervals_of(folder)
    lost = (time_s > 200.0) & (time_s < 215.0)
    ecg_uv = ecg_of(folder)
    ecg_uv[round(203 * ECG_HZ) : round(208 * ECG_HZ)] = 0.0
    assert not any(beat.filled for beat in beats_of(time_s[~lost], rr_ms[~lost], ecg_uv))


def test_an_extra_beat_is_one_that_the_ecg_does_not_show(real_data: Path) -> None:
    folder = real_data / "ecgrsp_nk_rest8"
    time_s, rr_ms = intervals_of(folder)
    split = 300
    time_s = np.insert(time_s, split, time_s[split] - 0.4 * rr_ms[split] / 1000.0)
    rr_ms = np.insert(rr_ms, split, 0.6 * rr_ms[split])
    rr_ms[split + 1] *= 0.4
    beats = beats_of(time_s, rr_ms, ecg_of(folder))
    doubted = [number for number, beat in enumerate(beats) if beat.label is not BeatLabel.NORMAL]
    assert doubted == [split, split + 1]
    assert {beats[number].label for number in doubted} == {BeatLabel.EXTRA}


def test_the_shape_of_its_qrs_tells_a_ventricular_beat(real_data: Path) -> None:
    """Of a real H10: every third beat ventricular, whether it is early or not."""
    folder = real_data / "h10_pvc"
    signals, known = np.load(folder / "signals.npz"), rows(folder / "beats.csv")
    found = EcgBeats(np.inf)
    for first in range(0, signals["ecg"].size, 73):
        frame = slice(first, first + 73)
        found.add(signals["t_s"][frame], signals["ecg"][frame].astype(float))
    found_s = np.array([beat.time_s for beat in found.beats])
    odd = np.array([beat.odd for beat in found.beats])
    # The usual beat is known after eight.
    known = [row for row in known if float(row["t_s"]) > 10.0]
    nearest = [int(np.abs(found_s - float(row["t_s"])).argmin()) for row in known]
    ventricular = np.array([odd[at] for at, row in zip(nearest, known, strict=True) if row["sym"] == "V"])
    normal = np.array([odd[at] for at, row in zip(nearest, known, strict=True) if row["sym"] == "N"])
    assert ventricular.size > 230
    assert_no_worse("qrs_ventricular_not_told_percent", 100.0 * float((~ventricular).mean()))
    assert_no_worse("qrs_normal_mistaken_percent", 100.0 * float(normal.mean()))


@pytest.mark.parametrize("block", [73, 1000])
def test_beats_are_found_from_the_first_on_and_behind_a_gap(block: int, real_data: Path) -> None:
    """In blocks as a strap sends them, and in those of a file, within which gaps may lie."""
    ecg_uv = ecg_of(real_data / "ecgrsp_nk_rest8")[: 80 * int(ECG_HZ)]
    number = np.arange(ecg_uv.size)
    gap = round(40.5 * ECG_HZ)
    time_s = number / ECG_HZ + np.where(number < gap, 0.0, 60.0)
    found = EcgBeats(np.inf)
    for first in range(0, ecg_uv.size, block):
        found.add(time_s[first : first + block], ecg_uv[first : first + block])
    known = find_r_peaks(ecg_uv, ECG_HZ).place
    known = known[(np.abs(known - gap) > 0.2 * ECG_HZ) & (known > 0.2 * ECG_HZ) & (known < 78.0 * ECG_HZ)]
    found_s = np.array([beat.time_s for beat in found.beats])
    apart_s = np.abs(np.interp(known, number, time_s)[:, np.newaxis] - found_s).min(axis=1)
    assert apart_s.max() < 0.02
    assert not found.covers(time_s[gap - 1], time_s[gap])


def test_clipped_waves_are_no_odd_ones(real_data: Path) -> None:
    """The amplifier cut them off at 1003 counts, and which sample of the top is highest is chance."""
    signals = np.load(real_data / "ecgrsp_bitalino81" / "signals.npz")
    rate_hz, ecg = float(signals["ecg_fs"]), signals["ecg"][:300_000].astype(float)
    found = EcgBeats(np.inf)
    for first in range(0, ecg.size, 1000):
        found.add(np.arange(first, min(first + 1000, ecg.size)) / rate_hz, ecg[first : first + 1000])
    assert len(found.beats) > 1200
    assert np.mean([beat.odd for beat in found.beats]) < 0.005


@pytest.mark.soak
@pytest.mark.parametrize(("scenario", "figure"), [("calm", "rmssd_ms"), ("ectopic", "mean_nn_ms")])
def test_a_simulated_session(scenario: str, figure: str, tmp_path: Path) -> None:
    """With its ECG a session has the intervals and the figures that it has without."""
    reports = []
    for name, more in (("plain", ()), ("ecg", ("--ecg",))):
        path = tmp_path / f"{name}.session"
        made = run_here("simulate", scenario, "--minutes", "6", "--seed", "5", "--output", path, *more)
        assert made.returncode == 0, made.stderr
        (report,) = json.loads(run_here("analyze", path, "--json", "--beats").stdout)
        reports.append(report)
    plain, ecg = reports
    assert ecg["beats"]["count"] == plain["beats"]["count"] == len(ecg["beat_list"])
    assert ecg["summary"][figure] == pytest.approx(plain["summary"][figure], rel=0.03)
    assert not any(beat.filled for beat in load_recording(tmp_path / "ecg.session").beats)


def test_a_file_with_an_ecg_alone_has_its_beats(real_data: Path, tmp_path: Path) -> None:
    """Written by edfio as another program would; the known beats are those of the data's own reference."""
    folder = real_data / "ecgrsp_physio_slow8"
    ecg_uv = ecg_of(folder)[: 300 * int(ECG_HZ)]
    signal = edfio.EdfSignal(
        ecg_uv, ECG_HZ, label="ECG", physical_dimension="uV", physical_range=(-5000.0, 5000.0)
    )
    path = tmp_path / "slow.edf"
    edfio.Edf([signal]).write(path)
    (report,) = json.loads(run_here("analyze", path, "--json").stdout)
    time_s, rr_ms = intervals_of(folder)
    rr_ms = rr_ms[time_s < 300.0]
    true_ms = rmssd_of_pairs(rr_ms, np.ones(rr_ms.size, dtype=bool))
    assert report["format"] == "edf"
    assert report["beats"]["count"] == pytest.approx(rr_ms.size, abs=2)
    assert report["beats"]["artefacts"] <= 2
    assert report["summary"]["rmssd_ms"] == pytest.approx(true_ms, rel=0.02)


def test_no_breathing_is_told_live_of_beats_without_a_rhythm(real_data: Path) -> None:
    """Every third beat is ventricular: a third of the heart rate, 29 a minute, looked like breathing."""
    folder = real_data / "h10_pvc"
    known = [row for row in rows(folder / "beats.csv") if row["rr_ms"]]
    time_s, rr_ms = (np.array([float(row[name]) for row in known]) for name in ("t_s", "rr_ms"))
    engine, warned, told = Engine(0), 0, 0
    for event in events_of(time_s, rr_ms, ecg_of(folder)):
        if event.time_ns >= 200 * 10**9:
            break
        engine.take(event)
        if isinstance(event, HeartRateMeasurement):
            state = engine.state()
            irregular = TOO_IRREGULAR in state.warnings
            warned += irregular
            told += irregular and state.breathing.rate.value is not None
    assert warned > 30
    assert told == 0
