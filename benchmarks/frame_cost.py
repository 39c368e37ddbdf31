"""What a frame of the practise window costs; prints figures, judges nothing.

Runs the real window, offscreen unless QT_QPA_PLATFORM says otherwise, with recorder and a simulated strap,
in this process or over Bluetooth. The cost of a frame is the CPU time of the GUI thread from one tick to the
next: engine, painting and event loop.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from biofeedback.display.application import run_window
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.practice import Practice
from biofeedback.settings import GuideStyle, Settings, WindowSettings
from devices.notifications import HEART_RATE_MEASUREMENT
from devices.simulated.scenario import Scenario
from devices.simulated.source import SimulatedSource
from devices.simulated.strap import SimulatedStrap
from devices.simulated.traits import CALM
from devices.source import Source
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader


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


def measure(
    seconds: float,
    source: Source,
    practice_of: list[Practice],
    *,
    style: GuideStyle = "circle",
    idle: bool = False,
) -> FrameCost:
    """Run the window for so many seconds, recorder and all; the lungs find the practice in the list.

    Idle, the guide waits for a key that nobody presses.
    """
    clock = FrameClock(seconds)
    start_ns = time.monotonic_ns()
    with tempfile.TemporaryDirectory() as folder:
        header = SessionHeader(datetime.now(UTC), start_ns, Origin.SIMULATED)
        recorder = Recorder(Path(folder) / "benchmark.session", header)
        practice = Practice(source, start_ns=start_ns, recorder=recorder)
        practice_of.append(practice)
        try:
            run_window(
                practice,
                BreathPattern(),
                minutes=1000.0,
                start_at_once=not idle,
                should_stop=clock.should_stop,
                settings=Settings(window=WindowSettings(guide_style=style)),
            )
        finally:
            practice.end()
    return clock.cost()


def measure_simulated(seconds: float, *, style: GuideStyle, idle: bool) -> FrameCost:
    """Measure with the simulated strap in this process, acceleration and all."""
    practice_of: list[Practice] = []
    source = SimulatedSource(
        Scenario(), seed=1, lung_guide=lambda time_s: practice_of[0].lung_position(time_s)
    )
    return measure(seconds, source, practice_of, style=style, idle=idle)


def measure_over_bluetooth(seconds: float) -> FrameCost:
    """Measure with the same beats over the laboratory's air, by bleak's BlueZ backend."""
    from devices.bluetooth_thread import BluetoothStrap
    from tests.laboratory import Laboratory, Packet

    notifications = SimulatedStrap(CALM, seed=1).advance(round(seconds * 1e9))
    packets = [
        Packet(n.time_ns / 1e9, n.data) for n in notifications if n.characteristic == HEART_RATE_MEASUREMENT
    ]
    with Laboratory(interval_ms=30) as laboratory:
        laboratory.add_strap().play(packets)
        os.environ.update(laboratory.environment())
        return measure(seconds, BluetoothStrap(), [])


def _memory_mb() -> float:
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to run (60)")
    parser.add_argument("--bluetooth", action="store_true", help="over the laboratory's air (Linux)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--idle", action="store_true", help="before the first breath")
    parser.add_argument("--style", choices=("circle", "wave", "still"), default="circle", help="of the guide")
    options = parser.parse_args()
    if options.bluetooth:
        measured = measure_over_bluetooth(options.seconds)
    else:
        measured = measure_simulated(options.seconds, style=options.style, idle=options.idle)
    cost = asdict(measured)
    if options.json:
        print(json.dumps(cost))
        return
    for name, value in cost.items():
        print(f"{name:26} {value:.2f}" if isinstance(value, float) else f"{name:26} {value}")


if __name__ == "__main__":
    main()
