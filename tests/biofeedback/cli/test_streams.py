"""Odd standard streams: a reader that has gone, a poor encoding, a full disk, none at all."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sessions.store import read_header
from tests.polling import wait_until
from tests.program import DEADLINE_S, run_here

_BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
_UNBUFFERED = _BUFFERED | {"PYTHONUNBUFFERED": "1"}
_ASCII = _BUFFERED | {"PYTHONIOENCODING": "ascii"}
_C_LOCALE = _BUFFERED | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
_LATIN_1 = _BUFFERED | {"PYTHONIOENCODING": "latin-1"}

_PRACTICE = ("train", "--terminal", "--simulated", "--minutes", "0.05", "--no-record")
_ON_A_SESSION = (("analyze", "--json"), ("analyze",), ("sessions", "show"), ("replay", "--speed", "max"))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulated") / "calm.session"
    made = run_here("simulate", "calm", "--minutes", "1", "--seed", "3", "--output", path)
    assert made.returncode == 0, made.stderr
    return path


def _command(arguments: Sequence[object]) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "biofeedback", *map(str, arguments)]


def _ended(
    arguments: Sequence[object], environment: dict[str, str], stdout: int, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(arguments),
        env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
        text=True, timeout=DEADLINE_S, check=False,
    )  # fmt: skip


def _pipe_without_a_reader() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("environment", [_BUFFERED, _UNBUFFERED], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        pytest.param(("--version",), marks=pytest.mark.soak),
        ("sessions", "list", "--json"),
        pytest.param(("train", "--help"), marks=pytest.mark.soak),
        _PRACTICE,
    ],
    ids=" ".join,
)
def test_reader_that_never_reads_is_no_failure(
    arguments: tuple[str, ...], environment: dict[str, str], tmp_path: Path
) -> None:
    environment = environment | {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    writing = _pipe_without_a_reader()
    ended = _ended(arguments, environment, writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("arguments", _ON_A_SESSION, ids=" ".join)
def test_reader_that_never_reads_a_long_answer_is_no_failure(
    session: Path, arguments: tuple[str, ...]
) -> None:
    writing = _pipe_without_a_reader()
    ended = _ended((*arguments, session), _BUFFERED, writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_failure_stays_a_failure_where_nobody_reads(tmp_path: Path) -> None:
    writing = _pipe_without_a_reader()
    ended = _ended(("replay", tmp_path / "none.session"), _BUFFERED, writing, writing)
    os.close(writing)
    assert ended.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands for a full disk")
@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("analyze", "--json"), pytest.param(("sessions", "show"), marks=pytest.mark.soak)],
    ids=" ".join,
)
def test_full_disk_is_one_sentence(session: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = _ended((*arguments, session), _BUFFERED, full.fileno())
    assert ended.returncode == 1
    assert ended.stderr == "biofeedback: There is no room left to write to. Make room on the disk.\n"


def test_streams_that_are_not_open_hide_no_file(tmp_path: Path) -> None:
    """The session must not become file 1, where the practice would write its lines into it."""
    line = [
        "sh",
        "-c",
        'exec "$@" <&- >&- 2>&-',
        "sh",
        *_command(_PRACTICE[:-1]),
        "--data-dir",
        str(tmp_path),
    ]
    assert subprocess.run(line, env=_BUFFERED, timeout=DEADLINE_S, check=False).returncode == 0
    (path,) = tmp_path.rglob("*.session")
    assert read_header(path).start_ns > 0


def test_message_never_becomes_output(tmp_path: Path) -> None:
    line = ["sh", "-c", 'exec "$@" 2>&-', "sh", *_command(("analyze", tmp_path / "none.txt"))]
    ended = subprocess.run(line, env=_BUFFERED, stdout=subprocess.PIPE, timeout=DEADLINE_S, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param(_ASCII, marks=pytest.mark.soak, id="ascii"),
        pytest.param(_C_LOCALE, id="C"),
        pytest.param(_LATIN_1, marks=pytest.mark.soak, id="latin-1"),
    ],
)
@pytest.mark.parametrize("arguments", _ON_A_SESSION, ids=" ".join)
def test_answer_is_given_in_any_encoding(
    session: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    ended = subprocess.run(
        _command((*arguments, session)), env=environment, capture_output=True, timeout=DEADLINE_S, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(ended.stdout) > 100


@pytest.mark.parametrize(
    "arguments",
    [
        ("doctor",),
        ("sessions", "list"),
        ("sessions", "history"),
        ("analyze", "Träume –.txt"),
        _PRACTICE,
    ],
    ids=" ".join,
)
def test_every_message_is_given_in_ascii(arguments: tuple[str, ...], tmp_path: Path) -> None:
    environment = _ASCII | {"XDG_DATA_HOME": str(tmp_path / "Müller"), "HOME": str(tmp_path)}
    ended = _ended(arguments, environment, subprocess.PIPE)
    assert ended.returncode in (0, 1)
    assert (ended.stdout + ended.stderr).isascii()
    assert "unexpected error" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_file_name_that_is_no_text_is_named(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    command = [os.fsencode(part) for part in _command(("analyze",))]
    ended = subprocess.run(
        [*command, name], env=_BUFFERED, capture_output=True, timeout=DEADLINE_S, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"There is no file" in ended.stderr
    assert "\ufffd.txt".encode() in ended.stderr


@pytest.mark.parametrize(
    "environment",
    [pytest.param(_ASCII, id="ascii"), pytest.param(_C_LOCALE, marks=pytest.mark.soak, id="C")],
)
def test_practice_on_a_terminal_is_drawn_in_ascii(environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    size = {"TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        _command(_PRACTICE), env=environment | size, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    drawn = bytearray()

    def shows(words: bytes) -> bool:
        while select.select([ours], [], [], 0)[0]:
            drawn.extend(os.read(ours, 65536))
        return words in drawn

    with process:
        try:
            wait_until(lambda: shows(b"Press Space to begin"))
            os.write(ours, b" ")
            wait_until(lambda: shows(b"Let the air out"))
            os.write(ours, b"\x1b")
            wait_until(lambda: process.poll() is not None or shows(b"never drawn"))
        finally:
            process.kill()
            os.close(ours)
        assert process.stderr is not None
        assert (process.returncode, process.stderr.read()) == (0, b"")
    assert drawn.isascii()
