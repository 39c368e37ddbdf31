"""The program ended by a signal at any moment: no traceback, no half file, and every session is readable."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from biofeedback.cli.state_log import StateLog
from biofeedback.engine.engine import Engine
from sessions.folder import summarise
from tests.laboratory import Laboratory, RemoteStrap
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, run_here, running
from tests.screen import virtual_screen
from tests.sessions.formats.reading import signals_of

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
MOMENTS = 20
_SOUND_FRAMES = round((63.0 + 5.0) * 48_000)
"""Three seconds of exhale and six whole breaths, which a minute of practice ends in, and the bell."""
_IMPORTED_BEATS = 3_000

Arguments = tuple[object, ...]


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("material")
    made = run_here("simulate", "calm", "--minutes", "3", "--ecg", "--output", folder / "a.session")
    assert made.returncode == 0, made.stderr
    (folder / "rr.txt").write_text("800\n" * _IMPORTED_BEATS)
    return folder


def _sessions_are_readable(folder: Path) -> None:
    for path in folder.glob("sessions/*"):
        if path.suffix == ".session":
            summarise(path)
        else:
            assert _belongs_to_a_session(path), path


def _belongs_to_a_session(path: Path) -> bool:
    """Tell whether a file holds what SQLite has not yet put into the session; only a kill leaves it there."""
    sessions = [path.with_name(path.name.removesuffix(ending)) for ending in ("-wal", "-shm")]
    return any(session != path and session.is_file() for session in sessions)


def _check_left_over(folder: Path, number: signal.Signals) -> None:
    """Only a kill, which no program can catch, may leave files beside what was asked for."""
    if number != signal.SIGKILL:
        endings = (".session-wal", ".session-shm")
        assert not [path for path in folder.rglob("*") if path.name.startswith(".") or path.suffix in endings]


def _sound_is_whole(folder: Path) -> None:
    for path in folder.iterdir():
        assert path.name == "a.wav"
        with wave.open(str(path), "rb") as sound:
            assert sound.getnframes() == _SOUND_FRAMES


def _edf_is_whole(folder: Path) -> None:
    for path in folder.iterdir():
        assert path.name == "a.edf"
        assert signals_of(path).duration_s > 170.0


def _dataset_is_whole(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name == "set":
            assert len([one for one in path.rglob("*") if one.is_file()]) > 3
        else:
            assert path.name.startswith(".set-"), path  # killed between the first of its files and the last


def _imported_whole(folder: Path) -> None:
    for path in folder.glob("sessions/*"):
        assert summarise(path).beats == _IMPORTED_BEATS


def _nothing_written(folder: Path) -> None:
    assert list(folder.iterdir()) == []


COMMANDS: dict[str, tuple[Callable[[Path, Path], Arguments], Callable[[Path], None], float]] = {
    "train in a terminal": (
        lambda _, out: ("train", "--terminal", "--simulated", "--minutes", "1", "--data-dir", out),
        _sessions_are_readable,
        4.0,
    ),
    "train in a window": (
        lambda _, out: ("train", "--simulated", "--minutes", "1", "--no-sound", "--data-dir", out),
        _sessions_are_readable,
        6.0,
    ),
    "analyze": (
        lambda material, _: ("analyze", material / "a.session", "--json"),
        _nothing_written,
        4.0,
    ),
    "export EDF": (
        lambda material, out: _export(material, out / "a.edf", "edf"),
        _edf_is_whole,
        4.0,
    ),
    "export BIDS": (
        lambda material, out: _export(material, out / "set", "bids"),
        _dataset_is_whole,
        4.0,
    ),
    "import": (
        lambda material, out: ("sessions", "import", material / "rr.txt", "--data-dir", out),
        _imported_whole,
        1.5,
    ),
    "sound": (
        lambda _, out: ("sound", "--minutes", "1", "--output", out / "a.wav"),
        _sound_is_whole,
        3.0,
    ),
}
"""What is run, what must hold of what it wrote, and about how long it takes."""


def _export(material: Path, output: Path, form: str) -> Arguments:
    return "sessions", "export", material / "a.session", "--format", form, "--output", output


def _catches_signals(process: "subprocess.Popen[str]") -> bool:
    """Tell whether the program's own handlers are set: before, Python itself has the word."""
    if process.poll() is not None:
        return True
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def _end(process: "subprocess.Popen[str]", number: signal.Signals, after_s: float) -> None:
    wait_until(lambda: _catches_signals(process), timeout_s=DEADLINE_S)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    _, said = process.communicate(timeout=DEADLINE_S)
    assert "Traceback" not in said, said
    assert "Exception ignored" not in said, said
    expected = (0, -signal.SIGKILL) if number == signal.SIGKILL else (0, 130)
    assert process.returncode in expected, said


