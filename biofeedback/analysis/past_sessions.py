"""Past sessions as the history needs them; what was worked out of a session once is kept beside them."""

import json
import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from statistics import fmean
from typing import Final

from biofeedback.analysis.analysis import tells_response
from biofeedback.analysis.figure_cache import KeptFigures, read_figures
from biofeedback.analysis.recording import Recording, load_recording
from biofeedback.engine.run import Observer
from biofeedback.response.rsa import GuidedBreath, response_ln_ms2
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.guided_spans import GuidedSpans
from sessions.errors import SessionFileError
from sessions.events import ReadingStopped
from sessions.folder import SessionSummary, SessionTally, summarise
from sessions.history.trends import COUNTED, PRACTISED, PaceSwing, PastSession
from sessions.private_file import replace_private_file
from sessions.store import SUFFIX, Origin, read_header

_Spans = dict[BreathPattern, list[tuple[float, float]]]
"""When the guide ran at which pace, in seconds."""

HistoryEntry = tuple[SessionSummary, PastSession | None] | SessionFileError
"""A session with what the history needs of it, or why its file can't be read."""

CACHE_NAME: Final = "history.json"
_VERSION: Final = 3
"""Raise it when a better estimator makes other figures of the same sessions."""

_LATEST: Final = 60
"""So many sessions tell what is usual: people change over the months."""


def history_of(
    paths: Sequence[Path], folder: Path, *, should_stop: Callable[[], bool] = bool
) -> Iterator[HistoryEntry]:
    """Yield each session with what the history needs of it, or why its file can't be read.

    Only sessions that are new or have changed are worked out, in the same pass in which they are summarised.
    The history counts those that a person practised or that are of a real heart; for others None is yielded.

    Parameters
    ----------
    paths : sequence of Path
        The session files there are.
    folder : Path
        Where the figures are kept from one time to the next.
    should_stop : callable, optional
        Asked often while one is worked out.

    Raises
    ------
    ReadingStopped
        Where that was true; what was worked out before is kept.
    """
    with _kept_figures(folder) as known:
        for name in known.keys() - {path.stem for path in paths}:
            del known[name]
        for path in paths:
            if (entry := _entry(path, known, should_stop)) is not None:
                yield entry


