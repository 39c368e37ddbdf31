"""The window in another language: in German, and in a made-up one that shows what was forgotten."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import Language as Language_
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.response.rsa import GuidedBreath
from biofeedback.statements.resonance import resonance_words, result_heading
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.charts.usual import Usual
from biofeedback.window.look.arrangement import DESIGN_SIZE, SMALLEST_SIZE
from biofeedback.window.look.language import FOLDER, Language, say, speak, speak_by_setting
from biofeedback.window.look.phrases import TEMPLATES
from biofeedback.window.look.words import LEGEND_UNKNOWN, LEGEND_USUAL
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from tests.biofeedback.window.pseudo_language import SOURCE, catalogue, pseudo_language, pseudo_speech
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

KEY = Qt.Key
NAMES = re.compile(r"Polar H10 \(simulated\)|\d+:\d\d|\d+(\.\d+)?( %)?|–|[\d\- :]+|ms|RMSSD|")
"""What is the same in every language: names, numbers, clock times, terms."""


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    speak(Language())


class TestCatalogue:
    def test_each_template_has_its_translation_with_as_many_gaps(self) -> None:
        known = catalogue()
        for template in TEMPLATES:
            assert known[template].count("{}") == template.count("{}"), template

    def test_each_phrase_with_gaps_is_a_template(self) -> None:
        assert {phrase for phrase in catalogue() if "{}" in phrase} == set(TEMPLATES)

    def test_the_compiled_file_is_that_of_the_source(self, tmp_path: Path) -> None:
        compiled = tmp_path / "de.qm"
        lrelease = Path(sys.executable).parent / "pyside6-lrelease"
        subprocess.run([lrelease, SOURCE, "-qm", compiled], check=True, capture_output=True)
        assert compiled.read_bytes() == (FOLDER / "biofeedback_de.qm").read_bytes()


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_stands_in_the_cards_is_whole_in_the_smallest_window(language: Language_) -> None:
    settings = chosen(rated=False, text_percent=125, language=language)
    session = SimulatedSession("calm", settings=settings, size=SMALLEST_SIZE)
    session.live(6.0)
    (bars,) = session.all(ResponseBars)
    breaths = GuidedBreath(0, 0.0, 4.0, 12.0), GuidedBreath(1, 12.0, 16.0, 24.0, 80.0)
    bars.show_breaths(breaths, Usual(110.0, 20.0))
    bars.show_earlier(EarlierUsual(154.0, 109.0, 218.0, 56))
    for words in (LEGEND_UNKNOWN, LEGEND_USUAL, "(109"):
        assert any(say(words) in line for line in bars.legend()), words
    assert max(map(bars.text_width, bars.legend())) <= bars.width()
    assert bars.plot_rect.height() >= 24.0
    signal = next(label for label in session.all(QLabel) if say("good signal") in label.text())
    assert signal.fontMetrics().horizontalAdvance(QLabel.text(signal)) <= signal.width()
    session.close()


@pytest.mark.parametrize("percent", [100, 125, 200])
@pytest.mark.parametrize("size", [SMALLEST_SIZE, DESIGN_SIZE])
def test_the_header_names_the_strap_at_each_size(percent: int, size: tuple[int, int]) -> None:
    settings = chosen(rated=False, text_percent=percent)
    session = SimulatedSession("calm", settings=settings, size=size)
    session.live(6.0)
    strap = next(label for label in session.all(QLabel) if label.text().startswith("Polar"))
    painted = QLabel.text(strap)
    assert painted.startswith("Polar H10")
    assert strap.fontMetrics().horizontalAdvance(painted) <= strap.width()
    session.close()


class TestGerman:
    @pytest.fixture(autouse=True)
    def in_german(self) -> None:
        speak_by_setting("de")

    @pytest.mark.parametrize(
        ("english", "german"),
        [
            ("Breathe in", "Einatmen"),
            ("4.0 in · 8.0 out · 5.0 per minute", "4,0 ein · 8,0 aus · 5,0 pro Minute"),
            ("good signal · battery 87 %", "gutes Signal · Akku 87 %"),
            (
                "Your exhale is 1.5 times your inhale; let it be longer.",
                "Ihr Ausatmen ist 1,5 mal so lang wie Ihr Einatmen; lassen Sie es länger werden.",
            ),
            (
                "Bluetooth is off. Turn it on; the search goes on by itself.",
                "Bluetooth ist aus. Bitte einschalten; die Suche läuft von selbst weiter.",
            ),
            ("your breath: you are moving", "Ihr Atem: Sie bewegen sich"),
            ("Pain 6 → 3 · Mood – → 6", "Schmerz 6 → 3 · Stimmung – → 6"),
            ("median of 3 breaths", "Median, 3 Atemzüge"),
            ("median of 3 breaths, ± 72", "Median, 3 Atemzüge, ± 72"),
            ("last 30 s, ± 0.3", "letzte 30 s, ± 0,3"),
            ("", ""),
            ("Polar H10 77", "Polar H10 77"),
        ],
    )
    def test_say(self, english: str, german: str) -> None:
        assert say(english) == german

    def test_the_window_speaks_it_by_its_setting(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False, language="de"))
        session.press(KEY.Key_Space)
        session.live(5.0)
        assert "4,0 ein · 8,0 aus · 5,0 pro Minute" in seen(session)
        assert session.window.guide.accessibleName() == "Anleitung: Ausatmen"
        session.close()


class TestPseudoLanguage:
    @pytest.fixture(autouse=True)
    def pseudo(self, monkeypatch: pytest.MonkeyPatch) -> None:
        language = pseudo_language()
        monkeypatch.setattr(
            "biofeedback.window.window.speak_by_setting", lambda _: speak(language, pseudo_speech())
        )

    @pytest.mark.parametrize("scenario", ["calm", "made-up", "rate-only", "off-body", "poor-contact", None])
    def test_nothing_in_the_practise_view_was_forgotten(self, scenario: str | None) -> None:
        session = self.begun(scenario)
        for _ in range(12):
            session.live(15.0, step_s=1.0)
            assert not forgotten(session)
        session.close()

    def test_nothing_in_the_sheets_was_forgotten(self, tmp_path: Path) -> None:
        session = SimulatedSession("calm", minutes=1.0, history=MadeUpHistory(tmp_path / "none"))
        for key in (KEY.Key_W, KEY.Key_W, KEY.Key_P, KEY.Key_P, KEY.Key_O, KEY.Key_Escape, KEY.Key_Space):
            session.press(key)
            assert not forgotten(session)
        session.live(62.0)
        for key in (KEY.Key_3, KEY.Key_2, KEY.Key_1, KEY.Key_H, KEY.Key_Escape):
            session.press(key)
            session.live(1.0)
            assert not forgotten(session)
        session.close()

    def test_nothing_in_a_replay_was_forgotten(self, tmp_path: Path) -> None:
        file = tmp_path / "a.session"
        assert run("simulate", "calm", "--minutes", "1", "--output", file).returncode == 0
        session = SimulatedSession("calm", history=MadeUpHistory(file, duration_s=60.0), today=NOW.date)
        page = session.replay()
        for key in (KEY.Key_Space, KEY.Key_Up, KEY.Key_Right, KEY.Key_W, KEY.Key_W, KEY.Key_Right):
            session.press(key)
            assert not forgotten(session)
        assert page.accessibleName().startswith("⟦Replay of")

    def test_nothing_in_the_search_was_forgotten(self, tmp_path: Path) -> None:
        shelf = ProfileShelf(tmp_path / "profile.toml")
        for rate_per_min in (5.3, 5.5):
            shelf.take(Protocol.STEPPED, 2.0, Resonance(rate_per_min, 0.3, 8.0, 0.9, 48))
        session = SimulatedSession("resonance", settings=chosen(rated=False), shelf=shelf)
        for key in (KEY.Key_R, KEY.Key_3, KEY.Key_Up, KEY.Key_R, KEY.Key_1):
            session.press(key)
            assert not forgotten(session)
        session.live(361.0, step_s=1.0)
        wait_until(
            lambda: session.frame(0.1) or forgotten(session) or "⟦Your heart" in "".join(seen(session))
        )
        assert not forgotten(session)
        for key in (KEY.Key_Escape, KEY.Key_R, KEY.Key_1, KEY.Key_R, KEY.Key_2):
            session.press(key)
            assert not forgotten(session)
        session.close()

    @pytest.mark.parametrize(
        "found",
        [None, Resonance(5.4, 0.9, 8.0, 0.9, 48), Resonance(5.4, 0.3, 0.1, 0.9, 48)],
    )
    def test_each_result_has_its_words(self, found: Resonance | None) -> None:
        speak(pseudo_language())
        for words in (resonance_words(found), result_heading(found)):
            for sentence in re.split(r"(?<=[.!?]) (?=[A-Z])", words):
                assert say(sentence).startswith("⟦"), sentence

    def test_nothing_said_about_patterns_and_scales_was_forgotten(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False))
        session.press(KEY.Key_P)
        sheet = session.window.findChildren(PatternSheet)[-1]
        sheet.name.entered.emit()
        assert not forgotten(session)
        sheet.name.line.setText("⟦own⟧")
        sheet.name.entered.emit()
        session.frame(0.1)
        assert not forgotten(session)
        session.close()

    @staticmethod
    def begun(scenario: str | None) -> SimulatedSession:
        session = SimulatedSession(scenario, settings=chosen(rated=False))
        session.press(KEY.Key_Space)
        return session


def seen(session: SimulatedSession) -> list[str]:
    window = session.window
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    texts += [button.text() for button in window.findChildren(QPushButton) if button.isVisible()]
    for view in window.findChildren(FigureView):
        if view.isVisible():
            texts += [say(view.figure.name), say(view.figure.window_text()), say(view.figure.unit)]
    return texts


def forgotten(session: SimulatedSession) -> list[str]:
    session.frame(0.1)
    return [text for text in seen(session) if "⟦" not in text and not NAMES.fullmatch(text)]
