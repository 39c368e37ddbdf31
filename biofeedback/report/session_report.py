"""The contents of a session's report, as messages and values: page and paper show the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.outcome import RatedScale, SessionOutcome
from biofeedback.analysis.past_outcome import OutcomeTally
from biofeedback.analysis.recording import Recording, load_recording
from biofeedback.analysis.results import Analysis, Window
from biofeedback.beats.beats import BeatLabel
from biofeedback.breathing.analysis import WindowBreathing
from biofeedback.engine.figures import Figure
from biofeedback.engine.followed import Followed
from biofeedback.report.chart import Chart, ChartPoint
from biofeedback.report.ratings import rated_scales, scale_words
from biofeedback.statements.breathing import breathing_lines
from biofeedback.statements.conclusion import conclusion, felt_sentence
from biofeedback.statements.live import clock_text
from biofeedback.statements.outcome import outcome_lines
from biofeedback.statements.session_figures import MINUTE_S, session_figures
from devices.message import Message, message
from sessions.folder import SessionSummary, SessionTally
from sessions.store import Origin, read_header

_SOURCES: Final = {
    Origin.STRAP: message("report.from.strap"),
    Origin.NONE: message("report.from.none"),
    Origin.SIMULATED: message("report.from.simulated"),
    Origin.REPLAY: message("report.from.replay"),
    Origin.IMPORT: message("report.from.import"),
}


@dataclass(frozen=True, slots=True)
class RecordedSession:
    """A recorded session, read in one pass.

    Parameters
    ----------
    summary : SessionSummary
        The summary for the list of sessions.
    recording : Recording
        The beats and guided breaths.
    outcome : SessionOutcome or None
        The outcome of the guided breaths; None for an imported session, which has no guide.
    followed : Followed or None
        How the breaths followed the guide; None for an imported session.
    """

    summary: SessionSummary
    recording: Recording
    outcome: SessionOutcome | None
    followed: Followed | None


@dataclass(frozen=True, slots=True)
class SessionReport:
    """The report, with the conclusion first.

    Parameters
    ----------
    title : Message
        Which session it is; also the name of a file or window.
    kind : Message
        What kind of session it was, in a few words.
    moment : Message
        When the session began.
    conclusion : tuple of Message
        The result, in at most three sentences.
    warnings : tuple of Message
        Reasons to trust its figures less than others.
    ratings : tuple of RatedScale
        How the person felt before and after.
    note : str
        What the person wrote about it, in their own words; empty if nothing.
    charts : tuple of Chart
        The heart and its response over the same time.
    facts : tuple of Message
        For specialists: what was recorded, and what was measured from it.
    figures : tuple of Figure
        For specialists: all figures of the session.
    more_charts : tuple of Chart
        For specialists: charts of the breathing.
    """

    title: Message
    kind: Message
    moment: Message
    conclusion: tuple[Message, ...]
    warnings: tuple[Message, ...]
    ratings: tuple[RatedScale, ...]
    note: str
    charts: tuple[Chart, ...]
    facts: tuple[Message, ...]
    figures: tuple[Figure, ...]
    more_charts: tuple[Chart, ...]


def read_session(path: Path, *, should_stop: Callable[[], bool] = bool) -> RecordedSession:
    """Read a session's summary, recording and outcome in one pass.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.
    ReadingStopped
        If `should_stop` returned true.
    """
    header = read_header(path)
    tally, outcome = SessionTally(header), OutcomeTally(header.start_ns)
    if header.origin is Origin.IMPORT:
        recording = load_recording(path, should_stop=should_stop, observers=[tally.take])
        return RecordedSession(tally.summary(path), recording, None, None)
    recording = load_recording(path, should_stop=should_stop, observers=[tally.take, outcome.take])
    summary = tally.summary(path)
    names = {one.scale: one.scale for one in summary.ratings}
    return RecordedSession(summary, recording, outcome.outcome(names), outcome.followed())


def report_of(session: RecordedSession) -> SessionReport:
    """Return the report of a session."""
    summary, recording, outcome = session.summary, session.recording, session.outcome
    analysis = analyse(recording, AnalysisOptions(window_s=MINUTE_S, step_s=MINUTE_S))
    started = summary.started_at.astimezone()
    is_practice = outcome is not None and outcome.practised_s > 0.0
    return SessionReport(
        title=message("report.title", started=started),
        kind=message("report.kind.practice") if is_practice else message("report.kind.recording"),
        moment=message("report.moment", started=started),
        conclusion=_conclusion(session, analysis),
        warnings=tuple(analysis.quality.warnings),
        ratings=tuple(rated_scales(summary.ratings)),
        note=summary.note,
        charts=tuple(_charts(recording, analysis)),
        facts=tuple(_facts(session, analysis)),
        figures=tuple(session_figures(analysis)),
        more_charts=tuple(_more_charts(recording, analysis)),
    )


def _conclusion(session: RecordedSession, analysis: Analysis) -> tuple[Message, ...]:
    rated = list(rated_scales(session.summary.ratings))
    names = {one.name: scale_words(one.name) for one in rated}
    if session.outcome is not None and session.outcome.practised_s:
        return conclusion(session.outcome, names)
    told = [message("report.lasted", duration=clock_text(analysis.duration_s))]
    if (felt := felt_sentence(rated, names)) is not None:
        told.append(felt)
    return tuple(told)


def _facts(session: RecordedSession, analysis: Analysis) -> Iterator[Message]:
    yield message(
        "report.facts",
        duration=clock_text(analysis.duration_s),
        origin=_SOURCES[session.summary.origin],
        count=analysis.beats.count,
        artefacts=analysis.beats.artefacts,
    )
    if session.outcome is not None:
        yield from outcome_lines(session.outcome)
    yield from breathing_lines(analysis, session.recording.guided)


def _charts(recording: Recording, analysis: Analysis) -> Iterator[Chart]:
    duration_s, shaded_s = analysis.duration_s, recording.guided.runs_s
    normal = [beat for beat in recording.beats if beat.label is BeatLabel.NORMAL]
    rates = tuple(ChartPoint(beat.time_s, 60_000.0 / beat.rr_ms) for beat in normal if beat.time_s >= 0.0)
    if rates:
        yield Chart(message("report.heart_rate"), rates, duration_s, shaded_s=shaded_s)
    responses = tuple(
        ChartPoint(one.exhale_s, one.rsa_ms) for one in recording.breaths if one.rsa_ms is not None
    )
    if responses:
        title = message("report.responses", median_ms=median(point.value for point in responses))
        yield Chart(title, responses, duration_s, dots=True, shaded_s=shaded_s)


def _more_charts(recording: Recording, analysis: Analysis) -> Iterator[Chart]:
    duration_s, shaded_s = analysis.duration_s, recording.guided.runs_s
    rates = tuple(_rate(one, one.breathing) for one in analysis.windows if one.breathing is not None)
    if rates:
        title = message("report.breathing_rate")
        yield Chart(title, rates, duration_s, dots=True, shaded_s=shaded_s)
    counts = recording.guided.holds if shaded_s else lambda _: True
    ratios = tuple(
        ChartPoint(one.exhale_s, one.exhale_to_inhale)
        for one in analysis.breaths
        if one.exhale_to_inhale is not None and counts(one.inhale_s)
    )
    if ratios:
        yield Chart(message("report.ratios"), ratios, duration_s, dots=True, shaded_s=shaded_s)


def _rate(window: Window, rate: WindowBreathing) -> ChartPoint:
    middle_s = 0.5 * (window.start_s + window.end_s)
    return ChartPoint(middle_s, rate.rate_per_min, rate.low_per_min, rate.high_per_min)
