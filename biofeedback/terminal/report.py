"""Analyses and lists as tables."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.report.ratings import rating_rows
from biofeedback.statements.breathing import breathing_lines
from biofeedback.statements.live import clock_text, outcome_sentence
from biofeedback.statements.outcome import outcome_lines
from biofeedback.statements.resonance import resonance_words
from biofeedback.statements.session_figures import FIGURE_ROWS
from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say
from devices.events import Rating
from devices.guided_spans import GuidedTime
from sessions.folder import SessionSummary

if TYPE_CHECKING:  # a list of sessions need not wait for what an analysis needs
    from biofeedback.analysis.results import Analysis, SpanFigures
    from biofeedback.engine.parts import BeforeAfter


def print_analyses(analyses: Iterable[tuple[str, "Analysis"]], *, guided: GuidedTime | None = None) -> None:
    """Print the whole-recording figures of each file under its name.

    Parameters
    ----------
    analyses : iterable of str and Analysis
        Each with the name of its file.
    guided : GuidedTime or None
        When the guide ran, where breathing is told of that time only.
    """
    console = TextConsole()
    for file, analysis in analyses:
        beats = analysis.beats
        console.print(file, style="bold", soft_wrap=True)
        artefacts = beats.artefact_percent
        console.print(
            f"Whole recording, {clock_text(analysis.duration_s)} minutes: {beats.count} intervals, "
            f"{beats.artefacts} of them artefacts ({_number(artefacts, 1)} %)"
        )
        console.print(_figure_table(analysis.summary))
        if any(row.value_in(analysis.summary) is None for row in FIGURE_ROWS):
            console.print(_why_unknown(artefacts), soft_wrap=True)
        for line in breathing_lines(analysis, guided):
            console.print(line, soft_wrap=True)
        if analysis.resonance is not None:
            console.print(resonance_words(analysis.resonance.found), soft_wrap=True)
        for line in before_after_lines(analysis.before_after):
            console.print(line, soft_wrap=True)
        for warning in analysis.quality.warnings:
            console.print(say(warning), style="yellow", soft_wrap=True)


def before_after_lines(known: "BeforeAfter | None") -> list[str]:
    """Say what ordinary breathing before and after the practice shows, where there was any."""
    if known is None:
        return []
    before, after, outcome = known.before, known.after, known.outcome
    if before is None or after is None or outcome is None:
        missing = "before" if before is None else "after"
        return [f"Ordinary breathing {missing} the practice: less than a minute of good beats."]
    change, half_width = outcome.change, outcome.half_width
    return [outcome_sentence(before.rmssd_ms, after.rmssd_ms, change=change, half_width=half_width)]


def print_sessions(summaries: Sequence[SessionSummary]) -> None:
    """Print the list of sessions."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Name", no_wrap=True)
    table.add_column("Started (local time)")
    table.add_column("Length", justify="right")
    table.add_column("Practised", justify="right")
    table.add_column("Beats", justify="right")
    table.add_column("From")
    for summary in summaries:
        started = f"{summary.started_at.astimezone():%Y-%m-%d %H:%M}"
        length = clock_text(summary.duration_s)
        practised = "–" if summary.practised_s is None else clock_text(summary.practised_s)
        origin = summary.origin.value
        table.add_row(Text(summary.name), started, length, practised, str(summary.beats), origin)
    TextConsole().print(table)


def print_outcome(outcome: SessionOutcome | None) -> None:
    """Print what the guided breaths came to; nothing where nobody was guided."""
    for line in outcome_lines(outcome) if outcome is not None else ():
        TextConsole().print(line, soft_wrap=True)


def print_ratings(ratings: Iterable[Rating]) -> None:
    """Print ratings before and after; nothing where there are none."""
    rows = rating_rows(ratings)
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("Scale (0 to 10)", "Before", "After", "Change"):
        table.add_column(name, justify="left" if name.startswith("Scale") else "right")
    for row in rows:
        table.add_row(*map(Text, row))
    TextConsole().print(table)


def _figure_table(figures: "SpanFigures") -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for row in FIGURE_ROWS:
        table.add_row(f"  {row.name}", _number(row.value_in(figures), row.decimals), row.unit)
    return table


def _why_unknown(artefact_percent: float | None) -> str:
    from biofeedback.analysis.analysis import MOST_LEFT_OUT  # which a list of sessions need not wait for

    most_percent = 100.0 * MOST_LEFT_OUT
    why = "– is not known: too short, too poor, or no guided breath."
    if artefact_percent is None or artefact_percent <= most_percent:
        return why
    return f"{why} Above {most_percent:.0f} % artefacts there is no spectrum and no nonlinear figure."


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:z.{decimals}f}"
