"""The report of a session as a PDF: the conclusion and the charts, then the figures for specialists."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from biofeedback.analysis.outcome import RatedScale
from biofeedback.report.page import (
    ABOUT,
    ABOUT_INTERVALS,
    ABOUT_RATINGS,
    ABOUT_SHADE,
    CURVES,
    FELT,
    FIGURE_HEADINGS,
    FOR_SPECIALISTS,
    NOTE,
    figure_rows,
)
from biofeedback.report.ratings import scale_words
from biofeedback.report.session_report import SessionReport
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.conclusion import rated_words
from biofeedback.window.paper.chart_drawing import CHART_HEIGHT, draw_chart
from biofeedback.window.paper.paper import (
    ACCENT,
    LINE,
    PAPER_WIDTH,
    QUIET_INK,
    UNITS_PER_POINT,
    WARN,
    Cell,
    Paper,
    Writing,
)
from biofeedback.words.spoken import say
from devices.message import Message

_POINT: Final = UNITS_PER_POINT
_STRONG: Final = QFont.Weight.DemiBold
_KIND: Final = Writing(10.5, ink=QUIET_INK, after=1.0)
_TITLE: Final = Writing(18.0, _STRONG, after=10.0)
_FIRST: Final = Writing(13.5, after=5.0)
_BODY: Final = Writing(10.5)
_FACT: Final = Writing(9.0, after=2.0)
_SMALL: Final = Writing(8.5, ink=QUIET_INK, after=2.0)
_HEADING: Final = Writing(12.0, _STRONG, after=6.0)
_HEAD: Final = Writing(8.5, _STRONG, after=4.0)
_CELL: Final = Writing(8.5, after=1.5)
_NOTE_HEIGHT: Final = 40.0
_COLUMNS: Final = (
    Cell(0.0, 0.33),
    Cell(0.33, 0.11, is_number=True),
    Cell(0.44, 0.08, is_number=True),
    Cell(0.53, 0.22),
    Cell(0.75, 0.25),
)


def report_pdf(report: SessionReport) -> bytes:
    """Return the report of a session as a PDF, in the program's language."""
    paper = Paper(say(report.title))
    paper.write(say(report.kind), _KIND)
    paper.write(say(report.moment), _TITLE)
    first, *others = report.conclusion
    paper.write(say(first), _FIRST)
    for line in others:
        paper.write(say(line), _BODY)
    for warning in report.warnings:
        _warn(paper, warning)
    _ratings(paper, report.ratings)
    if report.note:
        _head(paper, NOTE, with_height=_NOTE_HEIGHT)
        paper.write(report.note, _BODY)
    _charts(paper, report)
    paper.skip(10.0)
    paper.write(f"{say(ABOUT)} {say(HOLD_SENTENCE)}", _SMALL)
    _for_specialists(paper, report)
    return paper.finish()


def _head(paper: Paper, heading: Message, *, with_height: float) -> None:
    """Write a heading on a sheet that also has room for what follows, with this height in points."""
    paper.skip(14.0)
    paper.require(paper.height_of(say(heading), _HEADING) + (6.0 + with_height) * _POINT)
    paper.write(say(heading), _HEADING)


def _warn(paper: Paper, warning: Message) -> None:
    text = say(warning)
    height = paper.height_of(text, _BODY, PAPER_WIDTH - 10.0 * _POINT)
    paper.require(height)
    paper.painter.fillRect(QRectF(0.0, paper.y, 2.5 * _POINT, height), QColor(WARN))
    paper.write(text, _BODY, indent=10.0)


def _ratings(paper: Paper, ratings: Sequence[RatedScale]) -> None:
    if not ratings:
        return
    _head(paper, FELT, with_height=_NOTE_HEIGHT)
    for rated in ratings:
        paper.require(34.0 * _POINT)
        paper.write(say(rated_words(scale_words(rated.name), rated)), _BODY)
        _draw_bar(paper, rated)
    paper.write(say(ABOUT_RATINGS), _SMALL)


def _draw_bar(paper: Paper, rated: RatedScale) -> None:
    """Draw a scale from 0 to 10 with a ring at the rating before and a dot at the rating after."""
    painter, middle, radius = paper.painter, paper.y + 4.0 * _POINT, 4.0 * _POINT
    left, width = 14.0 * _POINT, PAPER_WIDTH - 30.0 * _POINT
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(left, middle - 0.5 * _POINT, width, _POINT), QColor(LINE))
    painter.setFont(_SMALL.font)
    painter.setPen(QColor(QUIET_INK))
    for x, end in ((0.0, "0"), (left + width + 6.0 * _POINT, "10")):
        place = QRectF(x, middle - 10.0 * _POINT, 14.0 * _POINT, 20.0 * _POINT)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, end)
    if rated.before is not None and rated.after is not None:
        way = QColor(ACCENT)
        way.setAlphaF(0.35)
        ends = sorted((rated.before, rated.after))
        share = [left + width * one / 10.0 for one in ends]
        painter.fillRect(QRectF(share[0], middle - 1.5 * _POINT, share[1] - share[0], 3.0 * _POINT), way)
    painter.setPen(QPen(QColor(ACCENT), 1.3 * _POINT))
    for value, brush in ((rated.before, "white"), (rated.after, ACCENT)):
        if value is not None:
            painter.setBrush(QColor(brush))
            painter.drawEllipse(QPointF(left + width * value / 10.0, middle), radius, radius)
    painter.restore()
    paper.skip(16.0)


def _charts(paper: Paper, report: SessionReport) -> None:
    if not report.charts:
        return
    _head(paper, CURVES, with_height=CHART_HEIGHT / _POINT)
    for chart in report.charts:
        draw_chart(paper, chart)
    if any(chart.shaded_s for chart in report.charts):
        paper.write(say(ABOUT_SHADE), _SMALL)


def _for_specialists(paper: Paper, report: SessionReport) -> None:
    paper.begin_sheet()
    paper.write(say(FOR_SPECIALISTS), _HEADING)
    for fact in report.facts:
        paper.write(say(fact), _FACT)
    paper.skip(6.0)
    paper.write_row([say(heading) for heading in FIGURE_HEADINGS], _COLUMNS, _HEAD)
    paper.rule()
    paper.skip(4.0)
    for row in figure_rows(report.figures):
        paper.write_row(row, _COLUMNS, _CELL)
    paper.write(say(ABOUT_INTERVALS), _SMALL)
    paper.skip(10.0)
    for chart in report.more_charts:
        draw_chart(paper, chart)
