"""Every case file through the analysis: file, expected, got.

python -m tests.sessions.formats.case_table [FOLDER OF CASES] [only the failures: --failed]
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import biofeedback.words.speech  # noqa: F401
from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.analysis.to_json import analysis_json
from devices.errors import BiofeedbackError
from sessions.formats.registry import read_file
from sessions.store import is_session

CASES: Final = Path(__file__).parent / "cases"
_EXAMINED: Final = ("count", "not_normal", "rmssd_ms", "pauses", "pause_s", "duration_s")


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the analysis and the start, or the error."""

    analysis: dict[str, Any] | None
    started_at: datetime | None
    error: str


def expectations(folder: Path = CASES) -> dict[str, dict[str, Any]]:
    told = json.loads((folder / "expected.json").read_text())
    files = {name: {**told["defaults"], **one} for name, one in told["files"].items()}
    return {name: one for name, one in files.items() if (folder / "files" / name).exists()}


def outcome_of(path: Path) -> Outcome:
    try:
        found = analysis_json(analyse(load_recording(path), AnalysisOptions(list_beats=True)))
        started_at = None if is_session(path) else read_file(path).started_at
    except BiofeedbackError as error:
        return Outcome(None, None, str(error))
    return Outcome(found, started_at, "")


def complaints(told: dict[str, Any], got: Outcome) -> Iterator[str]:
    """Yield what is wrong."""
    found = got.analysis
    if found is None:
        if told["outcome"] == "read":
            yield f"refused: {got.error}"
        return
    if told["outcome"] == "refused":
        yield "read, and should be refused"
        return
    count, rmssd_ms = found["beats"]["count"], found["summary"]["rmssd_ms"]
    if "count" in told and abs(count - told["count"]) > told["count_within"]:
        yield f"{count} intervals"
    if "not_normal" in told and found["beats"]["artefacts"] != told["not_normal"]:
        yield f"{found['beats']['artefacts']} not normal"
    if "rmssd_ms" in told and not _near(rmssd_ms, told["rmssd_ms"], told["rmssd_within_ms"]):
        yield f"RMSSD {rmssd_ms}"
    pauses = [(one["start_s"], one["end_s"]) for one in found["pauses"]]
    if "pauses" in told and len(pauses) != told["pauses"]:
        yield f"pauses {pauses}"
    for (begin_s, end_s), wanted in zip(pauses, told.get("pause_s", ()), strict=False):
        if max(abs(begin_s - wanted[0]), abs(end_s - wanted[1])) > told["pause_within_s"]:
            yield f"pause from {begin_s:.1f} to {end_s:.1f} s"
    if "duration_s" in told and abs(found["duration_s"] - told["duration_s"]) > told["duration_within_s"]:
        yield f"lasts {found['duration_s']:.1f} s"
    yield from _start_complaints(told, got.started_at)
    yield from _said_complaints(told, found)


def _start_complaints(told: dict[str, Any], started_at: datetime | None) -> Iterator[str]:
    for key, zoned in (("started_at", True), ("started_at_local", False)):
        if key not in told:
            continue
        wanted = datetime.fromisoformat(told[key])
        if started_at is None:
            yield "no start"
            continue
        given = started_at.astimezone(UTC) if zoned else started_at.replace(tzinfo=None)
        if abs((given - wanted).total_seconds()) > 1.5:
            yield f"start {started_at}"


def _said_complaints(told: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    warnings = found["quality"]["warnings"]
    if told.get("warning") and not warnings:
        yield "no warning"
    if "warnings" in told and warnings != told["warnings"]:
        yield f"warnings {warnings}"
    breathing = found["summary"].get("breathing")
    if "breathing" in told and breathing is not None:
        rate, share = breathing["rate_per_min"], breathing["share_of_windows"]
        if abs(rate - 6.0) > 0.5 or share < 1 / 3:
            yield f"breathing {rate:.1f} in {share:.0%} of the windows"


def _near(got: float | None, wanted: float | list[float] | None, within: float) -> bool:
    if wanted is None or got is None:
        return wanted is got
    low, high = (min(wanted), max(wanted)) if isinstance(wanted, list) else (wanted, wanted)
    return low - within <= got <= high + within


def main() -> None:
    options = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = Path(options[0]) if options else CASES
    right = 0
    wanted = {name: told for name, told in expectations(folder).items() if told["outcome"] != "packets"}
    for name, told in wanted.items():
        got = outcome_of(folder / "files" / name)
        wrong = list(complaints(told, got))
        right += not wrong
        if wrong or "--failed" not in sys.argv:
            said = "; ".join(wrong) or (got.error if got.analysis is None else "right")
            expected = " ".join(f"{key}={told[key]}" for key in ("outcome", *_EXAMINED) if key in told)
            print(f"{'FAIL' if wrong else 'ok  '} {name} | {expected} | {said[:230]}")
    print(f"{right} of {len(wanted)} are right")


if __name__ == "__main__":
    main()
