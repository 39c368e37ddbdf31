"""A session lived beat by beat and the same session analysed whole: the same confirmed beats and figures."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import Recording, load_recording
from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import Beat
from biofeedback.engine.engine import Engine
from devices.events import Tick
from devices.notifications import Notification
from devices.straps.decoder import Decoder
from sessions.store import read_header, read_records
from tests.laboratory import packets_from_rr_csv
from tests.program import run_here

HEART_RATE = "00002a37-0000-1000-8000-00805f9b34fb"
MINUTES = "7"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("calm", marks=pytest.mark.soak),
        "ectopic",
        pytest.param("poor-contact", marks=pytest.mark.soak),
        "link-losses",
    ],
)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulated") / "a.session"
    made = run_here("simulate", request.param, "--minutes", MINUTES, "--seed", "17", "--output", path)
    assert made.returncode == 0, made.stderr
    return path


def lived(path: Path) -> list[Beat]:
    """Every beat as a live engine last told of it, which keeps those of 75 s only."""
    engine, decoder = Engine(read_header(path).start_ns), Decoder()
    told: dict[int, Beat] = {}
    for record in read_records(path):
        event = decoder.decode(record) if isinstance(record, Notification) else record
        engine.take(event)
        if not isinstance(event, Tick):
            continue
        state = engine.state()
        first = state.beat_count - len(state.beats)
        told.update(enumerate(state.beats, start=first))
    state = engine.state()
    told.update(enumerate(state.beats, start=state.beat_count - len(state.beats)))
    return [told[number] for number in sorted(told)]


def whole(recording: Recording) -> Recording:
    """The same intervals, labelled as one series."""
    beats = recording.beats
    labels = label_intervals(
        np.array([beat.rr_ms for beat in beats]), np.array([beat.adjacent for beat in beats])
    )
    return replace(
        recording, beats=tuple(replace(b, label=label) for b, label in zip(beats, labels, strict=True))
    )


def assert_same_figures(one: Recording, other: Recording) -> None:
    for window_s in (30.0, 300.0):
        options = AnalysisOptions(window_s=window_s)
        first: Any = analyse(one, options).to_dict()
        second: Any = analyse(other, options).to_dict()
        for mine, theirs in zip(
            [first["summary"], *first["windows"]], [second["summary"], *second["windows"]], strict=True
        ):
            assert mine.keys() == theirs.keys()
            assert mine.pop("breathing", None) == theirs.pop("breathing", None)
            for name, value in mine.items():
                assert value == (pytest.approx(theirs[name], rel=1e-9) if value is not None else None), name


def test_confirmed_beats_are_the_same(session: Path) -> None:
    analysed = load_recording(session)
    live = lived(session)
    assert len(live) == len(analysed.beats) > 300
    settled = [beat for beat in live if not beat.provisional]
    assert len(live) - len(settled) <= 3
    for beat, other in zip(settled, analysed.beats, strict=False):
        assert (beat.rr_ms, beat.label, beat.adjacent) == (other.rr_ms, other.label, other.adjacent)
        assert beat.time_s == pytest.approx(other.time_s, abs=1e-9)


def test_labels_of_one_series_and_beat_by_beat_give_the_same_figures(session: Path) -> None:
    analysed = load_recording(session)
    series = whole(analysed)
    assert [b.label for b in series.beats][:-3] == [b.label for b in analysed.beats][:-3]
    assert_same_figures(analysed, series)


def test_a_real_recording_replayed_and_as_text(real_data: Path, tmp_path: Path) -> None:
    packets = packets_from_rr_csv(real_data / "rr_h10_slow" / "rr.csv")
    decoded = [Decoder().decode(Notification(0, HEART_RATE, packet.data)) for packet in packets]
    rr_ms = [ticks * 1000.0 / 1024.0 for one in decoded for ticks in one.rr_ticks]
    text = tmp_path / "rr.txt"
    text.write_text("\n".join(map(repr, rr_ms)))
    (report,) = json.loads(run_here("analyze", text, "--json", "--beats").stdout)
    recording = load_recording(text)
    assert [row["rr_ms"] for row in report["beat_list"]] == rr_ms
    assert_same_figures(recording, whole(recording))