def _check(name: str, number: signal.Signals, share: float, material: Path, out: Path, screen: str) -> None:
    make, holds, span_s = COMMANDS[name]
    display = screen if name == "train in a window" else None
    with running(*make(material, out), screen=display) as process:
        _end(process, number, share * span_s)
    holds(out)
    _check_left_over(out, number)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    if shutil.which("Xvfb") is None:
        pytest.skip("needs a virtual screen (xvfb)")
    with virtual_screen() as one:
        yield one.display


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("sound", signal.SIGKILL),
        ("sound", signal.SIGTERM),
        ("train in a terminal", signal.SIGKILL),
        ("train in a terminal", signal.SIGINT),
        ("train in a terminal", signal.SIGHUP),
    ],
)
def test_signal_leaves_nothing_half_done(
    material: Path, tmp_path: Path, name: str, number: signal.Signals
) -> None:
    _check(name, number, 0.4, material, tmp_path, "")


@pytest.mark.soak
@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("name", COMMANDS)
def test_signal_at_any_moment_leaves_nothing_half_done(
    material: Path, tmp_path: Path, screen: str, name: str, number: signal.Signals, moment: int
) -> None:
    _check(name, number, moment / MOMENTS, material, tmp_path, screen)


@pytest.mark.soak
@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("number", SIGNALS)
def test_recording_ended_at_any_moment_is_readable(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path, number: signal.Signals, moment: int
) -> None:
    with running("record", "--data-dir", tmp_path, environment=laboratory.environment()) as process:
        if moment >= MOMENTS // 2:
            strap.wait_subscribed(timeout_s=DEADLINE_S)
            strap.send(rr_packet(1001))
        _end(process, number, 2.0 * moment / MOMENTS)
    _sessions_are_readable(tmp_path)
    _check_left_over(tmp_path, number)
    if number != signal.SIGKILL:
        wait_until(lambda: not laboratory.connections())


def test_an_interruption_while_python_still_loads_the_program_prints_nothing() -> None:
    """Sent by the import of the command line itself, before which no handler of the program can be set."""
    program = """
import os, runpy, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "biofeedback.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
runpy.run_module("biofeedback", run_name="__main__")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_last_milliseconds_changes_nothing(number: signal.Signals) -> None:
    """Sent while Python takes itself apart, when it has dropped every handler."""
    program = f"""
import os, signal, sys
from biofeedback.__main__ import main
class Last:
    def __init__(self, kill=os.kill, pid=os.getpid()):
        self.kill, self.pid = kill, pid
    def __del__(self):
        self.kill(self.pid, {int(number)})
last = Last()
sys.argv[1:] = ["--version"]
sys.exit(main())
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("biofeedback ")


