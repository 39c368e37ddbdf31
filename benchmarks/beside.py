"""What the window costs beside an older commit, in one run: ``python -m benchmarks.beside COMMIT`` (Linux).

Each depth of today's window and the older commit's window run in turn, each in a process of its own, on one
virtual screen of 1280 × 720. Prints figures, judges nothing. Other work takes frames from all.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from tests.screen import virtual_screen

_ROOT: Final = Path(__file__).parents[1]
_DEPTHS: Final = ("breathe", "heart", "details")

_WARM_UP_S: Final = 2.0
"""The first run of each source compiles its modules, and does not count."""

_MEASURE: Final = """
import os
from benchmarks import frame_cost
file = os.open("/proc/self/schedstat", os.O_RDONLY)
frame_cost._waited_s = lambda: int(os.pread(file, 100, 0).split()[1]) / 1e9
frame_cost.main()
"""
"""Measures both windows alike: an older benchmark opens this file in each frame, which takes time."""


class Window(NamedTuple):
    """A window to measure.

    Parameters
    ----------
    name : str
        As it is called in the table.
    tree : Path
        The source that it runs from.
    options : tuple of str
        Of that source's `benchmarks.frame_cost`.
    """

    name: str
    tree: Path
    options: tuple[str, ...] = ()


def measured(window: Window, display: str, seconds: float, compiled: str) -> dict[str, float]:
    """Run a window and return what its own benchmark found; `compiled` is a folder for compiled modules."""
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(window.tree),
        "PYTHONDONTWRITEBYTECODE": "",  # An installed program does not compile its modules at each start.
        "PYTHONPYCACHEPREFIX": compiled,
    }
    command = [sys.executable, "-c", _MEASURE, "--json", "--seconds", str(seconds)]
    ended = subprocess.run(
        [*command, *window.options],
        cwd=window.tree,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def source_of(commit: str, into: Path) -> Path:
    """Write the source of a commit into a folder."""
    archive = subprocess.run(["git", "archive", commit], cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", str(into)], input=archive.stdout, check=True)
    return into


def print_row(name: str, runs: list[dict[str, float]], before: list[dict[str, float]]) -> None:
    def middle(of: list[dict[str, float]], key: str) -> float:
        return median(one[key] for one in of)

    share, whole = "share_of_a_core_percent", "share_of_process_percent"
    rate = middle(runs, "frames") / middle(runs, "seconds")
    cells = [
        f"{middle(runs, whole):6.1f}",
        f"{middle(runs, whole) / middle(before, whole):5.2f}",
        f"{middle(runs, share):6.1f}",
        f"{rate:5.0f}",
        f"{middle(runs, 'p50_ms'):5.2f}",
        f"{middle(runs, 'p95_ms'):5.2f}",
        f"{middle(runs, 'first_frame_cpu_s'):5.2f}",
        f"{sum(one['gaps_over_100_ms'] for one in runs):4.0f}",
        f"{max(one['longest_own_gap_ms'] for one in runs):6.0f}",
    ]
    print(f"{name:24} {' | '.join(cells)}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", help="what to compare with")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each window runs (60)")
    parser.add_argument("--runs", type=int, default=3, help="how often each runs (3)")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as compiled,
        virtual_screen() as screen,
    ):
        old = Window(f"commit {options.commit[:12]}", source_of(options.commit, Path(folder)))
        windows = [old, *(Window(f"today, {one}", _ROOT, ("--depth", one)) for one in _DEPTHS)]
        runs: dict[str, list[dict[str, float]]] = {one.name: [] for one in windows}
        for window in windows[:2]:
            measured(window, screen.display, _WARM_UP_S, compiled)
        for _ in range(options.runs):
            for window in windows:
                runs[window.name].append(measured(window, screen.display, options.seconds, compiled))
    print(f"median of {options.runs} runs of {options.seconds:.0f} s, 1280 x 720; % are of one core")
    print(
        "process % | of commit | GUI thread % | frames/s | frame p50, p95 ms | first frame, s of CPU", end=""
    )
    print(" | gaps over 100 ms | longest own gap, ms")
    for window in windows:
        print_row(window.name, runs[window.name], runs[old.name])


if __name__ == "__main__":
    main()
