"""A session as one HTML file without network or script, with the curves inside it; it can be printed."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from biofeedback.analysis.outcome import RatedScale
from biofeedback.engine.figures import Figure
from biofeedback.report.chart_figure import chart_figure
from biofeedback.report.page_style import STYLE
from biofeedback.report.ratings import scale_words
from biofeedback.report.session_report import SessionReport
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.conclusion import rated_words
from biofeedback.statements.session_figures import FEWEST_MINUTES
from biofeedback.words.spoken import say, spoken
from devices.message import Message, message, verbatim

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Forbids the browser to fetch anything, even if the page asked for it by mistake."""

ABOUT_INTERVALS: Final = message("report.about_intervals", minutes=FEWEST_MINUTES)
ABOUT_RATINGS: Final = message("report.about_ratings")
ABOUT_SHADE: Final = message("report.about_shade")
ABOUT: Final = message("report.about")
FOR_SPECIALISTS: Final = message("report.for_specialists")
FELT: Final = message("report.before_and_after")
CURVES: Final = message("report.curves")
NOTE: Final = message("report.note")
"""The texts that page and paper share."""

FIGURE_HEADINGS: Final = (
    message("report.figure"),
    message("report.value"),
    verbatim("±"),
    message("report.unit"),
    message("report.taken_over"),
)


def session_page(report: SessionReport) -> str:
    """Return the page of a session, in the program's language."""
    title = _said(report.title)
    first, *others = report.conclusion
    body = [
        f'<header><p class="kind">{_said(report.kind)}</p><h1>{_said(report.moment)}</h1></header>',
        f'<section><p class="first">{_said(first)}</p>{_paragraphs(others)}</section>',
        *(f'<p class="warning">{_said(warning)}</p>' for warning in report.warnings),
        _ratings(report.ratings),
        _note(report.note),
        _charts(report),
        _for_specialists(report),
        f"<footer><p>{_said(ABOUT)} {_said(HOLD_SENTENCE)}</p></footer>",
    ]
    return (
        f'<!doctype html><html lang="{escape(spoken().language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def figure_rows(figures: Iterable[Figure]) -> list[tuple[str, str, str, str, str]]:
    """Return name, value, half the interval, unit and period of each figure, in the program's language."""
    rows = []
    for figure in figures:
        known = figure.value is not None
        form = f"z.{figure.decimals}f"
        half = spoken().number(figure.half_width, form) if known and figure.half_width is not None else ""
        unit, window = (figure.unit, figure.window) if known else ("", figure.unknown or "")
        rows.append((say(figure.name), say(figure.value_text()), half, say(unit), say(window)))
    return rows


def _said(told: Message | str) -> str:
    """Return a text in the program's language, as HTML."""
    return escape(say(told))


def _paragraphs(lines: Iterable[Message]) -> str:
    return "".join(f"<p>{_said(line)}</p>" for line in lines)


def _ratings(ratings: Sequence[RatedScale]) -> str:
    if not ratings:
        return ""
    bars = "".join(map(_bar, ratings))
    about = f'<p class="quiet">{_said(ABOUT_RATINGS)}</p>'
    return f"<section><h2>{_said(FELT)}</h2>{bars}{about}</section>"


def _bar(rated: RatedScale) -> str:
    """Draw a scale from 0 to 10, with a ring at the rating before and a dot at the rating after."""
    told = _said(rated_words(scale_words(rated.name), rated))
    drawn = ""
    if rated.before is not None and rated.after is not None:
        left, right = sorted((rated.before, rated.after))
        drawn = f'<i class="way" style="left:{10.0 * left:g}%;width:{10.0 * (right - left):g}%"></i>'
    for name, value in (("before", rated.before), ("after", rated.after)):
        if value is not None:
            drawn += f'<i class="{name}" style="left:{10.0 * value:g}%"></i>'
    return (
        f'<div class="bar"><p>{told}</p><div class="scale" aria-hidden="true"><b>0</b>'
        f'<div class="track">{drawn}</div><b>10</b></div></div>'
    )


def _note(note: str) -> str:
    return f"<section><h2>{_said(NOTE)}</h2><p>{escape(note)}</p></section>" if note else ""


def _charts(report: SessionReport) -> str:
    if not report.charts:
        return ""
    is_shaded = any(chart.shaded_s for chart in report.charts)
    about = f'<p class="quiet">{_said(ABOUT_SHADE)}</p>' if is_shaded else ""
    first, *others = map(chart_figure, report.charts)
    # In print, the heading stays on the same sheet as its first chart.
    return (
        f'<section class="charts"><div class="kept"><h2>{_said(CURVES)}</h2>{first}</div>'
        f"{''.join(others)}{about}</section>"
    )


def _for_specialists(report: SessionReport) -> str:
    charts = "".join(map(chart_figure, report.more_charts))
    return (
        f"<details><summary>{_said(FOR_SPECIALISTS)}</summary>{_paragraphs(report.facts)}"
        f"{_figures(report.figures)}{charts}</details>"
    )


def _figures(figures: Sequence[Figure]) -> str:
    head = _row("th", map(say, FIGURE_HEADINGS))
    rows = "".join(_row("td", row) for row in figure_rows(figures))
    return f'<div class="wide"><table>{head}{rows}</table></div><p class="quiet">{_said(ABOUT_INTERVALS)}</p>'


def _row(tag: str, cells: Iterable[str]) -> str:
    first, *others = cells
    numbers = "".join(
        f'<{tag} class="number">{escape(one)}</{tag}>'
        if one[:1].isdigit() or one[:1] in "+−–"
        else f"<{tag}>{escape(one)}</{tag}>"
        for one in others
    )
    return f"<tr><{tag}>{escape(first)}</{tag}>{numbers}</tr>"
