"""Files of one recording, which Polar Sensor Logger writes side by side, are read together."""

import json
import math
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from biofeedback.analysis.recording import load_recording
from devices.message import Message
from sessions.formats.intervals import IntervalRecording
from sessions.formats.registry import read_file
from sessions.formats.signals import SignalRecording
from tests.program import run_here

BEGIN = datetime(2026, 3, 4, 7, 0, 0)
NAME = "Polar_H10_00000000_20260304_070000"
BEATS = 90


def interval_ms(beat: int) -> int:
    return round(850 + 60 * math.sin(2 * math.pi * beat / 12))


def write_rr(folder: Path, *, late_s: float = 0.0) -> Path:
    lines, at_s = ["Phone timestamp;RR-interval [ms]"], late_s
    for beat in range(BEATS):
        at_s += interval_ms(beat) / 1000.0
        lines.append(f"{stamp(at_s)};{interval_ms(beat)}")
    return written(folder, "RR", lines)


def write_acc(folder: Path, *, late_s: float = 0.0, begin: datetime = BEGIN) -> Path:
    lines = ["Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]"]
    for row in range(60 * 25):
        at_s = row / 25
        tilt = 20.0 * math.sin(2 * math.pi * at_s / 10)
        lines.append(
            f"{stamp(at_s + late_s, begin)};{round(6e17 + at_s * 1e9)};{tilt:.0f};-900;{300 + tilt:.0f}"
        )
    return written(folder, "ACC", lines)


def stamp(at_s: float, begin: datetime = BEGIN) -> str:
    return (begin + timedelta(seconds=at_s)).isoformat(timespec="milliseconds")


def written(folder: Path, kind: str, lines: list[str]) -> Path:
    path = folder / f"{NAME}_{kind}.txt"
    path.write_text("\n".join(lines))
    return path


def warned(found: SignalRecording | IntervalRecording) -> set[str]:
    return {one.key for one in found.warnings if isinstance(one, Message)}


def test_intervals_and_acceleration_lie_at_their_times(tmp_path: Path) -> None:
    rr, acc = write_rr(tmp_path), write_acc(tmp_path, late_s=2.0)
    for path in (rr, acc):
        found = read_file(path)
        assert isinstance(found, SignalRecording)
        assert found.started_at == BEGIN
        assert found.intervals is not None
        assert list(found.intervals.rr_ms) == [interval_ms(beat) for beat in range(BEATS)]
        assert found.intervals.end_s[0] == pytest.approx(0.85, abs=0.01)
        assert found.acceleration_time_s[0] == pytest.approx(2.0, abs=0.01)
        assert "file.joined" in warned(found)
    recording = load_recording(rr)
    assert recording.chest is not None
    assert [beat.rr_ms for beat in recording.beats] == [interval_ms(beat) for beat in range(BEATS)]


def test_a_file_alone_is_read_alone(tmp_path: Path) -> None:
    found = read_file(write_rr(tmp_path))
    assert isinstance(found, IntervalRecording)
    assert "file.joined" not in warned(found)


@pytest.mark.parametrize("other", ["", "nothing", "Phone timestamp;X [mg];Y [mg];Z [mg]\n"])
def test_a_companion_that_cannot_be_read_costs_itself_alone(tmp_path: Path, other: str) -> None:
    rr = write_rr(tmp_path)
    (tmp_path / f"{NAME}_ACC.txt").write_text(other)
    found = read_file(rr)
    assert isinstance(found, IntervalRecording)
    assert len(found.rr_ms) == BEATS
    assert "file.not_joined" in warned(found)


def test_a_companion_of_another_day_is_not_joined(tmp_path: Path) -> None:
    rr = write_rr(tmp_path)
    write_acc(tmp_path, begin=BEGIN + timedelta(days=1))
    found = read_file(rr)
    assert isinstance(found, IntervalRecording)
    assert "file.not_joined" in warned(found)


def test_files_of_one_recording_become_one_session(tmp_path: Path) -> None:
    rr, acc = write_rr(tmp_path), write_acc(tmp_path)
    data = tmp_path / "data"
    made = run_here("sessions", "import", rr, acc, "--data-dir", data)
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()) == 1
    assert acc.name in made.stderr
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", data).stdout)
    assert listed["beats"] == BEATS
