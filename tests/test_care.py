"""What is said about holding the breath: one sentence, the same in all texts of program and documents."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.statements.care import HOLD_SENTENCE as HOLD
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.words.speech import say_in
from devices.breath_pattern import BreathPattern
from scripts.compile_words import FOLDER, read
from tests.program import run_here

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
HOLD_SENTENCE = say_in(HOLD)
GERMAN = (
    "Halten Sie den Atem nicht länger an, als die Anleitung es vorgibt, und gar nicht, wenn Ihnen schwindlig "
    "ist oder es Sie anstrengt."
)

FORBIDS = re.compile(
    r"\b(never|not|no|don't|avoid|stop|without)\b[^.;:]*\bhold(s|ing)?\b(?! (for|up)\b)"
    r"|\bhold(ing)?\b[^.;:]*\b(dizzy|strain)"
    r"|\b(nie|niemals|nicht|kein\w*|ohne)\b[^.;:]*\b(anhalten|Luft an|Atem an)"
    r"|\b(anhalten|Halten Sie)\b[^.;:]*\bnicht\b",
    re.IGNORECASE,
)
"""A sentence that forbids or bounds the holding of something."""

OF_BREATH = re.compile(r"\b(breath|guide|lungs?|Atem|Luft|Anleitung)\b", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def texts_of_the_program() -> Iterator[tuple[str, str]]:
    for package in ("biofeedback", "devices", "sessions"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield file.name, node.value
    for path in FOLDER.glob("*.po"):
        for entry in read(path):
            if entry.id:
                said = entry.string or ""
                yield path.name, said if isinstance(said, str) else "\n".join(said)


def texts_of_the_documents() -> Iterator[tuple[str, str]]:
    for file in DOCUMENTS:
        yield file.name, file.read_text(encoding="utf-8")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+|\n\n|\|", " ".join(text.split()) if "|" not in text else text)


def forbidding(text: str) -> list[str]:
    found = (" ".join(one.split()) for one in sentences(text))
    return [one for one in found if FORBIDS.search(one) and OF_BREATH.search(one)]


@pytest.mark.parametrize(
    "told",
    [
        "Never hold your breath.",
        "Do not hold the breath for long.",
        "Hold your breath no longer than you like, and stop when you get dizzy.",
        "Nie die Luft anhalten.",
    ],
)
def test_the_search_finds_what_says_otherwise(told: str) -> None:
    assert forbidding(f"Breathe gently. {told} Go on.") == [told]


def test_no_text_of_program_or_documents_says_otherwise() -> None:
    found = [
        (name, one)
        for name, text in (*texts_of_the_program(), *texts_of_the_documents())
        for one in forbidding(text)
    ]
    assert {one for _, one in found} == {HOLD_SENTENCE, GERMAN}


def test_german_says_the_same() -> None:
    assert say_in(HOLD, "de") == GERMAN


@pytest.mark.parametrize("name", ["README.md", "docs/pacing.md"])
def test_documents_say_it(name: str) -> None:
    assert HOLD_SENTENCE in " ".join((ROOT / name).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("page", [SafetySheet, lambda: PatternSheet(BreathPattern(), {})])
def test_the_pages_of_the_window_say_it(page: type) -> None:
    assert HOLD_SENTENCE in [label.text() for label in page().findChildren(QLabel)]


@pytest.mark.parametrize(("pattern", "said"), [("4/1/8/1", True), ("4/8", False)])
def test_the_terminal_says_it_where_the_breath_is_held(pattern: str, said: bool) -> None:
    arguments = ("train", "--simulated", "--terminal", "--no-record", "--minutes", "0.01")
    ended = run_here(*arguments, "--pattern", pattern)
    assert ended.returncode == 0, ended.stderr
    assert (HOLD_SENTENCE in ended.stderr.splitlines()) is said


def test_the_report_says_it(tmp_path: Path) -> None:
    file, page = tmp_path / "a.session", tmp_path / "a.html"
    assert run_here("simulate", "calm", "--minutes", "1", "--output", file).returncode == 0
    assert run_here("sessions", "report", file, "--output", page).returncode == 0
    assert HOLD_SENTENCE in page.read_text(encoding="utf-8")
