"""Guided by coverage where atheris is installed: ``python -m tests.fuzz [-runs=N] [libFuzzer's options]``.

An input that breaks something is written into the folder that is named, and the exit status is not 0.
"""

import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final

DEFAULT_RUNS: Final = 1_000_000
_LIMITS: Final = ("-max_len=512", "-timeout=5", "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=0")
_WARM_UP: Final = 0.1
"""Share of the runs after which memory must have stopped growing."""


class Tally:
    """Counts runs and events, and prints them with the memory of the process."""

    def __init__(self, check: Callable[[bytes, "Counter[str]"], None], runs: int) -> None:
        self._check = check
        self._runs = runs
        self._done = 0
        self._seen: Counter[str] = Counter()
        self._warm_mb = 0.0

    def run(self, data: bytes) -> None:
        self._check(data, self._seen)
        self._done += 1
        if self._done == int(_WARM_UP * self._runs):
            self._warm_mb = resident_mb()
        elif self._done == self._runs:
            self._print()

    def _print(self) -> None:
        now_mb = resident_mb()
        print(f"{self._done} runs, {self._seen.total()} packets, no exception but the typed ones")
        print(", ".join(f"{name} {count}" for name, count in self._seen.most_common()))
        print(
            f"memory {now_mb:.1f} MB, {now_mb - self._warm_mb:+.1f} MB since {_WARM_UP:.0%} of the runs",
            flush=True,
        )


def resident_mb() -> float:
    """Resident memory of this process; 0 where the system does not tell it this way."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def run_engine(packets: int) -> None:
    """Take packets through one decoder and one engine, and print what memory does meanwhile."""
    from tests.fuzz.engine import EngineFuzz

    fuzz = EngineFuzz(seed=1)
    fuzz.feed(round(_WARM_UP * packets))
    warm_mb = resident_mb()
    fuzz.feed(packets - round(_WARM_UP * packets))
    now_mb = resident_mb()
    print(f"{fuzz.seen.total()} packets through one engine, no exception")
    print(", ".join(f"{name} {count}" for name, count in fuzz.seen.most_common()))
    print(
        f"memory {now_mb:.1f} MB, {now_mb - warm_mb:+.1f} MB since {_WARM_UP:.0%} of the packets", flush=True
    )


def main() -> None:
    options = sys.argv[1:]
    runs = next((int(o.partition("=")[2]) for o in options if o.startswith("-runs=")), DEFAULT_RUNS)
    # First, for atheris ends the process.
    run_engine(runs)
    if find_spec("atheris"):
        _run_guided(runs, [o for o in options if not o.startswith("-runs=")])
    else:
        print("atheris is not installed: mutations by chance", file=sys.stderr)
        _run_by_chance(runs)


def _run_guided(runs: int, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["devices", "sessions"]):
        decoders = importlib.import_module("tests.fuzz.decoders")
    from tests.fuzz.corpus import INPUTS

    folder = Path(tempfile.mkdtemp(prefix="biofeedback-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, data in enumerate(INPUTS):
        (corpus / f"valid-{number}").write_bytes(data)
    print(f"corpus and findings in {folder}", flush=True)
    arguments = [sys.argv[0], f"-runs={runs}", f"-artifact_prefix={folder}/", *_LIMITS, *options, str(corpus)]
    atheris.Setup(arguments, Tally(decoders.check, runs).run)
    atheris.Fuzz()


def _run_by_chance(runs: int) -> None:
    from tests.fuzz.decoders import check
    from tests.fuzz.mutation import mutated_inputs

    tally = Tally(check, runs)
    for data in islice(mutated_inputs(seed=1), runs):
        tally.run(data)


if __name__ == "__main__":
    main()