def earlier_swings(
    folder: Path, *, present: Path | None = None, should_stop: Callable[[], bool] = bool
) -> Iterator[tuple[PaceSwing, ...]]:
    """Yield the response at each pace of the person's last sessions, the newest first.

    Parameters
    ----------
    folder : Path
        Where the sessions lie, and what was worked out of them.
    present : Path or None, optional
        The session that is being recorded, which is no earlier one.
    should_stop : callable, optional
        Asked often while one is worked out.

    Raises
    ------
    ReadingStopped
        Where that was true; what was worked out before is kept.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"), reverse=True)[:_LATEST]
    with _kept_figures(folder) as known:
        for path in paths:
            with suppress(FileNotFoundError, BiofeedbackError):
                if path != present and read_header(path).origin is Origin.STRAP:
                    yield _swings(_known_figures(path, known, should_stop))


@contextmanager
def _kept_figures(folder: Path) -> Iterator[dict[str, KeptFigures]]:
    """Lend the figures by session; what is worked out meanwhile is written down, wherever somebody stops."""
    known = read_figures(folder / CACHE_NAME, _VERSION)
    before = dict(known)
    try:
        yield known
    finally:
        # A folder that can't be written to costs time only.
        if known != before:
            with suppress(SessionFileError):
                replace_private_file(
                    folder / CACHE_NAME, json.dumps({"version": _VERSION, "sessions": known}).encode()
                )


def _entry(path: Path, known: dict[str, KeptFigures], should_stop: Callable[[], bool]) -> HistoryEntry | None:
    """Return the entry of a file; None where it was deleted meanwhile."""
    try:
        return _history_of(path, known, should_stop)
    except FileNotFoundError:
        return None
    except SessionFileError as error:
        return error if os.path.lexists(path) else None  # a link to nothing is there, and is told


def _history_of(
    path: Path, known: dict[str, KeptFigures], should_stop: Callable[[], bool]
) -> tuple[SessionSummary, PastSession | None]:
    if should_stop():
        raise ReadingStopped
    header, stamp = read_header(path), _stamp(path)
    if header.origin not in {*COUNTED, *PRACTISED}:
        return summarise(path), None
    if (kept := _still_known(path, known, stamp)) is not None:
        return _with_past(summarise(path), kept)
    tally = SessionTally(header)
    figures = _figures(path, stamp, should_stop, observers=[tally.take])
    summary = tally.summary(path) if figures is not None else summarise(path)
    known[path.stem] = figures or _nothing(stamp)
    return _with_past(summary, known[path.stem])


def _known_figures(path: Path, known: dict[str, KeptFigures], should_stop: Callable[[], bool]) -> KeptFigures:
    stamp = _stamp(path)
    if (kept := _still_known(path, known, stamp)) is None:
        kept = known[path.stem] = _figures(path, stamp, should_stop) or _nothing(stamp)
    return kept


def _still_known(path: Path, known: dict[str, KeptFigures], stamp: list[int]) -> KeptFigures | None:
    kept = known.get(path.stem)
    return kept if kept is not None and kept.get("stamp") == stamp else None


def _nothing(stamp: list[int]) -> KeptFigures:
    return {"stamp": stamp, "pace": None, "response_ln_ms2": None, "swings": []}


def _with_past(summary: SessionSummary, figures: KeptFigures) -> tuple[SessionSummary, PastSession]:
    return summary, _past_session(summary, figures)


def _past_session(summary: SessionSummary, figures: KeptFigures) -> PastSession:
    at_pace = (swing for swing in figures["swings"] if swing[0] == figures["pace"])
    _, _, swing_ln_ms = next(at_pace, (None, 0, None))
    return PastSession(
        summary.started_at,
        summary.duration_s,
        summary.origin,
        BreathPattern(*figures["pace"]) if figures["pace"] else None,
        figures["response_ln_ms2"],
        summary.ratings,
        summary.practised_s,
        swing_ln_ms,
    )


def _swings(figures: KeptFigures) -> tuple[PaceSwing, ...]:
    return tuple(
        PaceSwing(BreathPattern(*pace), breaths, mean_ln_ms)
        for pace, breaths, mean_ln_ms in figures["swings"]
    )


def _figures(
    path: Path, stamp: list[int], should_stop: Callable[[], bool], observers: Sequence[Observer] = ()
) -> KeptFigures | None:
    """Return what is known of the practice; None for an odd session, which hides none of the others."""
    with suppress(BiofeedbackError):
        guided = GuidedSpans(read_header(path).start_ns)
        recording = load_recording(
            path, samples=False, should_stop=should_stop, observers=[guided.take, *observers]
        )
        found = _by_pace(guided)
        return _responses(recording, found, stamp) if found else _nothing(stamp)
    return None


def _responses(recording: Recording, spans: _Spans, stamp: list[int]) -> KeptFigures:
    """Return the pace practised longest with the response at it, and the swings at each pace."""
    longest = max(spans, key=lambda one: sum(end_s - begin_s for begin_s, end_s in spans[one]))
    known = tells_response(recording)
    at_paces = {pace: _breaths_in(recording, spans[pace]) if known else [] for pace in spans}
    return {
        "stamp": stamp,
        "pace": astuple(longest),
        "response_ln_ms2": response_ln_ms2(at_paces[longest]),
        "swings": [
            (astuple(pace), len(swings_ms), fmean(map(math.log, swings_ms)))
            for pace, breaths in at_paces.items()
            if (swings_ms := [breath.rsa_ms for breath in breaths if breath.rsa_ms])
        ],
    }


def _breaths_in(recording: Recording, spans_s: Sequence[tuple[float, float]]) -> list[GuidedBreath]:
    """Return the breaths that lie within the spans and could be judged."""
    return [
        breath
        for begin_s, end_s in spans_s
        for breath in recording.breaths
        if breath.rsa_ms is not None and begin_s <= breath.inhale_s and breath.next_inhale_s <= end_s
    ]


def _by_pace(guided: GuidedSpans) -> _Spans:
    """Return when the guide ran at which pace."""
    spans: defaultdict[BreathPattern, list[tuple[float, float]]] = defaultdict(list)
    for span in guided.spans:
        spans[span.guide.pattern].append((span.begin_s, span.end_s))
    return dict(spans)


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]
