"""The report on paper: no heading is torn from its chart, whatever stands above it."""

import os
from datetime import UTC, datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from biofeedback.analysis.outcome import RatedScale
from biofeedback.report.chart import Chart, ChartPoint
from biofeedback.report.session_report import SessionReport
from biofeedback.window.paper import report_paper
from biofeedback.window.paper.paper import Paper, Writing
from biofeedback.window.paper.report_paper import report_pdf
from devices.message import message, verbatim

CHART = Chart(verbatim("Heart <rate>"), tuple(ChartPoint(one, 60.0 + one % 7) for one in range(600)), 600.0)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def report(*, scales: int = 0, warnings: int = 0, note: str = "") -> SessionReport:
    return SessionReport(
        title=verbatim("A session"),
        kind=message("report.kind.practice"),
        moment=message("report.moment", started=datetime(2026, 3, 1, 8, 0, tzinfo=UTC)),
        conclusion=(verbatim("You breathed 10 minutes."), verbatim("Pain went from 6 to 4.")),
        warnings=(verbatim("Many intervals are no heartbeats. " * 6),) * warnings,
        ratings=tuple(RatedScale(f"scale {number} <b>", 6.0, number % 11) for number in range(scales)),
        note=note,
        charts=(CHART, CHART),
        facts=(),
        figures=(),
        more_charts=(),
    )


class WatchedPaper(Paper):
    """Notes on which sheet each text was written."""

    written: list[tuple[str, int]]

    def write(self, text: str, kind: Writing, *, indent: float = 0.0) -> None:
        super().write(text, kind, indent=indent)
        self.written.append((text, self.sheets))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    WatchedPaper.written = []
    monkeypatch.setattr(report_paper, "Paper", WatchedPaper)
    return WatchedPaper.written


@pytest.mark.parametrize("scales", range(0, 24, 2))
def test_a_heading_is_on_the_sheet_of_its_first_chart(written: list[tuple[str, int]], scales: int) -> None:
    assert report_pdf(report(scales=scales)).startswith(b"%PDF-")
    texts = [text for text, _ in written]
    heading = texts.index("Your heart during the session")
    assert texts[heading + 1] == "Heart <rate>"
    assert written[heading][1] == written[heading + 1][1]


def test_a_usual_report_has_its_conclusion_and_charts_on_one_sheet(written: list[tuple[str, int]]) -> None:
    report_pdf(report(scales=3, note="Slept badly."))
    on_first = [text for text, sheet in written if sheet == 1]
    assert on_first.count("Heart <rate>") == 2
    assert "Slept badly." in on_first
    assert dict(written)["For specialists"] == 2


@pytest.mark.parametrize("note", ["x" * 1000, "word " * 200, "\u202eodd\n\n" * 20])
def test_long_words_of_a_person_have_room(note: str) -> None:
    assert report_pdf(report(warnings=8, note=note)).startswith(b"%PDF-")
