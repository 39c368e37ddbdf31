"""What a frame of the practise window costs; prints figures, judges nothing.

Runs the real window, offscreen unless QT_QPA_PLATFORM says otherwise, with a simulated strap. The cost of a
frame is the CPU time of the GUI thread from one tick to the next: engine, painting and event loop.
"""

import argparse
import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass
from statistics import quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from biofeedback.display.application import run_window
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.practice import Practice
from devices.simulated.source import SimulatedSource
from devices.simulated.traits import CALM


@dataclass(frozen=True, slots=True)
class FrameCost:
    """What was measured; times are CPU time, but the gap."""

    seconds: float
    frames: int
    p50_ms: float
    p95_ms: float
    longest_ms: float
    share_of_a_core_percent: float
    longest_gap_ms: float
    first_frame_cpu_s: float
    memory_mb: float
    scipy_signal_imported: bool


class FrameClock:
    """Reads the clocks at each tick of the window, by standing in for its question whether to stop."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.cpu_s: list[float] = []
        self.wall_s: list[float] = []
        self.process_cpu_s: list[float] = []

    def should_stop(self) -> bool:
        self.cpu_s.append(time.thread_time())
        self.wall_s.append(time.monotonic())
        if len(self.process_cpu_s) < 2:
            self.process_cpu_s.append(time.process_time())
        return self.wall_s[-1] - self.wall_s[0] > self._seconds

    def cost(self) -> FrameCost:
        """Sum up; the first tick comes after the first frame was painted."""
        frames_ms = [1000.0 * (b - a) for a, b in zip(self.cpu_s, self.cpu_s[1:], strict=False)]
        gaps_ms = [1000.0 * (b - a) for a, b in zip(self.wall_s, self.wall_s[1:], strict=False)]
        percentiles = quantiles(frames_ms, n=100)
        wall_s = self.wall_s[-1] - self.wall_s[0]
        return FrameCost(
            seconds=wall_s,
            frames=len(frames_ms),
            p50_ms=percentiles[49],
            p95_ms=percentiles[94],
            longest_ms=max(frames_ms),
            share_of_a_core_percent=100.0 * (self.cpu_s[-1] - self.cpu_s[0]) / wall_s,
            longest_gap_ms=max(gaps_ms),
            first_frame_cpu_s=self.process_cpu_s[-1],
            memory_mb=_memory_mb(),
            scipy_signal_imported="scipy.signal" in sys.modules,
        )


def measure(seconds: float) -> FrameCost:
    """Run the window for so many seconds."""
    clock = FrameClock(seconds)
    practice = Practice(
        SimulatedSource(CALM, seed=1, lung_guide=lambda time_s: practice.lung_position(time_s)),
        start_ns=time.monotonic_ns(),
    )
    try:
        run_window(
            practice, BreathPattern(), minutes=1000.0, start_at_once=True, should_stop=clock.should_stop
        )
    finally:
        practice.end()
    return clock.cost()


def _memory_mb() -> float:
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to run (60)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    cost = asdict(measure(options.seconds))
    if options.json:
        print(json.dumps(cost))
        return
    for name, value in cost.items():
        print(f"{name:26} {value:.2f}" if isinstance(value, float) else f"{name:26} {value}")


if __name__ == "__main__":
    main()
