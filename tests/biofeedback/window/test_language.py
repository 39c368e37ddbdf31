"""The window in another language: in German, and in a made-up one that shows what was forgotten."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.pacing.presets import PRESETS
from biofeedback.response.rsa import GuidedBreath
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.charts.usual import Usual
from biofeedback.window.loading.history_loading import FolderHistory
from biofeedback.window.look.arrangement import DESIGN_SIZE, DETAILS_SIZE
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.words import LEGEND_UNKNOWN, LEGEND_USUAL
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.message import message
from scripts.compile_words import FOLDER, read
from sessions.folder import SessionFolder
from tests.biofeedback.window.every_page import (
    OWN_PATTERNS,
    OWN_SCALE,
    OWN_WORDS,
    WAYS,
    Way,
    day_by_day,
    own_settings,
    with_each_strap,
)
from tests.biofeedback.window.pseudo_language import CODE, outside_brackets, pseudo_language
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key
UNITS = re.compile(r"\b(ms|min|s)\b|[\d\W_]+")
"""What is the same in every language: numbers, signs and units."""

GAP = re.compile(r"\\\{[^{}]*?(?:\\\{[^{}]*\\\}[^{}]*?)?\\\}")
NUMBER_GAP = re.compile(r"\\\{\w+:\\\.\d+f\\\}")
NUMBER = r"[−+-]?[\d.,]+"


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    speak_by_setting("en")


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_stands_in_the_cards_is_whole_in_the_smallest_window(language: str) -> None:
    settings = chosen(rated=False, text_percent=125, language=language)
    session = SimulatedSession("calm", settings=settings, size=DETAILS_SIZE)
    session.live(6.0)
    (bars,) = session.all(ResponseBars)
    breaths = GuidedBreath(0, 0.0, 4.0, 12.0), GuidedBreath(1, 12.0, 16.0, 24.0, 80.0)
    bars.show_breaths(breaths, Usual(110.0, 20.0))
    bars.show_earlier(EarlierUsual(154.0, 109.0, 218.0, 56))
    for words in (say(LEGEND_UNKNOWN), say(LEGEND_USUAL), "(109"):
        assert any(words in line for line in bars.legend()), words
    assert max(map(bars.text_width, bars.legend())) <= bars.width()
    assert bars.plot_rect.height() >= 24.0
    good = {"en": "good signal", "de": "gutes Signal"}[language]
    signal = next(label for label in session.all(QLabel) if good in label.text())
    assert signal.fontMetrics().horizontalAdvance(QLabel.text(signal)) <= signal.width()
    session.close()


@pytest.mark.parametrize("percent", [100, 125, 200])
@pytest.mark.parametrize("size", [DETAILS_SIZE, DESIGN_SIZE])
def test_the_header_names_the_strap_at_each_size(percent: int, size: tuple[int, int]) -> None:
    settings = chosen(rated=False, text_percent=percent)
    session = SimulatedSession("calm", settings=settings, size=size)
    session.live(6.0)
    strap = next(label for label in session.all(QLabel) if label.text().startswith("Polar"))
    painted = QLabel.text(strap)
    assert painted.startswith("Polar H10")
    assert strap.fontMetrics().horizontalAdvance(painted) <= strap.width()
    session.close()


@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=pytest.mark.soak) if way is with_each_strap else way for way in WAYS]
)
def test_every_page_speaks_a_language_that_is_added_as_one_file(way: Way, tmp_path: Path) -> None:
    with pseudo_language(tmp_path):
        for page, session in way(CODE, tmp_path):
            texts = visible_texts(session)
            assert not [text for text in texts if is_forgotten(text)], page
            assert nothing_is_cut_off(session), page


@pytest.mark.parametrize("way", [day_by_day, *(one for one in WAYS if one is not with_each_strap)])
def test_no_page_is_english_in_german(way: Way, tmp_path: Path) -> None:
    english = list(english_patterns())
    for page, session in way("de", tmp_path):
        texts = {without_own_words(text) for text in visible_texts(session)}
        assert not [text for text in texts if any(one.fullmatch(text) for one in english)], page
        assert nothing_is_cut_off(session), page


def test_a_language_names_itself_in_the_settings(tmp_path: Path) -> None:
    with pseudo_language(tmp_path):
        session = SimulatedSession(None, settings=own_settings("de"))
        session.press(KEY.Key_O)
        (sheet,) = session.all(SettingsSheet)
        row = next(row for row in sheet.rows if row.label.text() == "Sprache")
        offered = [row.box.itemText(index) for index in range(row.box.count())]
        assert offered == ["wie im System", "Deutsch", "English", "⟦English··⟧"]
        session.close()


class TestGerman:
    def test_a_pattern_is_written_with_commas(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False, language="de"))
        session.press(KEY.Key_Space)
        session.live(8.0)
        assert {"4,0 ein", "8,0 aus", "5,0 pro Minute"} <= visible_texts(session)
        assert session.window.guide.accessibleName() == "Anleitung: Ausatmen"
        session.close()

    def test_own_words_are_never_looked_up(self, tmp_path: Path) -> None:
        things = tmp_path / "Box of things"
        (things / "sessions").mkdir(parents=True)
        file = things / "sessions" / "Heart rate.session"
        file.write_text("Settings")
        history = FolderHistory(SessionFolder(things))
        session = SimulatedSession("calm", settings=own_settings("de"), history=history)
        assert {OWN_SCALE.name, f"0 {OWN_SCALE.low}", f"10 {OWN_SCALE.high}"} <= visible_texts(session)
        session.press(KEY.Key_P)
        numbered = {f"{number}   {name}" for number, name in enumerate(OWN_PATTERNS, start=1 + len(PRESETS))}
        assert numbered <= visible_texts(session)
        session.press(KEY.Key_H)
        session.wait_for_history()
        assert any(str(file) in text for text in visible_texts(session))
        session.close()

    def test_numbers_and_dates_are_the_languages_own(self) -> None:
        speak_by_setting("de")
        assert say(message("window.axis.number", value=-0.5)) == "−0,5"
        assert say(BreathPattern(5.5).words).endswith("5,5 pro Minute")


def nothing_is_cut_off(session: SimulatedSession) -> bool:
    return all(area.horizontalScrollBar().maximum() == 0 for area in session.all(QScrollArea))


def is_forgotten(text: str) -> bool:
    return bool(UNITS.sub("", without_own_words(outside_brackets(text))).strip())


def without_own_words(text: str) -> str:
    for own in OWN_WORDS:
        text = text.replace(own, "")
    return text.strip()


def english_patterns() -> Iterator[re.Pattern[str]]:
    """Yield each English sentence that is another in German, as a pattern whose gaps hold anything.

    A gap for a number holds a number only: "in {seconds}" does not make an English text of "in der ersten".
    """
    german = dict(sentences("de"))
    for key, forms in sentences("en"):
        for here, there in zip(forms, german[key], strict=True):
            literal = re.sub(r"\{[^{}]*(\{[^{}]*\})?[^{}]*\}", "", here)
            if here != there and re.search(r"[^\W\d_]{2,}", literal) and not key.startswith("format."):
                with_numbers = NUMBER_GAP.sub(lambda _: NUMBER, re.escape(here))
                yield re.compile(GAP.sub(".*", with_numbers))


def sentences(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in read(FOLDER / f"{language}.po"):
        if entry.id:
            key = entry.id if isinstance(entry.id, str) else entry.id[0]
            yield key, (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
