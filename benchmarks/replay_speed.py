"""How much faster than real time a session is replayed, by the engine alone and as a whole process."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from biofeedback.engine.engine import Engine
from biofeedback.engine.run import run
from sessions.events import decoded
from sessions.replay import replay
from sessions.store import read_header

MINUTES = 10
RUNS = 5


def engine_s(session: Path) -> float:
    """Seconds to read, decode and process the session, a state for each record."""
    begin_s = time.perf_counter()
    engine = Engine(read_header(session).start_ns)
    for _ in run(decoded(replay(session, speed=None)), engine=engine):
        pass
    return time.perf_counter() - begin_s


def process_s(session: Path, *options: str) -> float:
    """Seconds for the command, start of the interpreter included."""
    command = [sys.executable, "-m", "biofeedback", "replay", str(session), "--speed", "max", *options]
    begin_s = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin_s


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = Path(folder) / "calm.session"
        simulate = [sys.executable, "-m", "biofeedback", "simulate", "--minutes", str(MINUTES)]
        subprocess.run([*simulate, "--output", str(session)], check=True, stdout=subprocess.DEVNULL)
        length_s = 60.0 * MINUTES
        print(f"replay of {MINUTES} minutes, median of {RUNS} runs:")
        measures: tuple[tuple[str, Callable[[], float]], ...] = (
            ("engine alone", lambda: engine_s(session)),
            ("whole process", lambda: process_s(session)),
            ("whole process, --json", lambda: process_s(session, "--json")),
        )
        for name, measure in measures:
            taken_s = median(measure() for _ in range(RUNS))
            print(f"  {name:<24}{1000 * taken_s:6.0f} ms  {length_s / taken_s:6.0f} times real time")


if __name__ == "__main__":
    main()
