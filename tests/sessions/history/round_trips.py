"""Six sessions there and back in every format, compared field by field, as recorded in three time zones.

python -m tests.sessions.history.round_trips prints the table.
"""

import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import biofeedback.words.speech  # noqa: F401 (errors are sentences)
from biofeedback.analysis.export import session_export
from biofeedback.analysis.heart_judge import HeartJudge
from biofeedback.practice.simulated import simulated_records
from devices.breath_pattern import BreathPattern
from devices.events import (
    GuideChanged,
    ImportedInterval,
    LinkChanged,
    LinkState,
    Marker,
    Rating,
    RatingMoment,
    Tick,
)
from devices.message import verbatim
from devices.simulated.scenario import load_scenario
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder
from sessions.formats.export import Phase, SessionExport
from sessions.formats.plain_export import plain_export
from sessions.formats.registry import EXPORTS
from sessions.history.imports import import_file
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, read_header, write_session
from sessions.zone import Zone

ZONES: Final = {
    "Europe/Berlin": datetime(2026, 3, 29, 0, 58, 30, tzinfo=UTC),
    "America/New_York": datetime(2026, 11, 1, 5, 58, 30, tzinfo=UTC),
    "Asia/Kolkata": datetime(2026, 6, 1, 18, 28, 30, tzinfo=UTC),
}
"""Starts a minute and a half before the clocks change; in India, where they never do, before midnight."""

ORDINARY: Final = datetime(2026, 5, 4, 6, 30, 0, 250_000, tzinfo=UTC)
_OFFSETS_S: Final = {"Europe/Berlin": 3600, "America/New_York": -4 * 3600, "Asia/Kolkata": 19_800}
_SUMMER_S: Final = _OFFSETS_S | {"Europe/Berlin": 7200}

_WORDS: Final = (
    Marker(20_000_000_000, verbatim("coughed")),
    Rating(30_000_000_000, "Fear of pain", 6.0, RatingMoment.BEFORE),
)


def _simulated(scenario: str, minutes: float, *, ecg: bool = False) -> list[Record]:
    records = simulated_records(load_scenario(scenario), seed=3, minutes=minutes, ecg=ecg)
    return sorted([*records, *_WORDS], key=lambda one: one.time_ns)


def _imported(minutes: float) -> list[Record]:
    end_s = [0.8 * beat + (5.0 if beat > 60 else 0.0) for beat in range(1, round(75 * minutes))]
    intervals = [
        ImportedInterval(round(one * 1e9), 800.0, beat not in (0, 60)) for beat, one in enumerate(end_s)
    ]
    ends = LinkChanged(0, LinkState.STREAMING), LinkChanged(intervals[-1].time_ns, LinkState.IDLE)
    return sorted([*ends, *intervals, *_WORDS], key=lambda one: one.time_ns)


def _without_strap(minutes: float) -> list[Record]:
    ticks = [Tick(second * 10**9) for second in range(round(60 * minutes) + 1)]
    begin = GuideChanged(2 * 10**9, True, BreathPattern())
    return sorted([begin, *ticks, *_WORDS], key=lambda one: one.time_ns)


KINDS: Final[dict[str, tuple[Origin, Callable[[float], list[Record]]]]] = {
    "with ECG": (Origin.SIMULATED, lambda minutes: _simulated("calm", minutes, ecg=True)),
    "rates alone": (Origin.SIMULATED, lambda minutes: _simulated("rate-only", minutes)),
    "link losses": (Origin.SIMULATED, lambda minutes: _simulated("link-losses", minutes)),
    "imported": (Origin.IMPORT, _imported),
    "change of clocks": (Origin.SIMULATED, lambda minutes: _simulated("calm", minutes)),
    "without a strap": (Origin.NONE, _without_strap),
}


