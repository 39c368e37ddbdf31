"""The command line as other programs call it: output, messages and exit status."""

import json
import os
import pty
import select
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from biofeedback.cli import run_command
from devices.events import GuideChanged
from devices.notifications import Notification
from sessions.folder import SessionFolder
from sessions.store import Origin, read_header, read_records
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, run_here, running

FIGURES = {
    "heart_rate_per_min", "mean_nn_ms", "sdnn_ms", "rmssd_ms", "ln_rmssd", "pnn50_percent",
    "sd1_ms", "sd2_ms", "vlf_ms2", "lf_ms2", "hf_ms2", "total_power_ms2", "lf_hf", "rsa_ms",
    "response_ln_ms2", "dfa_alpha1",
    "sample_entropy", "baevsky_stress_index",
}  # fmt: skip
NEED_FIVE_MINUTES = ("vlf_ms2", "total_power_ms2", "baevsky_stress_index")
NEED_MINUTES = ("lf_ms2", "hf_ms2", "lf_hf", "dfa_alpha1", "sample_entropy")
ALWAYS_HEAVY = {"PySide6", "scipy", "bleak", "numpy", "rich", "pyqtgraph"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulated") / "calm.session"
    ended = run_here("simulate", "calm", "--minutes", "3", "--seed", "3", "--output", path)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, str(path), "")
    return path


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from biofeedback.cli import run_command; run_command(['--help']); "
        "print(sorted(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    imported = {name.split(".")[0].strip("'[ ") for name in ended.stdout.splitlines()[-1].split(",")}
    assert "argparse" in imported
    assert not imported & ALWAYS_HEAVY


def test_every_command_has_help() -> None:
    for command in (
        "train",
        "scan",
        "record",
        "replay",
        "simulate",
        "analyze",
        *(f"sessions {kind}" for kind in ("list", "show", "report", "history", "export", "import", "delete")),
        *(f"plan {kind}" for kind in ("show", "export", "open")),
        *(f"diary {kind}" for kind in ("add", "show")),
        "doctor",
        "sound",
        "install-desktop-entry",
    ):
        ended = run_here(*command.split(), "--help")
        assert ended.returncode == 0
        assert "--data-dir" in ended.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("train", "--rate", "99"),
        ("train", "--ratio", "nan"),
        ("train", "--minutes", "0"),
        ("train", "--strap", "AA", "--simulated"),
        ("analyze",),
        ("simulate",),
        ("replay", "x", "--speed", "-1"),
        ("simulate", "--seed", "1.5", "--output", "x"),
    ],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    ended = run_here(*arguments)
    assert ended.returncode == 2
    assert "usage:" in ended.stderr


def test_simulated_session_is_private_and_complete(session: Path) -> None:
    assert stat.S_IMODE(session.stat().st_mode) == 0o600
    assert read_header(session).origin is Origin.SIMULATED
    records = list(read_records(session))
    assert any(isinstance(record, GuideChanged) and record.running for record in records)
    assert records[-1].time_ns == 180_000_000_000


def test_same_seed_gives_the_same_bytes_and_another_seed_others(session: Path, tmp_path: Path) -> None:
    for seed in ("3", "4"):
        run_here("simulate", "calm", "--minutes", "3", "--seed", seed, "--output", tmp_path / seed)
    first, same, other = (
        [r for r in read_records(path) if isinstance(r, Notification)]
        for path in (session, tmp_path / "3", tmp_path / "4")
    )
    assert first == same
    assert first != other


def test_analysis_of_a_session_has_every_key_of_the_contract(session: Path) -> None:
    (report,) = json.loads(run_here("analyze", session, "--json", "--beats").stdout)
    assert set(report) == {
        "schema", "file", "format", "duration_s", "beats", "summary", "windows", "breaths", "pauses",
        "quality", "beat_list",
    }  # fmt: skip
    assert report["format"] == "session"
    assert report["duration_s"] == 180.0
    assert set(report["summary"]) == {"breathing"} | FIGURES
    assert set(report["summary"]["breathing"]) == {"rate_per_min", "share_of_windows"}
    assert set(report["windows"][0]) == {"start_s", "end_s", "breathing"} | FIGURES
    assert [w["start_s"] for w in report["windows"]] == [5.0 * i for i in range(31)]
    assert report["windows"][-1]["end_s"] == 180.0
    assert report["beats"]["count"] == len(report["beat_list"])
    assert report["summary"]["rsa_ms"] > 100.0
    assert all(report["summary"][key] > 0.0 for key in ("lf_ms2", "hf_ms2", "lf_hf", "dfa_alpha1"))
    assert [report["summary"][key] for key in NEED_FIVE_MINUTES] == [None] * 3
    assert [report["windows"][9][key] for key in (*NEED_FIVE_MINUTES, *NEED_MINUTES)] == [None] * 8
    (warning,) = report["quality"]["warnings"]
    assert "mainly reflect the breathing rate" in warning  # the person breathes 5 times a minute
    assert report["quality"]["coverage_percent"] == pytest.approx(100.0, abs=0.5)


