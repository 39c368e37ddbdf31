"""What is loaded while the guide runs is loaded beside it; each test is a process that has loaded nothing."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.program import DEADLINE_S

_WATCHED = """
import json, sys, threading
from biofeedback.cli import run_command
from biofeedback.ecg import beats

found, searches = {}, []

class Watch:
    def find_spec(self, name, path=None, target=None):
        found.setdefault(name.split(".")[0], threading.current_thread() is threading.main_thread())

def searched(*arguments, search=beats.find_r_peaks):
    searches.append(threading.current_thread() is threading.main_thread())
    return search(*arguments)

beats.find_r_peaks = searched
sys.meta_path.insert(0, Watch())
status = run_command(sys.argv[1:])
import linecache
sources = len(linecache.cache)
print(json.dumps({"status": status, "on_gui_thread": found, "searches": searches, "sources": sources}))
"""


def watched(*arguments: str) -> dict[str, Any]:
    """Run the program in a window; tell which packages were imported in its thread, and what else."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WATCHED, *arguments],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.soak
def test_charts_and_search_of_an_ecg_are_never_imported_in_the_windows_thread() -> None:
    options = "--ecg", "--no-record", "--no-sound", "--start-now"
    told = watched("train", "--simulated", "calm", *options, "--minutes", "0.15")
    assert told["status"] == 0
    assert told["searches"][0] is True, "the ECG is searched in the window's thread, so its import counts"
    imported = told["on_gui_thread"]
    assert {name: imported[name] for name in ("sleepecg", "scipy", "pyqtgraph")} == {
        "sleepecg": False,
        "scipy": False,
        "pyqtgraph": False,
    }


def test_no_module_is_read_as_text() -> None:
    """PySide6 would do so, and keep every line: tens of megabytes."""
    options = "--no-record", "--no-sound", "--start-now"
    told = watched("train", "--simulated", "calm", *options, "--minutes", "0.03")
    assert told["on_gui_thread"]["PySide6"] is True
    assert told["sources"] < 20