def write_kind(kind: str, zone: str, path: Path, *, minutes: float = 4.0) -> Path:
    """Write one of the six sessions, as recorded in a zone."""
    origin, made = KINDS[kind]
    across = kind == "change of clocks"
    started_at = ZONES[zone] if across else ORDINARY
    offset_s = (_OFFSETS_S if across else _SUMMER_S)[zone]
    header = SessionHeader(started_at, 0, origin, Zone(offset_s, zone))
    write_session(path, header, map(encode_record, made(minutes)))
    return path


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a session before and after: whether it is the same, and how far it is off at most."""

    field: str
    is_same: bool
    said: str


def there_and_back(session: Path, name: str, folder: Path) -> list[Compared] | str:
    """Export, import and export a session again; return each field compared, or why it was refused."""
    form = next(one for one in EXPORTS if one.name == name)
    before = _exported(session, name)
    try:
        written = form.write(before)
    except SessionFileError as refused:
        return f"refused: {refused.message}"
    path = _written(written, folder, name)
    try:
        imported = import_file(path, SessionFolder(folder), HeartJudge()).summary.file
    except SessionFileError as refused:
        return f"not read back: {refused.message}"
    after = _exported(imported, name)
    assert read_header(imported).origin is Origin.IMPORT
    compared = list(_compared(before, after, name))
    if not isinstance(written, bytes):
        return compared  # an import keeps no samples, and without samples there is no second dataset
    again = form.write(after)
    assert isinstance(again, bytes)
    return [*compared, _same_text(name, written, again)]


def _written(content: bytes | Mapping[str, bytes], folder: Path, name: str) -> Path:
    """Write an export; return the file to import, which for a dataset is the table of its first signal."""
    if isinstance(content, bytes):
        path = folder / f"exported.{name}"
        path.write_bytes(content)
        return path
    for within, each in content.items():
        (folder / within).parent.mkdir(parents=True, exist_ok=True)
        (folder / within).write_bytes(each)
    return folder / next(one for one in content if one.endswith("_physio.tsv.gz"))


def _exported(session: Path, name: str) -> SessionExport:
    return plain_export(session) if name == "rr" else session_export(session, samples=name != "csv")


def _compared(before: SessionExport, after: SessionExport, name: str) -> Iterator[Compared]:
    shift_s = (after.started_at - before.started_at).total_seconds()
    yield Compared("start", abs(shift_s) <= 2e-6, f"{shift_s:.6f} s")
    yield Compared("time zone", before.zone == after.zone, f"{after.zone_text}")
    yield _series("intervals", [b.rr_ms for b in before.beats], [b.rr_ms for b in after.beats], 6e-4, "ms")
    if name == "rr":
        return
    ends = [[beat.time_s for beat in one.beats] for one in (before, after)]
    yield _series("times of beats", ends[0], [one + shift_s for one in ends[1]], 2e-6, "s")
    breaks = [[beat.adjacent for beat in one.beats] for one in (before, after)]
    yield Compared("breaks", breaks[0] == breaks[1], f"{sum(not one for one in breaks[1])}")
    rates = [[float(rate.rate_per_min) for rate in one.rates] for one in (before, after)]
    yield _series("heart rates", rates[0], rates[1], 0.0, "/min")
    if name == "csv":
        return
    names = [[one.name for one in _ordered(each)] for each in (before, after)]
    yield Compared("kinds of breaths", names[0] == names[1], f"{len(names[1])}")
    onsets = [[one.onset_s for one in _ordered(each)] for each in (before, after)]
    yield _series("breaths", onsets[0], [one + shift_s for one in onsets[1]], 2e-6, "s")
    notes = [[one.text for one in each.notes] for each in (before, after)]
    yield Compared("words", notes[0] == notes[1], f"{len(notes[1])}")


def _ordered(export: SessionExport) -> list[Phase]:
    return sorted(export.phases, key=lambda one: (one.name, one.onset_s))


def _series(field: str, before: list[float], after: list[float], within: float, unit: str) -> Compared:
    if len(before) != len(after):
        return Compared(field, is_same=False, said=f"{len(after)} of {len(before)}")
    off = max((abs(a - b) for a, b in zip(before, after, strict=True)), default=0.0)
    return Compared(field, off <= within, f"{len(after)} ± {off:.2g} {unit}")


def _same_text(name: str, written: bytes, again: bytes) -> Compared:
    """Compare what is written the second time; labels are judged anew, so csv is compared without them."""
    if name == "csv":
        rows = [list(csv.DictReader(io.StringIO(one.decode()))) for one in (written, again)]
        kept = [[{key: row[key] for key in row if key != "label"} for row in one] for one in rows]
        return Compared("file", kept[0] == kept[1], f"{len(rows[1])} rows")
    if name == "edf":
        return Compared("file", written[88:184] == again[88:184], written[88:168].decode().strip())
    return Compared("file", written == again, f"{len(again)} bytes")


def main() -> None:
    """Print the table."""
    for zone in ZONES:
        for kind in KINDS:
            for form in EXPORTS:
                with tempfile.TemporaryDirectory() as folder:
                    session = write_kind(kind, zone, Path(folder) / "a.session", minutes=3.0)
                    found = there_and_back(session, form.name, Path(folder))
                if isinstance(found, str):
                    told = found
                else:
                    told = "; ".join(
                        f"{one.field} {'same' if one.is_same else 'OTHER'} ({one.said})" for one in found
                    )
                sys.stdout.write(f"| {zone} | {kind} | {form.name} | {told} |\n")


if __name__ == "__main__":
    main()
