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
from biofeedback.report.chart import Point, chart
from biofeedback.report.ratings import rating_rows
from biofeedback.statements.breathing import breathing_lines
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import clock_text
from biofeedback.statements.outcome import outcome_lines
from biofeedback.statements.session_figures import FEWEST_MINUTES, session_figures
from biofeedback.words.spoken import say
from sessions.folder import SessionSummary

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

_ABOUT_INTERVALS: Final = (
    "± is half the 95 % interval of the session's mean, estimated from the minute-to-minute variation, "
    f"allowing for autocorrelation. It takes {FEWEST_MINUTES} minutes. Where there is none, it can't be told "
    "from one session."
)
_ABOUT_RATINGS: Final = (
    "What is different after a quiet quarter of an hour may have changed without the breathing; only many "
    "sessions tell."
)
_ABOUT_SHADE: Final = "The guide ran where the curves are shaded; only breaths that began then count."
_ABOUT: Final = "Paced breathing may help to cope with stress and pain; it does not treat anything."


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
    started = f"{summary.started_at.astimezone():%d %B %Y, %H:%M}"
    beats = analysis.beats
    facts = (
        f"{clock_text(analysis.duration_s)} min, from {_ORIGIN_WORDS[summary.origin.value]}; "
        f"{beats.count} intervals, {beats.artefacts} of them artefacts."
    )
    body = [
        f"<h1>Session of {escape(started)}</h1><p>{escape(facts)}</p>",
        *(f'<p class="warning">{escape(say(warning))}</p>' for warning in analysis.quality.warnings),
        *_paragraphs(outcome_lines(outcome) if outcome is not None else ()),
        _ratings(summary),
        *_curves(recording, analysis),
        *_paragraphs(breathing_lines(analysis, recording.guided)),
        _figures(session_figures(analysis)),
        f"<footer><p>{_ABOUT} {escape(HOLD_SENTENCE)}</p></footer>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Session of {escape(started)}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


_ORIGIN_WORDS: Final = {
    "strap": "a strap",
    "none": "a practice without a strap",
    "simulated": "a simulated person",
    "replay": "a replayed session",
    "import": "a file of another program",
}


def _paragraphs(lines: Iterable[str]) -> Iterable[str]:
    return (f"<p>{escape(line)}</p>" for line in lines)


def _ratings(summary: SessionSummary) -> str:
    rows = rating_rows(summary.ratings)
    if not rows:
        return ""
    head = _row("th", ("Scale (0 to 10)", "Before", "After", "Change"))
    body = "".join(_row("td", row) for row in rows)
    return f'<h2>Before and after</h2><table>{head}{body}</table><p class="quiet">{_ABOUT_RATINGS}</p>'


def _curves(recording: Recording, analysis: Analysis) -> Iterable[str]:
    curve = partial(chart, duration_s=analysis.duration_s, shaded_s=recording.guided.runs_s)
    counts = recording.guided.holds if recording.guided.runs_s else lambda _: True
    normal = [beat for beat in recording.beats if beat.label is BeatLabel.NORMAL]
    rates = [Point(beat.time_s, 60_000.0 / beat.rr_ms) for beat in normal if beat.time_s >= 0.0]
    responses = [Point(one.exhale_s, one.rsa_ms) for one in recording.breaths if one.rsa_ms is not None]
    breathing = [_rate(one, one.breathing) for one in analysis.windows if one.breathing is not None]
    ratios = [
        Point(one.exhale_s, one.exhale_to_inhale)
        for one in analysis.breaths
        if one.exhale_to_inhale is not None and counts(one.inhale_s)
    ]
    yield "<h2>Curves</h2>" if rates else ""
    if rates and recording.guided.runs_s:
        yield f'<p class="quiet">{_ABOUT_SHADE}</p>'
    yield curve("Heart rate, per minute, beat by beat", rates)
    title = "Heart response to each guided breath: swing of the intervals in ms"
    if responses:
        title += f" (median {median(point.value for point in responses):.0f})"
    yield curve(title, responses, dots=True)
    yield curve("Breathing rate, per minute, with its 90 % interval", breathing, dots=True)
    yield curve("Exhale : inhale, breath by breath", ratios, dots=True)


def _rate(window: Window, rate: WindowBreathing) -> Point:
    middle_s = 0.5 * (window.start_s + window.end_s)
    return Point(middle_s, rate.rate_per_min, rate.low_per_min, rate.high_per_min)


def _figures(figures: Sequence[Figure]) -> str:
    head = _row("th", ("Figure", "Value", "±", "Unit", "Taken over"))
    rows = []
    for figure in figures:
        known = figure.value is not None
        half = f"{figure.half_width:z.{figure.decimals}f}" if known and figure.half_width is not None else ""
        unit, window = (figure.unit, figure.window) if known else ("", figure.unknown)
        rows.append(_row("td", (figure.name, figure.value_text(), half, unit, window)))
    return f'<h2>Figures</h2><table>{head}{"".join(rows)}</table><p class="quiet">{_ABOUT_INTERVALS}</p>'


def _row(tag: str, cells: Iterable[str]) -> str:
    first, *others = cells
    numbers = "".join(
        f'<{tag} class="number">{escape(one)}</{tag}>'
        if one[:1].isdigit() or one[:1] in "+−–"
        else f"<{tag}>{escape(one)}</{tag}>"
        for one in others
    )
    return f"<tr><{tag}>{escape(first)}</{tag}>{numbers}</tr>"
