"""From a heart beat's notification to its pixel; prints figures, judges nothing (Linux).

A strap in the laboratory's air sends beats and acceleration, and the real window hears it through bleak.
A beat is sent when the strap hands it to the air, where it waits for the link's next turn, 30 ms apart;
received when bleak has called back; painted when the chart that shows it is. Wall time: other work on the
computer is in it.
"""

import argparse
import time
from statistics import median, quantiles

import pyqtgraph as pg
from PySide6.QtGui import QPaintEvent

from benchmarks.bluetooth_run import run_over_bluetooth
from benchmarks.window_run import Conditions
from biofeedback.practice.practice import Practice
from devices.events import Event, HeartRateMeasurement

_BEGINNING = 5
"""Beats that are not counted: the charts are being loaded, and the link was opened a moment ago."""


class PaintClock:
    """Notes when beats were received, and when the chart was painted after that."""

    def __init__(self) -> None:
        self.received_s: list[float] = []
        self.painted_s: dict[int, float] = {}
        self._waiting: list[int] = []

    def begin(self, practice: Practice) -> None:
        practice.listen(self._take)

    def watch_charts(self) -> None:
        """Be told of each painting of a chart; before the first chart is made."""
        paint = pg.GraphicsView.paintEvent

        def painted(view: pg.GraphicsView, event: QPaintEvent) -> None:
            paint(view, event)
            now_s = time.monotonic()
            self.painted_s.update((number, now_s) for number in self._waiting)
            self._waiting.clear()

        pg.GraphicsView.paintEvent = painted

    def _take(self, event: Event) -> None:
        if isinstance(event, HeartRateMeasurement):
            if event.rr_ticks:  # Without an interval there is nothing new to paint.
                self._waiting.append(len(self.received_s))
            self.received_s.append(event.time_ns / 1e9)


def measure(seconds: float, conditions: Conditions) -> dict[str, list[float]]:
    """Return the latencies of the beats in milliseconds, by their part of the way."""
    clock = PaintClock()
    clock.watch_charts()
    until_s = time.monotonic() + seconds
    sent = run_over_bluetooth(
        conditions, seconds, should_stop=lambda: time.monotonic() > until_s, begun=clock.begin
    )
    ways = [
        (sent[number].time_s, clock.received_s[number], painted_s)
        for number, painted_s in clock.painted_s.items()
    ]
    counted = ways[_BEGINNING:]
    return {
        "sent to received": [1000.0 * (received - sent) for sent, received, _ in counted],
        "received to painted": [1000.0 * (painted - received) for _, received, painted in counted],
        "sent to painted": [1000.0 * (painted - sent) for sent, _, painted in counted],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long to run (120)")
    parser.add_argument("--ecg", action="store_true", help="the strap sends its ECG too")
    parser.add_argument("--sound", action="store_true", help="with sound, on a device that plays to nobody")
    options = parser.parse_args()
    ways = measure(options.seconds, Conditions(options.ecg, options.sound))
    print(f"{len(ways['sent to painted'])} beats, in ms{'p50':>12}{'p95':>8}{'p99':>8}{'longest':>10}")
    for name, latencies_ms in ways.items():
        percentiles = quantiles(latencies_ms, n=100)
        figures = f"{median(latencies_ms):8.1f}{percentiles[94]:8.1f}{percentiles[98]:8.1f}"
        print(f"{name:<22}{figures}{max(latencies_ms):10.1f}")


if __name__ == "__main__":
    main()
