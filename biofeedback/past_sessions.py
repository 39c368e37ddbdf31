"""Past sessions as the history needs them; what was worked out of a session once is kept beside them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from biofeedback.analysis import whole_figures
from biofeedback.recording import load_recording
from biofeedback.signals.rsa import response_ln_ms2
from devices.errors import BiofeedbackError
from devices.events import GuideChanged
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary
from sessions.history import COUNTED, Pace, PastSession
from sessions.private_file import replace_private_file
from sessions.store import read_header, read_records

Spans = dict[tuple[float, ...], list[tuple[float, float]]]
"""When the guide ran at which pace, in seconds."""

CACHE_NAME: Final = "history.json"
_VERSION: Final = 1
"""Raise it when a better estimator makes other figures of the same sessions."""


def past_sessions(summaries: Iterable[SessionSummary], folder: Path) -> Iterator[PastSession]:
    """Yield the sessions of a real heart, working out only those that are new or have changed.

    Parameters
    ----------
    summaries : iterable of SessionSummary
        The sessions there are.
    folder : Path
        Where the figures are kept from one time to the next.
    """
    real = [summary for summary in summaries if summary.origin in COUNTED]
    known = _read(folder / CACHE_NAME)
    kept = {summary.name: known[summary.name] for summary in real if summary.name in known}
    try:
        for summary in real:
            with suppress(FileNotFoundError):  # it was deleted meanwhile
                stamp = _stamp(summary.file)
                if kept.get(summary.name, {}).get("stamp") != stamp:
                    kept[summary.name] = {"stamp": stamp, **_figures(summary.file)}
                yield _past_session(summary, kept[summary.name])
    finally:
        # Also where somebody stops in the middle; a folder that can't be written to costs time only.
        if kept != known:
            with suppress(SessionFileError):
                replace_private_file(
                    folder / CACHE_NAME, json.dumps({"version": _VERSION, "sessions": kept}).encode()
                )


def _past_session(summary: SessionSummary, figures: dict[str, Any]) -> PastSession:
    return PastSession(
        summary.started_at,
        summary.duration_s,
        summary.origin,
        Pace(*figures["pace"]) if figures["pace"] else None,
        figures["response_ln_ms2"],
        summary.ratings,
    )


def _figures(path: Path) -> dict[str, Any]:
    """Return what is known of the practice; one odd session hides none of the others."""
    with suppress(BiofeedbackError):
        if spans := _spans_s(path):
            return _response(path, spans)
    return {"pace": None, "response_ln_ms2": None}


def _response(path: Path, spans: Spans) -> dict[str, Any]:
    """Return the pace practised longest, and the response to the breaths at that pace."""
    pace = max(spans, key=lambda one: sum(end_s - begin_s for begin_s, end_s in spans[one]))
    recording = load_recording(path)
    breaths = [breath for breath in recording.breaths if breath.rsa_ms is not None]
    at_pace = [
        breath
        for begin_s, end_s in spans[pace]
        for breath in breaths
        if begin_s <= breath.inhale_s and breath.next_inhale_s <= end_s
    ]
    # The analysis knows whether the beats are such that a response can be told.
    known = whole_figures(recording)["response_ln_ms2"] is not None
    return {"pace": pace, "response_ln_ms2": response_ln_ms2(at_pace) if known else None}


def _spans_s(path: Path) -> Spans:
    """Return when the guide ran at which pace."""
    start_ns = read_header(path).start_ns
    spans: defaultdict[tuple[float, ...], list[tuple[float, float]]] = defaultdict(list)
    running: GuideChanged | None = None
    last_ns = start_ns
    for record in read_records(path):
        last_ns = max(last_ns, record.time_ns)
        if isinstance(record, GuideChanged):
            if running is not None:
                spans[_pace(running)].append(_span_s(running, record.time_ns, start_ns))
            running = record if record.running else None
    if running is not None:
        spans[_pace(running)].append(_span_s(running, last_ns, start_ns))
    return dict(spans)


def _pace(guide: GuideChanged) -> tuple[float, ...]:
    return guide.rate_per_min, guide.exhale_to_inhale, guide.hold_full_s, guide.hold_empty_s


def _span_s(guide: GuideChanged, end_ns: int, start_ns: int) -> tuple[float, float]:
    return (guide.time_ns - start_ns) / 1e9, (end_ns - start_ns) / 1e9


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        data = json.loads(path.read_bytes())
        return dict(data["sessions"]) if data["version"] == _VERSION else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
