"""What a frame of the practise window costs; prints figures, judges nothing.

Runs the real window with recorder and a simulated strap, in this process or over Bluetooth. The cost of a
frame is the CPU time of the GUI thread from one tick to the next: engine, painting and event loop.
"""

import argparse
import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import Final, get_args

from benchmarks.window_run import Conditions, View, run_simulated, set_view
from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.settings import DepthSetting
from biofeedback.practice.practice import Practice

_SCHEDULING: Final = Path("/proc/self/schedstat")
"""What the system tells of the main thread, in which the window runs (Linux)."""

_SETTLED_S: Final = 5.0
"""The window is brought into its place after this; of a window that waits or is put away, only what follows
counts."""


@dataclass(frozen=True, slots=True)
class FrameCost:
    """What was measured; times are CPU time, but the gap.

    The share of a core is that of the GUI thread; that of the whole process has in it the simulated strap,
    where it is in this process. The longest gap is told once more less the time for which the GUI thread was
    ready and other programs had the cores (Linux). The memory is the largest that there was.
    """

    seconds: float
    frames: int
    p50_ms: float
    p95_ms: float
    longest_ms: float
    share_of_a_core_percent: float
    share_of_process_percent: float
    longest_gap_ms: float
    longest_gap_after_s: float
    longest_own_gap_ms: float
    gaps_over_100_ms: int
    first_frame_cpu_s: float
    memory_mb: float
    scipy_signal_imported: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """The clocks at one tick of the window."""

    thread_s: float
    process_s: float
    wall_s: float
    waited_s: float

    @classmethod
    def now(cls) -> "Moment":
        return cls(time.thread_time(), time.process_time(), time.monotonic(), _waited_s())


class FrameClock:
    """Reads the clocks at each tick of the window, by standing in for its question whether to stop."""

    def __init__(self, seconds: float, view: View) -> None:
        self._seconds = seconds
        self._view = view
        self._settled = view in (View.SHOWN, View.WAITING)
        self._first_frame_cpu_s = 0.0
        self._ticks: list[Moment] = []

    def should_stop(self) -> bool:
        now = Moment.now()
        if len(self._ticks) == 1 and not self._first_frame_cpu_s:
            self._first_frame_cpu_s = now.process_s
        self._ticks.append(now)
        lasted_s = now.wall_s - self._ticks[0].wall_s
        if not self._settled and lasted_s > _SETTLED_S:
            self._settled = True
            set_view(self._view)
            self._ticks.clear()
        return lasted_s > self._seconds

    def cost(self) -> FrameCost:
        """Sum up; the first tick comes after the first frame was painted."""
        first, last = self._ticks[0], self._ticks[-1]
        pairs = list(zip(self._ticks, self._ticks[1:], strict=False))
        frames_ms = [1000.0 * (after.thread_s - before.thread_s) for before, after in pairs]
        gaps_ms = [1000.0 * (after.wall_s - before.wall_s) for before, after in pairs]
        own_ms = [
            1000.0 * (after.wall_s - before.wall_s - after.waited_s + before.waited_s)
            for before, after in pairs
        ]
        percentiles = quantiles(frames_ms, n=100)
        wall_s = last.wall_s - first.wall_s
        longest_gap_ms = max(gaps_ms)
        return FrameCost(
            seconds=wall_s,
            frames=len(frames_ms),
            p50_ms=percentiles[49],
            p95_ms=percentiles[94],
            longest_ms=max(frames_ms),
            share_of_a_core_percent=100.0 * (last.thread_s - first.thread_s) / wall_s,
            share_of_process_percent=100.0 * (last.process_s - first.process_s) / wall_s,
            longest_gap_ms=longest_gap_ms,
            longest_gap_after_s=self._ticks[gaps_ms.index(longest_gap_ms)].wall_s - first.wall_s,
            longest_own_gap_ms=max(own_ms),
            gaps_over_100_ms=sum(gap_ms > 100.0 for gap_ms in gaps_ms),
            first_frame_cpu_s=self._first_frame_cpu_s,
            memory_mb=_memory_mb(),
            scipy_signal_imported="scipy.signal" in sys.modules,
        )


def measure(seconds: float, conditions: Conditions, *, bluetooth: bool) -> FrameCost:
    """Run the window for so many seconds."""
    clock = FrameClock(seconds, conditions.view)

    def begun(_: Practice) -> None:
        """Nothing is asked of the practice."""

    if bluetooth:
        from benchmarks.bluetooth_run import run_over_bluetooth

        run_over_bluetooth(conditions, seconds, should_stop=clock.should_stop, begun=begun)
    else:
        run_simulated(conditions, should_stop=clock.should_stop, begun=begun)
    return clock.cost()


def _waited_s() -> float:
    """Return for how long the main thread was ready and had no core; 0 where the system does not tell."""
    return 0.0 if (file := _scheduling()) is None else int(os.pread(file, 100, 0).split()[1]) / 1e9


@cache
def _scheduling() -> int | None:
    """Return the open file, because opening it in each frame takes time."""
    return os.open(_SCHEDULING, os.O_RDONLY) if _SCHEDULING.exists() else None


def _memory_mb() -> float:
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to run (60)")
    parser.add_argument("--bluetooth", action="store_true", help="over the laboratory's air (Linux)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--view", choices=[one.value for one in View], default="shown", help="how it stands")
    styles = [one.key for one in GUIDE_STYLES]
    parser.add_argument("--style", choices=styles, default=styles[0], help="of the guide")
    parser.add_argument(
        "--depth", choices=get_args(DepthSetting), default="details", help="how much is shown"
    )
    parser.add_argument("--ecg", action="store_true", help="the strap sends its ECG too")
    parser.add_argument("--sound", action="store_true", help="with sound, on a device that plays to nobody")
    options = parser.parse_args()
    conditions = Conditions(options.ecg, options.sound, View(options.view), options.style, options.depth)
    cost = asdict(measure(options.seconds, conditions, bluetooth=options.bluetooth))
    if options.json:
        print(json.dumps(cost))
        return
    for name, value in cost.items():
        print(f"{name:26} {value:.2f}" if isinstance(value, float) else f"{name:26} {value}")


if __name__ == "__main__":
    main()
