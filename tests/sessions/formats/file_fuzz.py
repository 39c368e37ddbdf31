"""Mutated files of each format: ``python -m tests.sessions.formats.file_fuzz [-runs=20000] [FORMAT …]``.

Every input ends in a recording or in one sentence of ours, within five seconds and 500 MB.
"""

import json
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import edfio
import numpy as np

from biofeedback.analysis.plausible import require_heart
from sessions.errors import SessionFileError
from sessions.formats.export import ExportedBeat, ExportedRate, Note, SessionExport
from sessions.formats.intervals import IntervalRecording
from sessions.formats.rates import RateRecording
from sessions.formats.registry import export_format, read_file
from sessions.zone import Zone
from tests.sessions.formats.dressed import dressed, series
from tests.sessions.formats.watches.fit_files import activity

MOST_S: Final = 5.0
MOST_MB: Final = 500.0
RUNS: Final = 20_000
_PIECES: Final = (
    b"1e308", b"-", b"\n", b",", b";", b"\t", b'"', b"99999999999", b"nan", b"\0", b"\xff\xff\xff\xff",
    b"inf", b"[", b"{", b"0", b"\r", b"#", b":", b"-1", b"\xef\xbb\xbf", b"2026-03-04", b"12:00:00", b"PT1S",
    b"1_0", b"e", b" ",
)  # fmt: skip


def edf(random: Random) -> bytes:
    rate_hz = random.choice([50, 130])
    signals = [
        edfio.EdfSignal(
            np.sin(np.arange(3 * rate_hz) / 9.0 + row), rate_hz, label=label, physical_dimension=unit,
            physical_range=(-2.0, 2.0),
        )
        for row, (label, unit) in enumerate((("ECG", "mV"), ("ACC X", "g"), ("ACC Y", "g"), ("ACC Z", "g")))
    ]  # fmt: skip
    marks = [edfio.EdfAnnotation(0.5, None, "beat"), edfio.EdfAnnotation(1.4, None, "beat")]
    with tempfile.NamedTemporaryFile(suffix=".edf") as file:
        edfio.Edf(signals, annotations=marks).write(file.name)
        return Path(file.name).read_bytes()


def bdf(random: Random) -> bytes:
    content = edf(random)
    return b"\xffBIOSEMI" + content[8:]


def hrm(random: Random) -> bytes:
    rows = [f"{rr:g}" for rr in series(random, 40)]
    head = ["[Params]", "Version=106", "Date=20260304", "StartTime=07:00:00.0", "Interval=238", "[HRData]"]
    return "\r\n".join((*head, *rows)).encode()


def flow(random: Random) -> bytes:
    rows = [{"duration": f"PT{rr / 1000:.3f}S", "offline": False} for rr in series(random, 25)]
    exercise = {"startTime": "2026-03-04T07:00:00.000", "samples": {"rr": rows}}
    return json.dumps({"exercises": [exercise, exercise]}).encode()


def empatica(random: Random) -> bytes:
    now_s, rows = 3.0, ["1772607600.000000, IBI"]
    for rr in series(random, 40):
        now_s += rr / 1000.0
        rows.append(f"{now_s:.6f},{rr / 1000:.6f}")
    return "\n".join(rows).encode()


def open_hrv(random: Random) -> bytes:
    values = enumerate(series(random, 50))
    rows = [f"InterBeatInterval,{rr:g},2026-03-04T07:00:{row:02d}.5" for row, rr in values]
    return "\n".join(("event,value,timestamp", "PacerRate,6,2026-03-04T07:00:00", *rows)).encode()


def logger(random: Random) -> bytes:
    values = enumerate(series(random, 50))
    rows = [f"2026-03-04 07:00:{row:02d} +0100,{rr:g},{900 * row}" for row, rr in values]
    return "\n".join(("date,rr,since start", *rows)).encode()


def samples(random: Random) -> bytes:
    names = "Phone timestamp;sensor timestamp [ns];ecg [uV]\n"
    if random.random() < 0.5:
        names = "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]\n"
    values = ";".join("12" for _ in range(names.count(";") - 1))
    return (
        names.encode()
        + "\n".join(
            f"2026-03-04T07:00:00.{row * 7:03d};{599616050941733632 + row * 7692308};{values}"
            for row in range(60)
        ).encode()
    )


def text(random: Random) -> bytes:
    values = [f"{rr:g}" for rr in series(random, 40)]
    return random.choice(["\n", " ", ",", "\r\n"]).join(values).encode(random.choice(["utf-8", "utf-16"]))


def listed(random: Random) -> bytes:
    values = [f"{rr:g}" for rr in series(random, 40)]
    return random.choice(["[{0}]", '{{"rr": [{0}], "a": [[1, 2]]}}']).format(",".join(values)).encode()


def own(name: str, *, rates: bool) -> Callable[[Random], bytes]:
    """Return what makes our own exports: of beats with a pause, or of heart rates."""

    def made(random: Random) -> bytes:
        end_s, beats = 0.0, []
        for row, rr_ms in enumerate(series(random, 40)):
            end_s += rr_ms / 1000.0 + 9.0 * (row == 20)
            beats.append(ExportedBeat(end_s, rr_ms, "normal", row not in (0, 20)))
        told = [ExportedRate(float(second), random.randrange(50, 90)) for second in range(40)]
        zone = random.choice((None, Zone(3600, "Europe/Berlin"), Zone(-12_600)))
        started_at = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
        session = SessionExport(
            started_at, 60.0, () if rates else beats, notes=[Note(3.0, "coughed")], rates=told, zone=zone
        )
        written = export_format(name).write(session)
        assert isinstance(written, bytes)
        return written

    return made


