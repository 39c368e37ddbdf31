"""A forbidden import breaks a contract, whatever file it is put into."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("biofeedback", "devices", "sessions")
ROOMS = sorted(path.parent.name for path in (ROOT / "biofeedback").glob("*/__init__.py"))
PURE = (
    "beats",
    "breathing",
    "clocks",
    "coaching",
    "ecg",
    "engine",
    "figures",
    "hrv",
    "pacing",
    "quality",
    "resonance",
    "response",
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The three packages and their contracts, to put something wrong into."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(house: Path) -> str:
    """Return what the check says; it must not pass."""
    command = (
        "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", command], cwd=house, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    return ended.stdout


def test_qt_is_found_in_each_room_but_the_windows(house: Path) -> None:
    for room in ROOMS:
        if room != "window":
            (house / "biofeedback" / room / "sly.py").write_text("from PySide6.QtCore import QObject\n")
    told = broken(house)
    for room in ROOMS:
        assert (f"biofeedback.{room}.sly -> PySide6" in told) is (room != "window"), room


def test_a_clock_is_found_in_each_pure_room(house: Path) -> None:
    for room in PURE:
        (house / "biofeedback" / room / "sly.py").write_text("import time\n")
    told = broken(house)
    for room in PURE:
        assert f"biofeedback.{room}.sly -> time" in told, room


def test_no_room_reaches_up(house: Path) -> None:
    for room in ROOMS:
        if room != "cli":
            (house / "biofeedback" / room / "sly.py").write_text("import biofeedback.cli.arguments\n")
    told = broken(house)
    for room in ROOMS:
        assert room == "cli" or f"biofeedback.{room}.sly -> biofeedback.cli.arguments" in told, room


def test_a_new_room_needs_a_place(house: Path) -> None:
    (house / "biofeedback" / "attic").mkdir()
    (house / "biofeedback" / "attic" / "__init__.py").touch()
    assert "attic" in broken(house)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("biofeedback/practice/sly.py", "import bleak"),
        ("sessions/sly.py", "import bleak"),
        ("biofeedback/terminal/sly.py", "import miniaudio"),
        ("biofeedback/window/sly.py", "import dbus_fast"),
        ("devices/sly.py", "import sessions.store"),
        ("devices/straps/sly.py", "import bumble.device"),
    ],
)
def test_each_library_has_one_room(house: Path, file: str, line: str) -> None:
    (house / file).write_text(line + "\n")
    assert file.removesuffix(".py").replace("/", ".") in broken(house)
