"""Past sessions as the history needs them; figures that were computed once are stored beside the sessions."""

import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final

from biofeedback.analysis.figure_cache import KEPT_FIGURES, KeptFigures, indexed_figures, keep_figures
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.guided_spans import GuidedSpans
from sessions.errors import SessionFileError
from sessions.events import ReadingStopped
from sessions.folder import SessionSummary, SessionTally
from sessions.history.trends import COUNTED, PRACTISED, PaceSwing, PastSession
from sessions.known_summaries import indexed_summary, keep_summary, known_summary
from sessions.session_index import SessionIndex, session_index, stamp_of
from sessions.store import SUFFIX, Origin, read_header

if TYPE_CHECKING:  # figures from the index need no arrays
    from biofeedback.analysis.recording import Recording
    from biofeedback.engine.run import Observer
    from biofeedback.response.rsa import GuidedBreath

_Spans = dict[BreathPattern, list[tuple[float, float]]]
"""Times when the guide ran at each pace, in seconds."""

HistoryEntry = tuple[SessionSummary, PastSession | None] | SessionFileError
"""A session with what the history needs from it, or the reason why its file can't be read."""

_LATEST: Final = 60
"""Number of latest sessions that define what is usual: people change over the months."""


def history_of(
    paths: Sequence[Path], folder: Path, *, should_stop: Callable[[], bool] = bool
) -> Iterator[HistoryEntry]:
    """Yield each session with what the history needs from it, or the reason why its file can't be read.

    Only new or changed sessions are analysed, in the same pass that summarises them. The history counts
    sessions that a person practised and sessions of a real heart. For others, the second item is None.

    Parameters
    ----------
    paths : sequence of Path
        The session files that exist.
    folder : Path
        The folder in which the figures are stored.
    should_stop : callable, optional
        Called often while a session is analysed; the analysis stops when it returns true.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true. Figures computed before that are stored.
    """
    with session_index(folder) as index:
        index.forget_gone(KEPT_FIGURES)
        for path in paths:
            if (entry := _entry(path, index, should_stop)) is not None:
                yield entry


def earlier_swings(
    folder: Path, *, present: Path | None = None, should_stop: Callable[[], bool] = bool
) -> Iterator[tuple[PaceSwing, ...]]:
    """Yield the response at each pace in the person's latest sessions, the newest first.

    Parameters
    ----------
    folder : Path
        The folder with the sessions and their stored figures.
    present : Path or None, optional
        The session that is being recorded. It does not count as an earlier session.
    should_stop : callable, optional
        Called often while a session is analysed; the analysis stops when it returns true.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true. Figures computed before that are stored.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"), reverse=True)[:_LATEST]
    with session_index(folder) as index:
        for path in paths:
            with suppress(FileNotFoundError, BiofeedbackError):
                if path != present and read_header(path).origin is Origin.STRAP:
                    yield _swings(_known_figures(path, index, should_stop))


def _entry(path: Path, index: SessionIndex, should_stop: Callable[[], bool]) -> HistoryEntry | None:
    """Return the entry of a file; None if it was deleted in the meantime."""
    try:
        return _history_of(path, index, should_stop)
    except FileNotFoundError:
        return None
    except SessionFileError as error:
        return error if os.path.lexists(path) else None  # a broken link still exists, so report it


def _history_of(
    path: Path, index: SessionIndex, should_stop: Callable[[], bool]
) -> tuple[SessionSummary, PastSession | None]:
    if should_stop():
        raise ReadingStopped
    summary = indexed_summary(path, index)
    origin = read_header(path).origin if summary is None else summary.origin
    if origin not in {*COUNTED, *PRACTISED}:
        return summary or known_summary(path, index), None
    figures = indexed_figures(path, index)
    if figures is None:
        stamp = stamp_of(path)
        tally = SessionTally(read_header(path))
        found = _figures(path, should_stop, observers=[tally.take])
        figures = found or _nothing()
        keep_figures(path, figures, index, stamp)
        if found is not None:
            summary = tally.summary(path)
            keep_summary(summary, index, stamp)
    return _with_past(summary or known_summary(path, index), figures)


def _known_figures(path: Path, index: SessionIndex, should_stop: Callable[[], bool]) -> KeptFigures:
    if (figures := indexed_figures(path, index)) is None:
        stamp = stamp_of(path)
        figures = _figures(path, should_stop) or _nothing()
        keep_figures(path, figures, index, stamp)
    return figures


def _nothing() -> KeptFigures:
    return {"pace": None, "response_ln_ms2": None, "swings": []}


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
    path: Path, should_stop: Callable[[], bool], observers: "Sequence[Observer]" = ()
) -> KeptFigures | None:
    """Return the figures of a practice; None for an odd session, so that the other sessions still appear."""
    from biofeedback.analysis.recording import load_recording

    with suppress(BiofeedbackError):
        guided = GuidedSpans(read_header(path).start_ns)
        recording = load_recording(
            path, samples=False, should_stop=should_stop, observers=[guided.take, *observers]
        )
        found = _by_pace(guided)
        return _responses(recording, found) if found else _nothing()
    return None


def _responses(recording: "Recording", spans: _Spans) -> KeptFigures:
    """Return the pace practised longest, the response at it, and the swings at each pace."""
    from biofeedback.analysis.analysis import tells_response
    from biofeedback.response.rsa import response_ln_ms2

    longest = max(spans, key=lambda one: sum(end_s - begin_s for begin_s, end_s in spans[one]))
    known = tells_response(recording)
    at_paces = {pace: _breaths_in(recording, spans[pace]) if known else [] for pace in spans}
    return {
        "pace": astuple(longest),
        "response_ln_ms2": response_ln_ms2(at_paces[longest]),
        "swings": [
            (astuple(pace), len(swings_ms), fmean(map(math.log, swings_ms)))
            for pace, breaths in at_paces.items()
            if (swings_ms := [breath.rsa_ms for breath in breaths if breath.rsa_ms])
        ],
    }


def _breaths_in(recording: "Recording", spans_s: Sequence[tuple[float, float]]) -> "list[GuidedBreath]":
    """Return the breaths within the spans that could be judged."""
    return [
        breath
        for begin_s, end_s in spans_s
        for breath in recording.breaths
        if breath.rsa_ms is not None and begin_s <= breath.inhale_s and breath.next_inhale_s <= end_s
    ]


def _by_pace(guided: GuidedSpans) -> _Spans:
    """Return the times when the guide ran at each pace."""
    spans: defaultdict[BreathPattern, list[tuple[float, float]]] = defaultdict(list)
    for span in guided.spans:
        spans[span.guide.pattern].append((span.begin_s, span.end_s))
    return dict(spans)
