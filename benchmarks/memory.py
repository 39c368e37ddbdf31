"""Memory of the practise window over simulated hours; prints figures, judges nothing (Linux).

The real window and recorder, with a clock that is moved as fast as the computer can, before a simulated strap
in another process. Resident memory is that of this process now, not the largest there was.
"""

import argparse
import gc
import os
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks.strap_process import StrapProcess
from biofeedback.person.settings import Settings, WindowSettings
from biofeedback.practice.practice import Practice
from biofeedback.window.choices import WindowChoices
from biofeedback.window.window import PracticeWindow
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader

_NS: Final = 1_000_000_000
_START_NS: Final = 5_000 * _NS
_DETAILS: Final = Settings(window=WindowSettings(depth="details"))
_STEP_S: Final = 0.25
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_SETTLED_S: Final = 300.0


class MovedWindow:
    """The window, with a clock that is moved.

    Parameters
    ----------
    file : Path
        Of the recording.
    ecg : bool
        Whether the strap sends its ECG too.
    """

    def __init__(self, file: Path, *, ecg: bool) -> None:
        self.now_ns = _START_NS
        self.source = StrapProcess(_START_NS, ecg=ecg)
        recorder = Recorder(file, SessionHeader(datetime.now(UTC), _START_NS, Origin.SIMULATED))
        self.practice = Practice(
            self.source, start_ns=_START_NS, recorder=recorder, clock_ns=lambda: self.now_ns
        )
        self.window = PracticeWindow(
            self.practice, WindowChoices(minutes=10_000.0, start_at_once=True, settings=_DETAILS)
        )
        self.window.show()

    def live(self, seconds: float) -> None:
        """Let time go on, four frames a second."""
        for _ in range(round(seconds / _STEP_S)):
            self.now_ns += round(_STEP_S * _NS)
            self.source.advance(self.now_ns)
            self.window.tick()
            QApplication.processEvents()

    def close(self) -> None:
        self.window.end()
        self.window.panel.wait_for_loading()
        self.practice.end()
        self.source.close()


def memory_mb() -> float:
    """Return the resident memory of this process."""
    resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(resident) * _PAGE_BYTES / 1e6


def measure(hours: float, every_s: float, *, ecg: bool) -> None:
    """Print the memory as time goes by, and of which objects there are more than at the time before."""
    with tempfile.TemporaryDirectory() as folder:
        moved = MovedWindow(Path(folder) / "benchmark.session", ecg=ecg)
        moved.live(_SETTLED_S)
        lived_s, before = _SETTLED_S, _objects()
        print(f"{'hours':>6}{'MB':>8}{'CPU s':>8}  more objects than before")
        while True:
            more = ", ".join(f"{name} {count}" for name, count in (_objects() - before).most_common(5))
            print(f"{lived_s / 3600.0:6.2f}{memory_mb():8.1f}{time.thread_time():8.1f}  {more}", flush=True)
            if lived_s >= 3600.0 * hours:
                break
            before = _objects()
            until_s = min(3600.0 * hours, (lived_s // every_s + 1.0) * every_s)
            moved.live(until_s - lived_s)
            lived_s = until_s
        moved.close()


def _objects() -> Counter[str]:
    gc.collect()
    return Counter(type(one).__qualname__ for one in gc.get_objects())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0, help="of practice (8)")
    parser.add_argument("--every", type=float, default=60.0, help="minutes between two looks (60)")
    parser.add_argument("--ecg", action="store_true", help="the strap sends its ECG too")
    options = parser.parse_args()
    application = QApplication.instance() or QApplication(["biofeedback"])
    measure(options.hours, 60.0 * options.every, ecg=options.ecg)
    application.quit()


if __name__ == "__main__":
    main()