def test_analysis_of_rr_text(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rr_ms = np.round(rng.normal(900.0, 25.0, 200), 1)
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(map(str, rr_ms)))
    (report,) = json.loads(run_here("analyze", path, "--json", "--window", "60", "--step", "30").stdout)
    assert report["format"] == "rr_text"
    assert report["duration_s"] == pytest.approx(rr_ms.sum() / 1000.0)
    assert report["summary"]["rmssd_ms"] == pytest.approx(np.sqrt(np.mean(np.diff(rr_ms) ** 2)), rel=1e-9)
    assert [w["start_s"] for w in report["windows"]] == [0.0, 30.0, 60.0, 90.0]
    ends_s = np.cumsum(rr_ms) / 1000.0
    inside = rr_ms[(ends_s > 30.0) & (ends_s <= 90.0)]
    assert report["windows"][1]["mean_nn_ms"] == pytest.approx(inside.mean())


def test_artefacts_are_kept_on_request(tmp_path: Path) -> None:
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(["900", "910"] * 30 + ["2700"] + ["900", "910"] * 30))
    (corrected,) = json.loads(run_here("analyze", path, "--json").stdout)
    (kept,) = json.loads(run_here("analyze", path, "--json", "--artefacts", "keep").stdout)
    assert corrected["beats"] == {"count": 121, "artefacts": 1, "artefact_percent": pytest.approx(100 / 121)}
    assert corrected["summary"]["rmssd_ms"] == pytest.approx(10.0)
    assert kept["summary"]["rmssd_ms"] == pytest.approx(np.sqrt((118 * 10**2 + 1790**2 + 1800**2) / 120))


def test_unreadable_file_hides_none_of_the_others(session: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    files = (tmp_path / "missing", session, tmp_path / "empty", tmp_path / "binary")
    ended = run_here("analyze", *files, "--json")
    assert ended.returncode == 1
    missing, good, empty, binary = json.loads(ended.stdout)
    assert "There is no file" in missing["error"]
    assert "summary" in good
    assert "is empty" in empty["error"]
    assert "neither a session nor a file that this program knows" in binary["error"]
    assert len(ended.stderr.splitlines()) == 3


def test_analysis_for_people_names_units(session: Path) -> None:
    ended = run_here("analyze", session)
    assert "RMSSD" in ended.stdout
    assert "ms" in ended.stdout


def test_replay_ends_with_the_figures_of_the_session(session: Path) -> None:
    ended = run_here("replay", session, "--speed", "max")
    assert ended.returncode == 0
    assert "calm: 3:00 of 3:00 | Polar H10 (simulated) good signal" in ended.stdout
    assert "RMSSD" in ended.stdout


def test_replay_as_json_has_a_state_a_line(session: Path) -> None:
    lines = run_here("replay", session, "--speed", "max", "--json").stdout.splitlines()
    assert len(lines) == len(list(read_records(session)))
    last = json.loads(lines[-1])
    assert last["time_s"] == 180.0
    assert len(last["beats"]) > 50


def test_reader_that_goes_away_is_no_failure(session: Path) -> None:
    with running("replay", session, "--speed", "max", "--json") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(DEADLINE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_window_too_short_for_a_breath_has_none(session: Path) -> None:
    ended = run_here("analyze", session, "--json", "--window", "0.001", "--step", "30")
    (report,) = json.loads(ended.stdout)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [window["breathing"] for window in report["windows"]] == [None] * 6
    assert report["breaths"]


def test_what_is_not_known_is_told_with_unit_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(["900", "910"] * 30))
    told = run_here("analyze", path).stdout
    assert "LF power" in told
    assert "–  ms²" in told
    assert "no guided breath" in told
    assert "Above 5 % artefacts" not in told
    path.write_text("\n".join(["900"] * 7 + ["2700"]) + "\n" + "\n".join((["900"] * 7 + ["2700"]) * 20))
    assert "Above 5 % artefacts" in run_here("analyze", path).stdout


def test_search_in_a_terminal_ends_with_the_minutes_asked_for(tmp_path: Path) -> None:
    ended = run_here(
        "train", "--terminal", "--simulated", "--resonance", "stepped",
        "--minutes", "0.02", "--data-dir", tmp_path,
    )  # fmt: skip
    assert ended.returncode == 0
    assert "too few breaths" in ended.stdout


def test_sessions_are_listed(tmp_path: Path) -> None:
    assert "No sessions yet" in run_here("sessions", "list", "--data-dir", tmp_path).stderr
    assert json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path).stdout) == []
    ended = run_here(
        "train", "--simulated", "--terminal", "--minutes", "0.05", "--seed", "1", "--data-dir", tmp_path
    )
    assert ended.returncode == 0, ended.stderr
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    times = {"started_at", "time_zone", "utc_offset_s", "duration_s", "practised_s"}
    assert set(listed) == {"schema", "name", "file", "origin", "beats", "ratings"} | times
    assert listed["origin"] == "simulated"
    assert listed["started_at"].endswith("+00:00")
    assert listed["duration_s"] >= 3.0
    assert listed["name"] in run_here("sessions", "list", "--data-dir", tmp_path).stdout
    assert run_here("replay", listed["name"], "--speed", "max", "--data-dir", tmp_path).returncode == 0
    assert run_here("analyze", listed["name"], "--data-dir", tmp_path).returncode == 0


