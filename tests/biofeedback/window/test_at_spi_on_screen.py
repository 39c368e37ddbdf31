"""The program on a virtual screen, as a screen reader finds it over AT-SPI."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from biofeedback.cli.settings_path import settings_path
from biofeedback.person.settings import Settings, WindowSettings, save_settings
from tests.program import DEADLINE_S
from tests.screen import virtual_screen

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_MISSING = [name for name in ("Xvfb", "dbus-run-session") if shutil.which(name) is None]
_MISSING += [] if any(Path(one).exists() for one in _LAUNCHERS) else ["at-spi2-core"]

_TOGETHER = """
"$0" -m biofeedback train --simulated --rate 5 --no-sound --data-dir "$1" & program=$!
"$0" -m tests.biofeedback.window.at_spi; told=$?
kill $program; wait $program; exit $told
"""


@pytest.mark.soak
@pytest.mark.skipif(bool(_MISSING), reason=f"needs {', '.join(_MISSING)}")
@pytest.mark.parametrize(("language", "begin"), [("en", "Space begin"), ("de", "Leertaste beginnen")])
def test_a_screen_reader_finds_roles_names_and_actions(language: str, begin: str, tmp_path: Path) -> None:
    chosen = Settings(window=WindowSettings(language=language, safety_read=True, depth="details"))
    save_settings(settings_path(tmp_path), chosen)
    with virtual_screen() as screen:
        ended = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", _TOGETHER, sys.executable, str(tmp_path)],
            env=os.environ
            | {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    assert found[0]["role"] == "application"
    assert found[1]["role"] in ("frame", "window")
    guide = next(one for one in found if "Press" in one["actions"])
    assert guide["role"] == "push button"
    buttons = [one for one in found if one["role"] == "push button"]
    assert len(buttons) > 10
    assert all(one["name"] and "Press" in one["actions"] for one in buttons)
    assert begin in [one["name"] for one in buttons]
    assert [one["name"] for one in found if one["role"] == "chart"]