def bids_samples(random: Random) -> bytes:
    rows = (f"{row / 130:.6f}\t{random.randrange(-900, 900)}" for row in range(120))
    return "\n".join(rows).encode()


def bids_events(random: Random) -> bytes:
    end_s, rows = 0.0, []
    for rr_ms in series(random, 40):
        end_s += rr_ms / 1000.0
        rows.append(f"{end_s:.6f}\tn/a\tbeat\t{rr_ms:.3f} ms since the beat before")
        rows.append(f"{end_s:.6f}\t1.5\tinhale\tn/a\n{end_s:.6f}\tn/a\theart rate\t71 per minute")
    return "\n".join(rows).encode()


FORMATS: Final[dict[str, Callable[[Random], bytes]]] = {
    "edf": edf, "bdf": bdf, "fit": lambda random: activity(random.randrange(10**6)).content, "polar_hrm":
    hrm, "polar_flow": flow, "open_hrv": open_hrv, "empatica_ibi": empatica, "hrv_logger": logger,
    "signal_table": samples, "csv": lambda random: dressed(random.randrange(10**6)).content, "rr_text": text,
    "json": listed,
    "own_beats": own("csv", rates=False), "own_rates": own("csv", rates=True),
    "own_edf": own("edf", rates=False), "own_edf_rates": own("edf", rates=True),
    "bids_samples": bids_samples, "bids_events": bids_events,
}  # fmt: skip

_DESCRIBED: Final = {
    "bids_samples": {"Columns": ["timestamp", "cardiac"], "cardiac": {"Units": "uV"}},
    "bids_events": {"Columns": ["onset", "duration", "trial_type", "message"]},
}
"""What stands beside a table whose columns have no names."""


def place_of(name: str, folder: Path) -> Path:
    """Return where the files of a format are written, with the description that belongs to it."""
    if (about := _DESCRIBED.get(name)) is None:
        return folder / "any"
    stem = f"sub-01_physio{'events' if name == 'bids_events' else ''}"
    (folder / name).mkdir()
    (folder / name / f"{stem}.json").write_text(json.dumps(about))
    return folder / name / f"{stem}.tsv"


def mutated(make: Callable[[Random], bytes], seed: int) -> Iterator[bytes]:
    """Yield one mutated file after the other."""
    random = Random(seed)
    seeds = [make(random) for _ in range(30)]
    while True:
        content = bytearray(random.choice(seeds))
        for _ in range(random.randint(1, 6)):
            near = len(content) if random.random() < 0.6 else min(300, len(content))
            place = random.randrange(near + 1)
            match random.randrange(6):
                case 0:
                    content[place : place + 1] = random.randbytes(1)
                case 1:
                    content[place : place + random.randint(0, 8)] = random.choice(_PIECES)
                case 2:
                    content[place : place + random.randint(1, 200)] = b""
                case 3:
                    content[place:place] = content[place : place + random.randint(1, 400)] * random.randint(
                        1, 4
                    )
                case 4:
                    del content[place:]
                case _:
                    content[place : place + 4] = random.randbytes(4)
            if not content:
                content = bytearray(b" ")
        yield bytes(content)


def check(path: Path, content: bytes, seen: "Counter[str]") -> float:
    """Read one input, and return how long that took."""
    path.write_bytes(content)
    begun_s = time.process_time()
    try:
        found = read_file(path)
        if isinstance(found, IntervalRecording):
            require_heart(path, found)
            assert len(found.rr_ms) == len(found.end_s) == len(found.adjacent) > 0
        if isinstance(found, RateRecording):
            assert len(found.time_s) == len(found.rate_per_min) > 0
        seen[found.format] += 1
    except SessionFileError:
        seen["refused"] += 1
    return time.process_time() - begun_s


def main() -> None:
    runs = next((int(one.partition("=")[2]) for one in sys.argv[1:] if one.startswith("-runs=")), RUNS)
    names = [one for one in sys.argv[1:] if not one.startswith("-")] or list(FORMATS)
    findings = Counter[str]()
    folder = Path(tempfile.mkdtemp(prefix="biofeedback-files-"))
    for name in names:
        path = place_of(name, folder)
        seen, longest_s = Counter[str](), 0.0
        for number, content in zip(range(runs), mutated(FORMATS[name], seed=1), strict=False):
            try:
                longest_s = max(longest_s, check(path, content, seen))
            except Exception as error:
                kept = folder / f"{name}-{number}"
                kept.write_bytes(content)
                place = traceback.extract_tb(error.__traceback__)[-1]
                findings[f"{type(error).__name__} in {place.filename}:{place.lineno}, as with {kept}"] += 1
        mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = ", ".join(f"{one} {count}" for one, count in seen.most_common(5))
        print(f"{name}: {runs} inputs, longest {longest_s:.2f} s, {mb:.0f} MB; {told}", flush=True)
        assert longest_s < MOST_S
        assert mb < MOST_MB
    for finding, often in findings.items():
        print(f"{often} times {finding}")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
