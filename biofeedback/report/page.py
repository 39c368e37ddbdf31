"""A session as one HTML file: no network, no script, curves inside it."""

from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from statistics import median
from typing import Final

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.analysis.recording import Recording
from biofeedback.analysis.results import Analysis, Window
from biofeedback.beats.beats import BeatLabel
from biofeedback.breathing.analysis import WindowBreathing
from biofeedback.engine.figures import Figure
from biofeedback.report.chart import ChartPoint, chart
from biofeedback.report.ratings import RATING_HEADINGS, rating_rows
from biofeedback.statements.breathing import breathing_lines
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import clock_text
from biofeedback.statements.outcome import outcome_lines
from biofeedback.statements.session_figures import FEWEST_MINUTES, session_figures
from biofeedback.words.spoken import say, spoken
from devices.message import Message, message, verbatim
from sessions.folder import SessionSummary
from sessions.store import Origin

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b2328; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; } th, td { padding: .2rem .9rem .2rem 0; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
th { border-bottom: 1px solid #8a949b; } figure { margin: 1rem 0; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: #4c575e; }
.grid line { stroke: #c9d1d6; } polyline { fill: none; stroke: #0072b2; stroke-width: 1.5; }
.guided { fill: #e3eef5; }
circle { fill: #0072b2; } .interval { stroke: #0072b2; stroke-width: 1.5; opacity: .55; }
.warning { border-left: 4px solid #d55e00; padding-left: .8rem; } footer, .quiet { color: #4c575e; }
@media (prefers-color-scheme: dark) {
  body { color: #e8eef2; background: #0f1519; } svg text, footer, .quiet { fill: #9aa7b1; color: #9aa7b1; }
  .grid line { stroke: #2a353d; } .guided { fill: #1b2b36; }
  polyline, .interval { stroke: #56b4e9; } circle { fill: #56b4e9; }
}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever a page of ours might ask for by mistake, no browser fetches it."""

_ABOUT_INTERVALS: Final = message("report.about_intervals", minutes=FEWEST_MINUTES)
_ABOUT_RATINGS: Final = message("report.about_ratings")
_ABOUT_SHADE: Final = message("report.about_shade")
_ABOUT: Final = message("report.about")

_ORIGINS: Final = {
    Origin.STRAP: message("report.from.strap"),
    Origin.NONE: message("report.from.none"),
    Origin.SIMULATED: message("report.from.simulated"),
    Origin.REPLAY: message("report.from.replay"),
    Origin.IMPORT: message("report.from.import"),
}
_HEADINGS: Final = (
    message("report.figure"),
    message("report.value"),
    verbatim("±"),
    message("report.unit"),
    message("report.taken_over"),
)


def session_page(
    summary: SessionSummary, recording: Recording, analysis: Analysis, outcome: SessionOutcome | None
) -> str:
    """Return the page.

    Parameters
    ----------
    summary : SessionSummary
        What session it is, with its ratings.
    recording : Recording
        Its beats and guided breaths.
    analysis : Analysis
        Of `biofeedback.analysis.analysis.analyse`, its windows a minute long, one after the other.
    outcome : SessionOutcome or None
        What its guided breaths came to; None where nobody was guided.
    """
    title = _said(message("report.title", started=summary.started_at.astimezone()))
    facts = message(
        "report.facts",
        duration=clock_text(analysis.duration_s),
        origin=_ORIGINS[summary.origin],
        count=analysis.beats.count,
        artefacts=analysis.beats.artefacts,
    )
    body = [
        f"<h1>{title}</h1><p>{_said(facts)}</p>",
        *(f'<p class="warning">{_said(warning)}</p>' for warning in analysis.quality.warnings),
        *_paragraphs(outcome_lines(outcome) if outcome is not None else ()),
        _ratings(summary),
        *_curves(recording, analysis),
        *_paragraphs(breathing_lines(analysis, recording.guided)),
        _figures(session_figures(analysis)),
        f"<footer><p>{_said(_ABOUT)} {_said(HOLD_SENTENCE)}</p></footer>",
    ]
    return (
        f'<!doctype html><html lang="{escape(spoken().language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _said(told: Message | str) -> str:
    """Return a text in the program's language, as HTML."""
    return escape(say(told))


def _paragraphs(lines: Iterable[Message]) -> Iterable[str]:
    return (f"<p>{escape(say(line))}</p>" for line in lines)


def _ratings(summary: SessionSummary) -> str:
    rows = rating_rows(summary.ratings)
    if not rows:
        return ""
    head = _row("th", map(say, RATING_HEADINGS))
    body = "".join(_row("td", row) for row in rows)
    heading = _said(message("report.before_and_after"))
    return f'<h2>{heading}</h2><table>{head}{body}</table><p class="quiet">{_said(_ABOUT_RATINGS)}</p>'


def _curves(recording: Recording, analysis: Analysis) -> Iterable[str]:
    curve = partial(chart, duration_s=analysis.duration_s, shaded_s=recording.guided.runs_s)
    counts = recording.guided.holds if recording.guided.runs_s else lambda _: True
    normal = [beat for beat in recording.beats if beat.label is BeatLabel.NORMAL]
    rates = [ChartPoint(beat.time_s, 60_000.0 / beat.rr_ms) for beat in normal if beat.time_s >= 0.0]
    responses = [ChartPoint(one.exhale_s, one.rsa_ms) for one in recording.breaths if one.rsa_ms is not None]
    breathing = [_rate(one, one.breathing) for one in analysis.windows if one.breathing is not None]
    ratios = [
        ChartPoint(one.exhale_s, one.exhale_to_inhale)
        for one in analysis.breaths
        if one.exhale_to_inhale is not None and counts(one.inhale_s)
    ]
    yield f"<h2>{_said(message('report.curves'))}</h2>" if rates else ""
    if rates and recording.guided.runs_s:
        yield f'<p class="quiet">{_said(_ABOUT_SHADE)}</p>'
    yield curve(message("report.heart_rate"), rates)
    if responses:
        median_ms = median(point.value for point in responses)
        yield curve(message("report.responses", median_ms=median_ms), responses, dots=True)
    yield curve(message("report.breathing_rate"), breathing, dots=True)
    yield curve(message("report.ratios"), ratios, dots=True)


def _rate(window: Window, rate: WindowBreathing) -> ChartPoint:
    middle_s = 0.5 * (window.start_s + window.end_s)
    return ChartPoint(middle_s, rate.rate_per_min, rate.low_per_min, rate.high_per_min)


def _figures(figures: Sequence[Figure]) -> str:
    head = _row("th", map(say, _HEADINGS))
    number = spoken().number
    rows = []
    for figure in figures:
        known = figure.value is not None
        form = f"z.{figure.decimals}f"
        half = number(figure.half_width, form) if known and figure.half_width is not None else ""
        unit, window = (figure.unit, figure.window) if known else ("", figure.unknown or "")
        rows.append(_row("td", (say(figure.name), say(figure.value_text()), half, say(unit), say(window))))
    heading, about = _said(message("report.figures")), _said(_ABOUT_INTERVALS)
    return f'<h2>{heading}</h2><table>{head}{"".join(rows)}</table><p class="quiet">{about}</p>'


def _row(tag: str, cells: Iterable[str]) -> str:
    first, *others = cells
    numbers = "".join(
        f'<{tag} class="number">{escape(one)}</{tag}>'
        if one[:1].isdigit() or one[:1] in "+−–"
        else f"<{tag}>{escape(one)}</{tag}>"
        for one in others
    )
    return f"<tr><{tag}>{escape(first)}</{tag}>{numbers}</tr>"