def test_broken_settings_end_a_recording_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[strap\n")
    ended = run("record", "--data-dir", tmp_path)
    assert ended.returncode == 1
    assert "settings.toml" in ended.stderr
    assert not (tmp_path / "sessions").exists()


class TestStateLog:
    def practise(self, out: Path, log: Path) -> "subprocess.CompletedProcess[str]":
        return run_here(
            "train", "--terminal", "--simulated", "--minutes", "0.05", "--data-dir", out, "--log-states", log
        )

    def test_it_never_writes_over_a_file_or_through_a_link(self, tmp_path: Path) -> None:
        mine, link = tmp_path / "mine", tmp_path / "link"
        mine.write_text("precious")
        link.symlink_to(tmp_path / "nowhere")
        for log in (mine, link):
            ended = self.practise(tmp_path / "data", log)
            assert (ended.returncode, "exists already" in ended.stderr) == (1, True)
        assert mine.read_text() == "precious"
        assert not (tmp_path / "nowhere").exists()
        assert not (tmp_path / "data").exists()

    def test_it_is_its_owners_alone_whatever_the_umask(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            ended = self.practise(tmp_path / "a" / "data", tmp_path / "log")
            sound = run_here("sound", "--minutes", "0.1", "--output", tmp_path / "a.wav")
        finally:
            os.umask(before)
        assert (ended.returncode, sound.returncode) == (0, 0)
        assert json.loads((tmp_path / "log").read_text().splitlines()[-1])
        for path in tmp_path.rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path


def test_state_log_on_a_full_disk_does_not_end_the_practice(capsys: pytest.CaptureFixture[str]) -> None:
    with suppress(OSError), Path("/dev/full").open("w", buffering=1) as full:
        log = StateLog(Path("a.jsonl"), full)
        log.write(Engine(0).state())
        log.write(Engine(0).state())
        log.close()
    assert "The states in a.jsonl are incomplete" in capsys.readouterr().err


def test_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir(mode=0)
    without_rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root reads every folder")
    prefix = without_rights if os.geteuid() == 0 else []
    for command in (("list",), ("history",), ("list", "--json")):
        ended = subprocess.run(
            [*prefix, sys.executable, "-m", "biofeedback", "sessions", *command, "--data-dir", tmp_path],
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        assert ended.returncode == 1
        assert f"The folder {tmp_path / 'sessions'} can't be read: Permission denied." in ended.stderr


def test_delete_takes_the_listed_session_and_never_a_file_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, material: Path
) -> None:
    here, data = tmp_path / "here", tmp_path / "data"
    here.mkdir()
    (data / "sessions").mkdir(parents=True)
    shutil.copy(material / "a.session", here / "a.session")
    monkeypatch.chdir(here)
    refused = run_here("sessions", "delete", "a.session", "--yes", "--data-dir", data)
    assert refused.returncode == 1
    assert "There is no session a.session" in refused.stderr
    shutil.copy(material / "a.session", data / "sessions" / "a.session")
    assert run_here("sessions", "delete", "a.session", "--yes", "--data-dir", data).returncode == 0
    assert [one.name for one in here.iterdir()] == ["a.session"]
    assert list((data / "sessions").iterdir()) == []


@pytest.mark.parametrize("command", ["analyze", "import", "replay", "simulate"])
def test_pipe_or_device_is_refused_at_once(tmp_path: Path, command: str) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    arguments = {
        "analyze": ("analyze", pipe, "/dev/zero", tmp_path),
        "import": ("sessions", "import", pipe, "/dev/zero", tmp_path, "--data-dir", tmp_path / "data"),
        "replay": ("replay", pipe, "--data-dir", tmp_path),
        "simulate": ("simulate", pipe, "--output", tmp_path / "a.session"),
    }[command]
    ended = run_here(*arguments)
    assert ended.returncode == 1
    assert ended.stderr.startswith("biofeedback: ")
    assert not (tmp_path / "a.session").exists()


def test_settings_that_are_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    ended = run_here("sound", "--output", tmp_path / "a.wav", "--data-dir", tmp_path)
    assert (ended.returncode, "it is a pipe, not a file" in ended.stderr) == (1, True)


def test_closed_terminal_ends_a_practice_as_sigterm_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "biofeedback", "train", "--terminal", "--simulated"]
    pid, master = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [*command, "--data-dir", str(tmp_path)])

    def is_recording() -> bool:
        os.set_blocking(master, False)
        with suppress(BlockingIOError):
            while os.read(master, 65_536):
                pass
        return any((tmp_path / "sessions").glob("*.session-wal"))

    try:
        wait_until(is_recording, timeout_s=DEADLINE_S)
        os.close(master)
        ended: list[int] = []

        def has_ended() -> bool:
            found, status = os.waitpid(pid, os.WNOHANG)
            ended.extend([os.waitstatus_to_exitcode(status)] if found else [])
            return bool(ended)

        wait_until(has_ended, timeout_s=DEADLINE_S)
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
    assert ended == [130]
    (session,) = (tmp_path / "sessions").iterdir()
    assert summarise(session).duration_s >= 0.0