def test_unforeseen_error_is_one_sentence_and_its_traceback_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(SessionFolder, "files", lambda _: 1 / 0)
    assert run_command(["sessions", "list"]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "ZeroDivisionError" in message
    (kept,) = tmp_path.iterdir()
    assert "Traceback" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_practice_that_keeps_nothing(tmp_path: Path) -> None:
    arguments = ("train", "--simulated", "--terminal", "--minutes", "0.02", "--no-record")
    assert run_here(*arguments, "--data-dir", tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_without_a_display_the_terminal_is_used_and_named(tmp_path: Path) -> None:
    ended = run("train", "--simulated", "--minutes", "0.02", "--data-dir", tmp_path)
    assert ended.returncode == 0
    assert "There is no display" in ended.stderr


def test_recorded_strap_can_be_practised_with(session: Path, tmp_path: Path) -> None:
    arguments = ("train", "--replay", session, "--terminal", "--minutes", "0.06", "--data-dir", tmp_path)
    assert run_here(*arguments).returncode == 0
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    assert listed["origin"] == "replay"
    assert listed["beats"] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_practice_is_complete(tmp_path: Path, number: signal.Signals) -> None:
    with running("train", "--simulated", "--terminal", "--data-dir", tmp_path) as process:
        wait_until(lambda: list(tmp_path.glob("sessions/*.session")))
        process.send_signal(number)
        _, messages = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 130
    assert "Recorded" in messages
    (session,) = tmp_path.glob("sessions/*")
    assert len(list(read_records(session))) > 0


@pytest.mark.parametrize(
    "arguments", [("replay", "nope"), ("train", "--replay", "nope"), ("train", "--simulated", "nobody")]
)
def test_what_is_not_there_is_named_with_advice(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = run_here(
        *arguments, "--terminal" if arguments[0] == "train" else "--json", "--data-dir", tmp_path
    )
    assert ended.returncode == 1
    last = ended.stderr.splitlines()[-1]
    assert last.startswith("biofeedback: There is no ")
    assert "Traceback" not in ended.stderr


def test_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run_here("train", "--simulated", "--terminal", "--data-dir", tmp_path / "file" / "below")
    assert ended.returncode == 1
    assert "--data-dir" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_terminal_is_driven_by_keys(tmp_path: Path) -> None:
    """A person at a terminal: Space starts, arrows change the rate, Esc ends."""
    master, slave = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "biofeedback",
        "train",
        "--simulated",
        "--terminal",
        "--data-dir",
        str(tmp_path),
    ]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    shown = bytearray()

    def shows(text: str) -> bool:
        while select.select([master], [], [], 0)[0]:
            shown.extend(os.read(master, 65536))
        return text in shown.decode(errors="replace")

    try:
        wait_until(lambda: shows("Press Space to begin"))
        os.write(master, b" ")
        wait_until(lambda: shows("Breathe in"))
        os.write(master, b"\x1b[A")
        wait_until(lambda: shows("5.1 per minute"))
        os.write(master, b" ")
        wait_until(lambda: shows("Paused"))
        os.write(master, b"\x1b")
        wait_until(lambda: shows("Recorded") or process.poll() is not None)
        assert process.wait(DEADLINE_S) == 0
    finally:
        process.kill()
        process.wait()
        os.close(master)
    (session,) = tmp_path.glob("sessions/*.session")
    changes = [r for r in read_records(session) if isinstance(r, GuideChanged)]
    assert [(c.running, c.pattern.rate_per_min) for c in changes] == [
        (False, 5.0),
        (True, 5.0),
        (True, 5.1),
        (False, 5.1),
    ]


def test_on_a_terminal_analyze_shows_which_file_it_reads(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.txt", "two.txt")]
    for file in files:
        file.write_text("\n".join(["800", "810"] * 200))
    master, slave = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "200"}
    command = [sys.executable, "-m", "biofeedback", "analyze", "--json", *map(str, files)]
    output = tmp_path / "output.json"
    with output.open("wb") as printed:
        process = subprocess.Popen(command, stdout=printed, stderr=slave, env=environment)
    os.close(slave)
    shown = b""
    with suppress(OSError):  # how Linux tells that nobody writes to the terminal any more
        while part := os.read(master, 65536):  # at once: a terminal that is not read takes 4 kB only
            shown += part
    os.close(master)
    assert process.wait(DEADLINE_S) == 0
    assert any(file.name in shown.decode() for file in files)
    assert "/2" in shown.decode()
    assert len(json.loads(output.read_text())) == 2
