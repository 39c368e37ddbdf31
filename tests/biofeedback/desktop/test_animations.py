"""A computer that is set to less motion is heard, and one that says nothing is left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.desktop.animations import reduces_motion, system_reduces_motion

ENABLED, DISABLED = "true", "false"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    system_reduces_motion.cache_clear()
    yield
    system_reduces_motion.cache_clear()


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def command(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.mark.parametrize(("setting", "answer"), [("on", True), ("off", False)])
def test_what_the_person_chose_goes_first(linux: Path, setting: str, *, answer: bool) -> None:
    command(linux, "gsettings", "echo false" if setting == "off" else "echo true")
    assert reduces_motion(setting) is answer


@pytest.mark.parametrize(("animations", "answer"), [(DISABLED, True), (ENABLED, False)])
@pytest.mark.parametrize("desktop", ["GNOME", "ubuntu:GNOME", "X-Cinnamon"])
def test_desktops_with_gsettings(
    linux: Path, monkeypatch: pytest.MonkeyPatch, desktop: str, animations: str, *, answer: bool
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    command(linux, "gsettings", f'[ "$3" = enable-animations ] && echo {animations}')
    assert reduces_motion("system") is answer


@pytest.mark.parametrize("script", ["exit 1", "echo 'No such key' >&2; exit 1", "echo"])
def test_a_command_that_fails_changes_nothing(
    linux: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    command(linux, "gsettings", script)
    assert not reduces_motion("system")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[KDE]\nAnimationDurationFactor=0\n", True),
        ("[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("[KDE]\nAnimationDurationFactor=none\n", False),
        ("[General]\n", False),
        ("no section\n", False),
        ("[KDE\n", False),
    ],
)
def test_plasma(linux: Path, monkeypatch: pytest.MonkeyPatch, text: str, *, answer: bool) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    assert not reduces_motion("system")
    system_reduces_motion.cache_clear()
    (linux / "kdeglobals").write_text(text)
    assert reduces_motion("system") is answer


def test_without_a_desktop_things_move(linux: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    command(linux, "gsettings", "echo false")
    assert not reduces_motion("system")
