"""Every figure has all that its views need, and a figure that is added is found in all of them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from biofeedback.engine.engine import Engine
from biofeedback.figures import explanations
from biofeedback.figures.registry import FIGURES, LIVE, RECORDED, all_explanations, figure_spec
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import say
from scripts.figure_table import DOCUMENT, figure_table, with_figures

ADDED: Final = """
import sys
from dataclasses import replace

from biofeedback.engine.figures import Figure
from biofeedback.figures import registry
from biofeedback.figures.spec import Explanation, FigureSpec
from devices.message import verbatim

LONGEST = Explanation(*map(verbatim, ("Longest interval", "The longest one.", "In ms.", "With a gap.")))
ADDED = FigureSpec(
    key="longest_nn_ms",
    name=verbatim("Longest interval"),
    unit=verbatim("ms"),
    decimals=0,
    explanation=LONGEST,
    of_span=lambda span: float(span.rr_ms[span.valid].max()),
    of_state=lambda state: Figure(verbatim("Longest interval"), verbatim("ms"), "last minute", 1234.0),
    small=True,
)
registry.FIGURES = (*registry.FIGURES, ADDED)
registry.RECORDED = (*registry.RECORDED, ADDED)
registry.LIVE = (*registry.LIVE, ADDED)
registry.figure_spec.__defaults__ = registry.all_explanations.__defaults__ = (registry.FIGURES,)
"""
"""A figure in the registry before anything else of the program is imported."""

COMMAND: Final = """
from biofeedback.cli import main
sys.exit(main(sys.argv[1:]))
"""

WINDOW: Final = """
from PySide6.QtWidgets import QApplication
application = QApplication([])
from biofeedback.engine.engine import Engine
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.pages.care.why_sheet import WhySheet
from PySide6.QtWidgets import QLabel, QWidget
state = Engine(0).state()
parent = QWidget()
view = PracticeView(state, parent)
view.show_state(state, (), None)
print([one.accessibleName() for one in view.findChildren(FigureView) if one.key == "longest_nn_ms"])
sheet = WhySheet()
sheet.show_figure("longest_nn_ms")
sheet.show_state(state)
print([label.text() for label in sheet.findChildren(QLabel)])
"""


def with_the_figure(code: str, *arguments: object) -> str:
    """What a program prints whose registry has one more figure."""
    ended = subprocess.run(
        [sys.executable, "-c", ADDED + code, *map(str, arguments)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def intervals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three minutes of intervals."""
    file = tmp_path_factory.mktemp("figures") / "intervals.txt"
    file.write_text("\n".join(str(900 + 10 * (k % 9)) for k in range(190)) + "\n")
    return file


def test_keys_are_unique_and_carry_a_unit() -> None:
    keys = [one.key for one in FIGURES]
    assert len(set(keys)) == len(keys)
    assert {*RECORDED, *LIVE} == set(FIGURES)


@pytest.mark.parametrize("language", languages())
def test_each_figure_is_named_and_explained_in_each_language(language: str) -> None:
    for one in FIGURES:
        assert say(one.name, language)
        for part in (one.explanation.says, one.explanation.made_of, one.explanation.misleads):
            assert len(say(part, language)) > 20


def test_each_explanation_is_shown_once() -> None:
    pages = all_explanations()
    assert pages[0] is explanations.ABOUT_RSA
    assert {id(one.explanation) for one in FIGURES} == {id(one) for one in pages}
    assert len(pages) == len({one.title for one in pages})


def test_a_live_figure_has_one_name_everywhere() -> None:
    state = Engine(0).state()
    for one in LIVE:
        assert one.of_state is not None
        assert one.of_state(state).name == one.name


def test_a_figure_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure_spec("calmness")


def test_the_document_lists_the_figures_that_there_are() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert with_figures(document, RECORDED) == document
    assert "| `rmssd_ms` | RMSSD | ms |" in figure_table(RECORDED)


def test_an_added_figure_is_in_json_and_text(intervals: Path) -> None:
    (told,) = json.loads(with_the_figure(COMMAND, "analyze", intervals, "--json"))
    assert told["summary"]["longest_nn_ms"] == 980.0
    assert told["windows"][0]["longest_nn_ms"] == 980.0
    assert "Longest interval" in with_the_figure(COMMAND, "analyze", intervals)


def test_an_added_figure_is_in_table_and_report(intervals: Path, tmp_path: Path) -> None:
    code = """
import biofeedback
from biofeedback.analysis.to_table import table_rows
from biofeedback.statements.session_figures import session_figures
result = biofeedback.analyze(biofeedback.read(sys.argv[1]))
print(result.summary.longest_nn_ms, table_rows(result, "windows")[0]["longest_nn_ms"])
print([str(one.name) for one in session_figures(result)])
"""
    told = with_the_figure(code, intervals)
    assert told.startswith("980.0 980.0")
    assert "Longest interval" in told
    with_the_figure(COMMAND, "sessions", "import", intervals, "--data-dir", tmp_path)
    (session,) = tmp_path.rglob("*.session")
    page = tmp_path / "page.html"
    with_the_figure(COMMAND, "sessions", "report", session, "--output", page, "--data-dir", tmp_path)
    assert "<td>Longest interval</td>" in page.read_text(encoding="utf-8")


def test_an_added_figure_is_in_the_window_and_explained() -> None:
    view, sheet = with_the_figure(WINDOW).splitlines()
    assert "Longest interval: 1234 ms" in view
    for words in ("Longest interval", "The longest one.", "With a gap.", "Now 1234 ms"):
        assert words in sheet
