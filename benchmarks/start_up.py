"""CPU seconds of commands that must be there at once.

The window's start includes its end and what is loaded after the first frame, so it is more than the first
frame takes; `benchmarks.frame_cost` prints that moment itself.
"""

import os
import resource
import subprocess
import sys
from statistics import median

RUNS = 7
WINDOW = ["-m", "biofeedback", "train", "--simulated", "--no-record", "--start-now", "--minutes", "0.0001"]


def cpu_s(*command: str) -> float:
    """CPU of a command and its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    print(f"CPU of a start, median of {RUNS} runs:")
    for name, command in (
        ("python -c pass", ["-c", "pass"]),
        ("biofeedback --help", ["-m", "biofeedback", "--help"]),
        ("biofeedback sessions list", ["-m", "biofeedback", "sessions", "list"]),
        ("a window, opened and closed", WINDOW),
    ):
        taken_s = median(cpu_s(sys.executable, *command) for _ in range(RUNS))
        print(f"  {name:<28}{taken_s:6.3f} s")


if __name__ == "__main__":
    main()
