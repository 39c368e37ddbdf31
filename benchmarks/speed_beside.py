"""What analysis and replay cost beside an older commit: ``python -m benchmarks.speed_beside COMMIT``.

Both read the same files in turn, each measurement in its own process. The older one writes them. CPU time
is printed, without the start of the interpreter. Prints figures, judges nothing.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.beside import source_of

_ROOT: Final = Path(__file__).parents[1]
_MINUTES: Final = 10
_HOURS: Final = 24

_ANALYSIS: Final = """
from pathlib import Path
from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
def measured():
    analyse(load_recording(Path(FILE)), AnalysisOptions())
"""

_REPLAY: Final = """
from pathlib import Path
from biofeedback.engine.engine import Engine
from sessions.store import read_header
try:
    from biofeedback.engine.run import run
    from sessions.events import decoded
    from sessions.replay import replayed
    def states(path, engine):
        return run(decoded(replayed(path, speed=None)), engine=engine)
except ImportError:  # as it was in version 0.1.0
    from devices.notifications import Notification
    from devices.straps.decoder import decode
    from sessions.replay import replay
    def states(path, engine):
        for one in replay(path, speed=None):
            yield engine.process(decode(one) if isinstance(one, Notification) else one)
def measured():
    for _ in states(Path(FILE), Engine(read_header(Path(FILE)).start_ns)):
        pass
"""

_MEASURE: Final = """
import time
begin_s = time.process_time()
measured()
print(time.process_time() - begin_s)
"""


def cpu_s(tree: Path, work: str, file: Path) -> float:
    """Return the CPU seconds that a source takes for one kind of work on a file."""
    code = work.replace("FILE", repr(str(file))) + _MEASURE
    environment = os.environ | {"PYTHONPATH": str(tree), "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tree, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return float(ended.stdout)


def write_files(tree: Path, folder: Path) -> tuple[Path, Path]:
    """Write ten minutes of a simulated session, and a day of intervals."""
    session, day = folder / "ten-minutes.session", folder / "day.txt"
    simulate = [sys.executable, "-m", "biofeedback", "simulate", "--minutes", str(_MINUTES)]
    subprocess.run([*simulate, "--output", str(session)], cwd=tree, check=True, stdout=subprocess.DEVNULL)
    beats = round(_HOURS * 3600 / 0.9)
    day.write_text("".join(f"{900 + 60 * (beat % 7 - 3) + beat % 11}\n" for beat in range(beats)))
    return session, day


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", help="what to compare with")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as source:
        trees = source_of(options.commit, Path(source)), _ROOT
        session, day = write_files(trees[0], Path(folder))
        kinds = (
            (f"analysis of {_MINUTES} minutes of RR and acceleration", _ANALYSIS, session),
            (f"replay of {_MINUTES} minutes, a state for each record", _REPLAY, session),
            (f"analysis of {_HOURS} h of RR", _ANALYSIS, day),
        )
        print(f"seconds of CPU, median of {options.runs} runs: {options.commit[:12]}, today, times as fast")
        for name, work, file in kinds:
            runs = [[cpu_s(tree, work, file) for tree in trees] for _ in range(options.runs)]
            before_s, today_s = (median(column) for column in zip(*runs, strict=True))
            print(f"{name:52} {before_s:6.2f} {today_s:6.2f} {before_s / today_s:5.2f}", flush=True)


if __name__ == "__main__":
    main()
