"""Sound in the window: volume by keys and buttons, a breath to try, a voice, and a guide that fades."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from biofeedback.cli.asked.fading import fading_player
from biofeedback.person.settings import Settings
from biofeedback.window.companion import Silence
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.pages.practise.voice_row import voice_note
from biofeedback.window.widgets.icon_button import IconButton
from devices.steps import FADING_PROGRAMME
from tests.biofeedback.window.by_mouse import click_button
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key


class Heard(Silence):
    """A sound that counts how often it was tried."""

    muted = False
    tried = 0

    def try_sound(self) -> None:
        self.tried += 1


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def kept() -> list[Settings]:
    return []


@pytest.fixture
def session(kept: list[Settings]) -> Iterator[SimulatedSession]:
    session = SimulatedSession(
        None,
        settings=chosen(rated=False, depth="breathe"),
        on_settings=kept.append,
        sound=Heard(),
        fading=fading_player,
    )
    yield session
    session.close()


def press_button(session: SimulatedSession, words: str) -> None:
    button = next(one for one in session.all(IconButton) if one.accessibleName() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    session.frame()


def volume(kept: list[Settings]) -> float:
    return kept[-1].sound.volume


def test_the_volume_changes_by_key_and_button_is_shown_and_kept(
    session: SimulatedSession, kept: list[Settings]
) -> None:
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running
    session.press(KEY.Key_Period)
    assert volume(kept) == 0.8
    assert "Volume 80 %" in visible_texts(session)
    session.live(3.0)
    assert "Volume 80 %" not in visible_texts(session)
    session.press(KEY.Key_Comma)
    session.press(KEY.Key_Comma)
    assert volume(kept) == 0.6
    assert "Volume 60 %" in visible_texts(session)
    for _ in range(12):
        session.press(KEY.Key_Comma)
    assert volume(kept) == 0.1, "S makes it silent"
    session.press(KEY.Key_Space)
    press_button(session, "Louder (.)")
    assert volume(kept) == 0.2
    press_button(session, "Quieter (,)")
    assert volume(kept) == 0.1


def test_a_narrow_row_has_the_volume_in_its_menu(session: SimulatedSession) -> None:
    session.window.resize(480, 480)
    session.frame()
    bar = session.window.view.bar
    shown = [one for one in session.all(IconButton) if one.parent() is bar]
    assert max(one.geometry().right() for one in shown) <= bar.width()
    assert {"Quieter", "Louder"} <= {action.text() for action in bar.menu.actions()}


def test_a_breath_can_be_tried_from_the_settings(session: SimulatedSession, kept: list[Settings]) -> None:
    session.press(KEY.Key_O)
    (sheet,) = session.all(SettingsSheet)
    click_button(session, "Try it")
    sound = session.window._sound
    assert isinstance(sound, Heard)
    assert sound.tried == 1
    row = next(one for one in sheet.rows if one.label.text() == "Sound of the breath")
    assert [row.box.itemText(k) for k in range(row.box.count())] == [
        "warm tone",
        "sea",
        "singing bowl at the turns",
    ]
    row.box.setCurrentIndex(1)
    assert kept[-1].sound.timbre == "sea"


def test_a_folder_of_recordings_is_chosen_and_given_up(
    session: SimulatedSession, kept: list[Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    session.press(KEY.Key_O)
    (sheet,) = session.all(SettingsSheet)
    sheet.voice_row.choose.click()
    assert kept[-1].sound.voice_folder == str(tmp_path)
    assert sheet.voice_row.note.text().startswith(f"Your recordings in {tmp_path}")
    sheet.voice_row.forget.click()
    assert kept[-1].sound.voice_folder == ""


def test_without_a_voice_the_settings_say_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert voice_note("").key == "sentences" or "has no voice" in str(voice_note(""))
    assert "is not there" in str(voice_note(str(tmp_path / "gone")))


def test_the_guide_can_be_made_to_fade_before_the_practice(session: SimulatedSession) -> None:
    session.press(KEY.Key_P)
    assert session.all(PatternSheet)
    click_button(session, "Let the guide fade")
    step = session.practice.state.step
    assert step is not None
    assert (step.programme, step.running) == (FADING_PROGRAMME, True)
    assert not session.all(PatternSheet)
    session.live(12.0)
    assert session.practice.state.guide.running
    assert "Breathe with the guide." in visible_texts(session)


def test_a_practice_that_has_begun_offers_no_fading(session: SimulatedSession) -> None:
    session.press(KEY.Key_Space)
    session.live(2.0)
    session.press(KEY.Key_P)
    (sheet,) = session.all(PatternSheet)
    assert not hasattr(sheet, "fading")
