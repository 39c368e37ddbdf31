"""One session shown, as a page, and deleted."""

import json
import os
import pty
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from biofeedback.figures.registry import RECORDED
from biofeedback.report import session_report
from biofeedback.report.chart import Chart, ChartPoint
from biofeedback.report.chart_figure import chart_figure
from biofeedback.statements.session_figures import mean_half_width
from devices.events import Rating, RatingMoment
from devices.message import verbatim
from sessions.folder import SessionFolder
from sessions.records import encode_record
from sessions.store import append_rows, open_for_writing, read_header, seal
from tests.program import DEADLINE_S, run, run_here

OWN_SCALES = ("Fear of pain", "Box of things", "{0} of von %s", "{count} & <i>")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("show") / "evening.session"
    made = run_here("simulate", "calm", "--minutes", "10", "--seed", "8", "--output", path)
    assert made.returncode == 0, made.stderr
    connection = open_for_writing(path)
    end_ns = read_header(path).start_ns + 599_000_000_000
    ratings = [
        Rating(1, "pain <b>", 6.0, RatingMoment.BEFORE),
        Rating(end_ns, "pain <b>", 3.5, RatingMoment.AFTER),
        Rating(end_ns, "mood", 7.0, RatingMoment.AFTER),
        *(Rating(end_ns, scale, 2.5, RatingMoment.AFTER) for scale in OWN_SCALES),
    ]
    append_rows(connection, map(encode_record, ratings))
    seal(connection)
    return path


@pytest.fixture(scope="module", autouse=True)
def _each_session_is_analysed_once() -> Iterator[None]:
    """Every command of this module reads the same ten minutes."""
    with patch.object(session_report, "read_session", lru_cache(session_report.read_session)):
        yield


@pytest.fixture(scope="module")
def page(session: Path) -> str:
    output = session.with_suffix(".html")
    ended = run_here("sessions", "report", session, "--output", output)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, str(output), "")
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    return output.read_text()


