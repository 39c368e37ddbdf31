"""Numbers in texts come from the constants: a changed constant reaches window, terminal and report."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from biofeedback.response.figure_history import (
    CHANGE_S,
    FIRST_S,
    HEART_RATE_AT_PACE_S,
    INTERVAL_AT_PACE_S,
    NOW_S,
)
from biofeedback.statements.session_figures import FEWEST_MINUTES

ROOT = Path(__file__).parent.parent

CHANGED: Final = {
    "biofeedback.response.figure_history": {
        "INTERVAL_AT_PACE_S": 2460.0,
        "HEART_RATE_AT_PACE_S": 2520.0,
        "CHANGE_S": 2580.0,
        "FIRST_S": 2640.0,
    },
    "biofeedback.response.rsa": {"MEDIAN_BREATHS": 45},
    "biofeedback.breathing.heart.rolling_rate": {"RATE_WINDOW_S": 46.0},
    "biofeedback.response.confidence": {"FEWEST_SESSIONS": 47},
    "biofeedback.practice.playback": {"JUMP_S": 48.0},
    "biofeedback.person.settings": {"MOST_OWN_SCALES": 49},
    "biofeedback.statements.session_figures": {"FEWEST_MINUTES": 51},
    "sessions.history.trend_rule": {"CONFIDENCE_PERCENT": 52},
    "biofeedback.quality.elapsed": {"REGRESSION_MINIMUM_S": 1590.0},
    "biofeedback.resonance.protocol": {"STEP_MINUTES": 4.0},
}
"""Each to a number that nothing else has."""

_PRINT: Final = """
import importlib, json, sys
for module, constants in json.loads(sys.argv[1]).items():
    for name, value in constants.items():
        assert hasattr(importlib.import_module(module), name), name
        setattr(importlib.import_module(module), name, value)

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
application = QApplication([])
from datetime import date
from biofeedback.analysis import outcome
from biofeedback.engine import live_breathing, live_figures
from biofeedback.quality import elapsed
from biofeedback.report import page
from biofeedback.response.figure_history import Change, Direction
from biofeedback.figures.registry import all_explanations
from biofeedback.statements import live, trends
from biofeedback.window.look import key_hints, words
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.pages.practise import search_sheets
from biofeedback.window.pages.practise import own_scales
from biofeedback.words.spoken import say
from sessions.history.trend_rule import Trend, TrendCourse

speak_by_setting(sys.argv[2])
course = TrendCourse((Trend(1.0, -1.0, 3.0, 20, 28, date(2026, 2, 20)),), date(2026, 3, 20))
change = Change(Direction.MORE, 30.0, 10.0)
texts = [say(text) for one in all_explanations() for text in (one.says, one.made_of, one.misleads)]
texts += map(say, (
    words.LEGEND_USUAL, words.change_remark(change),
    *(one.words for one in key_hints.replay_hints(running=True)),
    outcome.change_sentence(Change()), live_breathing.LEARNING,
    trends.trend_words(course, date(2026, 3, 1)),
    live_figures.RSA.window, live_breathing.RATE.window,
))
sheet = search_sheets.SearchSheet(None, None)
scales = own_scales.OwnScales((), lambda text, act: QPushButton(say(text)), lambda scales: None)
texts += [label.text() for label in scales.findChildren(QLabel)]
texts += [button.text() for button in sheet.findChildren(QPushButton)]
texts += [say(live.change_words(change)), say(page.ABOUT_INTERVALS)]
texts += [say(elapsed._unit_warning(97.6, 1.0, sure=False))]
print(json.dumps(texts))
"""

ENGLISH: Final = (
    "after 41 minutes at one pace",
    "shown after 42 minutes at one pace",
    "takes 43 minutes of guided breathing",
    "own first 44 minutes at this pace",
    "band: your first 44 minutes",
    "above your first 44 min",
    "more than in your first 44 minutes",
    "median of the last 45 breaths",
    "median of 45 breaths",
    "over the last 46 seconds",
    "last 46 s",
    "after 46 s still",
    "(47 or more)",
    "← → 48 s",
    "up to 49",
    "It takes 51 minutes",
    "52 % interval",
    "more than 53 minutes",
    "per minute · 20 minutes",
)
GERMAN: Final = (
    "nach 41 Minuten bei einem Tempo",
    "nach 42 Minuten bei einem Tempo",
    "braucht es 43 Minuten Atmen",
    "eigenen ersten 44 Minuten",
    "Band: Ihre ersten 44 Minuten",
    "über Ihren ersten 44 min",
    "mehr als in Ihren ersten 44 Minuten",
    "der letzten 45 Atemzüge",
    "Median von 45 Atemzügen",
    "den letzten 46 Sekunden",
    "letzte 46 s",
    "nach 46 s Stillsitzen",
    "(mindestens 47)",
    "← → 48 s",
    "bis zu 49",
    "braucht es 51 Minuten",
    "52-%-Intervall",
    "mehr als 53 Minuten",
    "20 Minuten",
)


def texts(language: str) -> str:
    """What a program says whose constants are others."""
    ended = subprocess.run(
        [sys.executable, "-c", _PRINT, json.dumps(CHANGED), language],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return "\n".join(json.loads(ended.stdout)).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("de", GERMAN)])
def test_a_changed_constant_reaches_each_text(language: str, expected: tuple[str, ...]) -> None:
    told = texts(language)
    assert [one for one in expected if one not in told] == []


WORDS: Final = {2: "two", 5: "five", 8: "eight", 14: "fourteen"}
ORDINALS: Final = {8: "eighth"}


def words(seconds: float, names: dict[int, str] = WORDS) -> str:
    return names[round(seconds / 60.0)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("README.md", f"after {words(INTERVAL_AT_PACE_S)} minutes at the same pace"),
        ("README.md", f"({words(HEART_RATE_AT_PACE_S)} for the heart rate)"),
        ("README.md", f"From the {words(CHANGE_S, ORDINALS)} minute on"),
        ("README.md", f"the last {words(NOW_S)} minutes are compared with your own first {words(FIRST_S)}"),
        ("docs/architecture.md", f"after {words(INTERVAL_AT_PACE_S)} minutes at a pace"),
        ("docs/architecture.md", f"(heart rate: {words(HEART_RATE_AT_PACE_S)})"),
        ("docs/architecture.md", f"the mean response of the last {words(NOW_S)} minutes"),
        ("docs/architecture.md", f"one's own first {words(FIRST_S)} at the same rate"),
        ("docs/architecture.md", f"and ratio, after {words(CHANGE_S)} guided minutes at that pace"),
        ("docs/formats.md", f"with {WORDS[FEWEST_MINUTES]} minutes or more"),
    ],
)
def test_documents_name_the_numbers_of_the_constants(name: str, told: str) -> None:
    assert told in " ".join((ROOT / name).read_text(encoding="utf-8").split())


def strings(file: Path) -> list[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def test_no_text_of_the_program_writes_such_a_number_by_itself() -> None:
    number = "two|three|four|five|six|seven|eight|nine|ten|fourteen|fifteen|twenty"
    written = re.compile(rf"\b({number}) ((good|quiet|normal) breaths|minutes|seconds|sessions|weeks|days)\b")
    files = sorted((ROOT / "biofeedback").rglob("*.py"))
    found = [(file.name, text) for file in files for text in strings(file) if written.search(text)]
    assert found == []
