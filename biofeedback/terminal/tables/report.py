"""Analyses and lists as tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.figures.registry import RECORDED
from biofeedback.report.ratings import RATING_HEADINGS, rating_rows
from biofeedback.resonance.verdict import resonance_words
from biofeedback.statements.breathing import breathing_lines
from biofeedback.statements.live import clock_text, outcome_sentence
from biofeedback.statements.outcome import outcome_lines
from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say, spoken
from devices.events import Rating
from devices.guided_spans import GuidedTime
from devices.message import Message, message, sentences

if TYPE_CHECKING:  # a list of sessions does not need these slow imports
    from biofeedback.analysis.results import Analysis, SpanFigures
    from biofeedback.engine.parts import BeforeAfter


def print_analyses(analyses: Iterable[tuple[str, "Analysis"]], *, guided: GuidedTime | None = None) -> None:
    """Print the whole-recording figures of each file below its name.

    Parameters
    ----------
    analyses : iterable of str and Analysis
        The analyses, each with the name of its file.
    guided : GuidedTime or None
        When the guide ran, if breathing is reported for that time only.
    """
    console = TextConsole()
    for file, analysis in analyses:
        beats = analysis.beats
        console.print(file, style="bold", soft_wrap=True)
        artefacts = beats.artefact_percent
        told = message(
            "terminal.whole_recording",
            duration=clock_text(analysis.duration_s),
            count=beats.count,
            artefacts=beats.artefacts,
            percent=_number(artefacts, 1),
        )
        console.print(say(told), soft_wrap=True)
        console.print(_figure_table(analysis.summary))
        if any(row.value_in(analysis.summary) is None for row in RECORDED):
            console.print(say(_why_unknown(artefacts)), soft_wrap=True)
        for line in breathing_lines(analysis, guided):
            console.print(say(line), soft_wrap=True)
        if analysis.resonance is not None:
            console.print(say(resonance_words(analysis.resonance.found)), soft_wrap=True)
        for line in before_after_lines(analysis.before_after):
            console.print(say(line), soft_wrap=True)
        for warning in analysis.quality.warnings:
            console.print(say(warning), style="yellow", soft_wrap=True)


def before_after_lines(known: "BeforeAfter | None") -> list[Message]:
    """Describe the ordinary breathing before and after the practice, if there was any."""
    if known is None:
        return []
    before, after, outcome = known.before, known.after, known.outcome
    if before is None or after is None or outcome is None:
        return [message("terminal.before_missing") if before is None else message("terminal.after_missing")]
    change, half_width = outcome.change, outcome.half_width
    return [outcome_sentence(before.rmssd_ms, after.rmssd_ms, change=change, half_width=half_width)]


def print_outcome(outcome: SessionOutcome | None) -> None:
    """Print the results of the guided breaths; print nothing if there was no guide."""
    for line in outcome_lines(outcome) if outcome is not None else ():
        TextConsole().print(say(line), soft_wrap=True)


def print_ratings(ratings: Iterable[Rating]) -> None:
    """Print the ratings before and after; print nothing if there are none."""
    rows = rating_rows(ratings)
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for heading in RATING_HEADINGS:
        table.add_column(say(heading), justify="left" if heading is RATING_HEADINGS[0] else "right")
    for row in rows:
        table.add_row(*map(Text, row))
    TextConsole().print(table)


def print_note(note: str) -> None:
    """Print the person's note on a session; print nothing if there is none."""
    if note:
        TextConsole().print(say(message("summary.note", note=note)), soft_wrap=True)


def _figure_table(figures: "SpanFigures") -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for row in RECORDED:
        table.add_row(f"  {say(row.name)}", _number(row.value_in(figures), row.decimals), say(row.unit))
    return table


def _why_unknown(artefact_percent: float | None) -> Message:
    from biofeedback.analysis.analysis import MOST_LEFT_OUT  # slow, and a list of sessions does not need it

    most_percent = 100.0 * MOST_LEFT_OUT
    why = message("terminal.not_known")
    if artefact_percent is None or artefact_percent <= most_percent:
        return why
    return sentences(why, message("terminal.too_many_artefacts", most_percent=most_percent))


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else spoken().number(value, f"z.{decimals}f")