class Elements(HTMLParser):
    """Every element with its attributes; whether all that were opened are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_needs_nothing_but_itself(page: str) -> None:
    found = Elements(page)
    assert found.open == []
    tags = {tag for tag, _ in found.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert not any({"src", "href"} & set(attributes) for _, attributes in found.elements)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_page_has_every_figure_with_unit_window_and_uncertainty(session: Path, page: str) -> None:
    shown = json.loads(run_here("sessions", "show", session, "--json").stdout)
    for row in RECORDED:
        value = shown["summary"][row.key]
        cell = f"<td>{str(row.name).replace(chr(39), '&#x27;')}</td>"
        assert f'{cell}<td class="number">{value:.{row.decimals}f}</td>' in page
    found = re.search(r"Heart response to breathing</td>.*?</td><td[^>]*>([0-9]+)</td><td>ms</td>", page)
    assert found is not None
    assert 1 <= float(found[1]) <= 60
    assert page.count("<svg") == 4
    assert "<td>whole session</td>" in page
    assert re.search(r"Breathing 5\.0 per minute .* Exhale [12]\.[0-9] times as long as the inhale", page)


def test_page_has_ratings_and_believes_no_text(page: str) -> None:
    assert "pain &lt;b&gt; 6 → 3.5" in page
    assert "<p>pain &lt;b&gt; went from 6 to 3.5." in page
    assert "Mood 7 after the practice" in page
    assert "<b>" not in page.replace("<b>0</b>", "").replace("<b>10</b>", "")
    assert "– →" not in page


def test_page_begins_with_what_the_session_came_to(page: str) -> None:
    body = page[page.index("<body>") :]
    parts = ("Breathing practice", "<h1>", "You breathed 10 minutes at 5 breaths per minute.", "went from 6")
    places = [body.index(part) for part in (*parts, "your heart responded", "<svg", "<details>", "<table>")]
    assert places == sorted(places)
    assert "<details open" not in page
    assert body.index("</table>") < body.index("</details>")


def test_no_number_of_an_axis_is_smaller_than_12_px_at_any_width(page: str) -> None:
    """Numbers are no part of the drawing, which alone is stretched to the width of the page."""
    drawings = re.findall(r"<svg.*?</svg>", page)
    assert len(drawings) == 4
    assert all("<text" not in one and 'preserveAspectRatio="none"' in one for one in drawings)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", page)]
    assert sizes
    assert min(sizes) >= 12.0


def test_both_charts_have_one_time_axis_with_the_guided_time_shaded(page: str) -> None:
    charts = page[page.index('class="charts"') : page.index("<details>")].split("<figure>")[1:]
    assert len(charts) == 2
    axes = [re.findall(r'class="minute" style="left:([\d.]+)%">([^<]+)<', one) for one in charts]
    assert axes[0] == axes[1]
    shades = [re.findall(r'<rect class="guided" [^>]*>', one) for one in charts]
    assert shades[0] == shades[1] != []


def test_a_heading_is_printed_on_the_sheet_of_its_chart(page: str) -> None:
    print_rules = page[page.index("@media print") :]
    assert re.search(r"figure,[^{]*\.kept[^{]*{ break-inside: avoid; }", print_rules)
    assert re.search(r"h2, figcaption[^{]*{ break-after: avoid; }", print_rules)
    assert re.search(r'<div class="kept"><h2>[^<]*</h2><figure>', page)
    assert "details:not([open]) { display: none; }" in print_rules


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize(
    "asked", [pytest.param(("--pdf",), marks=pytest.mark.soak), ("--output", "Seite & mehr.PDF")]
)
def test_report_is_written_as_pdf_without_a_display(
    session: Path, tmp_path: Path, asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    ended = run("sessions", "report", session, *asked)
    output = tmp_path / ended.stdout.strip()
    assert (ended.returncode, ended.stderr, output.suffix.lower()) == (0, "", ".pdf")
    written = output.read_bytes()
    assert written.startswith(b"%PDF-")
    assert 2 <= sheets(written) <= 3  # Six scales were rated, which may take more than one sheet.
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


@pytest.mark.soak
def test_page_is_in_the_language_but_for_own_words(session: Path, tmp_path: Path) -> None:
    output = tmp_path / "Box of things.html"
    ended = run_here("--language", "de", "sessions", "report", session, "--output", output)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, str(output), "")
    page = output.read_text()
    assert '<html lang="de">' in page
    assert Elements(page).open == []
    assert re.search(r"<h1>(?:[A-Z][a-z]+tag|Mittwoch), \d+\. [A-Z][a-zä]+ \d{4}, \d\d:\d\d</h1>", page)
    assert re.search(r'<td>Herzfrequenz</td><td class="number">\d+,\d</td>', page)
    assert "Stimmung 7 nach der Übung" in page
    for scale in OWN_SCALES:
        assert f"{escape(scale)} 2,5 nach der Übung" in page
    shown = run_here("sessions", "show", session, "--language", "de").stdout
    for words in ("evening", "simuliert", "Atemzüge wie angeleitet", *OWN_SCALES):
        assert words in shown


def test_page_is_never_written_over(session: Path, page: str) -> None:
    again = run_here("sessions", "report", session, "--output", session.with_suffix(".html"))
    assert (again.returncode, "exists already" in again.stderr) == (1, True)
    assert page


def test_show_prints_figures_and_ratings(session: Path) -> None:
    ended = run_here("sessions", "show", session)
    assert (ended.returncode, ended.stderr) == (0, "")
    for words in ("evening", "simulated", "RMSSD", "Heart response to breathing", "pain <b>", "−2.5"):
        assert words in ended.stdout


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = SessionFolder(tmp_path)
    for number in (1, 2):
        path = tmp_path / f"{number}.txt"
        path.write_text("800\n" * (100 + number))
        assert run_here("sessions", "import", path, "--data-dir", tmp_path).returncode == 0
    assert len(list(folder.summaries())) == 2
    return tmp_path


def names(data_dir: Path) -> list[str]:
    return sorted(path.stem for path in (data_dir / "sessions").iterdir())


def test_nothing_is_deleted_without_a_person_or_yes(data_dir: Path) -> None:
    first, second = names(data_dir)
    asked = run_here("sessions", "delete", first, "--data-dir", data_dir)
    assert (asked.returncode, "--yes" in asked.stderr) == (1, True)
    assert names(data_dir) == [first, second]
    assert run_here("sessions", "delete", first, "--yes", "--data-dir", data_dir).returncode == 0
    assert names(data_dir) == [second]
    unknown = run_here("sessions", "delete", second, "nonsense", "--yes", "--data-dir", data_dir)
    assert (unknown.returncode, "There is no session nonsense" in unknown.stderr) == (1, True)
    assert names(data_dir) == [second]


def test_file_that_is_no_session_is_not_deleted(data_dir: Path) -> None:
    mine = data_dir / "1.txt"
    refused = run_here("sessions", "delete", mine, "--yes", "--data-dir", data_dir)
    assert (refused.returncode, "is not a session" in refused.stderr) == (1, True)
    assert mine.exists()


@pytest.mark.parametrize(("answer", "left"), [(b"yes\n", 1), (b"no\n", 2), (b"\n", 2)])
def test_person_is_asked_on_a_terminal(data_dir: Path, answer: bytes, left: int) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "biofeedback", "sessions", "delete", names(data_dir)[0]]
    os.write(ours, answer)
    ended = subprocess.run(
        [*command, "--data-dir", str(data_dir)],
        stdin=theirs, capture_output=True, text=True, timeout=DEADLINE_S, check=False,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert "for good?" in ended.stdout
    assert len(names(data_dir)) == left
    assert ended.returncode == (0 if left == 1 else 1)


def test_session_interval_covers_the_truth() -> None:
    """Minutes that go on from one another a little; the interval of their mean holds the truth."""
    chance = np.random.default_rng(41)
    held = 0
    for _ in range(400):
        value, minutes = chance.normal(), []
        for _ in range(20):
            value = 0.3 * value + chance.normal()
            minutes.append(50.0 + value)
        half_width = mean_half_width(minutes)
        assert half_width is not None
        held += abs(float(np.mean(minutes)) - 50.0) <= half_width
    assert 0.9 <= held / 400 <= 0.99


def test_interval_needs_eight_minutes_in_a_row() -> None:
    assert mean_half_width([50.0] * 7) is None
    assert mean_half_width([50.0, 51.0, None, *[50.0] * 8]) is None
    assert mean_half_width([None, 50.0, 51.0, *[50.0] * 8, None]) is not None


def drawn(*points: ChartPoint, duration_s: float = 60.0, dots: bool = False) -> str:
    return chart_figure(Chart(verbatim("one & only"), points, duration_s, dots=dots))


def test_chart_of_one_value() -> None:
    one = drawn(ChartPoint(30.0, 0.0), dots=True)
    assert one.count('class="dot"') == 1
    assert "one &amp; only" in one
    assert "nan" not in drawn(ChartPoint(0.0, 60.0), ChartPoint(1.0, 60.0), duration_s=0.0)


@pytest.mark.parametrize("minutes", [0.2, 1.0, 10.0, 59.0, 24.0 * 60.0])
def test_minutes_have_room_on_a_phone(minutes: float) -> None:
    chart = Chart(verbatim("a"), (ChartPoint(0.0, 1.0),), 60.0 * minutes)
    assert chart.minute_ticks[0] == 0
    assert len(chart.minute_ticks) <= 7
    assert all(0.0 <= chart.across(60.0 * minute) <= 1.0 for minute in chart.minute_ticks)
