"""Everything about the person can be deleted from the settings, by typing a word."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from biofeedback.window.pages.practise.forget_sheet import ForgetSheet, ToForget
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from devices.message import message
from tests.biofeedback.window.simulated_window import SimulatedSession
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def opened(wanted: list[str], *, empty: bool = False) -> tuple[SimulatedSession, ForgetSheet]:
    lines = () if empty else (message("forget.sessions", count=12), message("forget.diary"))
    session = SimulatedSession(to_forget=ToForget(lambda: lines, lambda: wanted.append("all")))
    session.press(KEY.Key_O)
    (settings,) = session.all(SettingsSheet)
    (button,) = (one for one in settings.findChildren(QPushButton) if one.text().startswith("Delete"))
    button.click()
    (sheet,) = session.all(ForgetSheet)
    return session, sheet


def test_the_word_is_asked_for_and_closes_the_window() -> None:
    wanted: list[str] = []
    session, sheet = opened(wanted)
    texts = " ".join(visible_texts(session))
    assert "12 sessions" in texts
    assert "your diary" in texts
    assert sheet.word is not None
    QTest.keyClicks(sheet.word.line, "dele")
    QTest.keyClick(sheet.word.line, KEY.Key_Return)
    assert wanted == []
    assert session.window.isVisible()
    QTest.keyClicks(sheet.word.line, "te")
    QTest.keyClick(sheet.word.line, KEY.Key_Return)
    assert wanted == ["all"]
    assert not session.window.isVisible()


def test_escape_deletes_nothing() -> None:
    wanted: list[str] = []
    session, sheet = opened(wanted)
    assert sheet.word is not None
    sheet.word.line.setText("delete")
    session.press(KEY.Key_Escape)
    assert session.all(ForgetSheet) == []
    assert wanted == []
    assert session.window.isVisible()
    session.close()


def test_nothing_is_asked_where_nothing_is_kept() -> None:
    session, sheet = opened([], empty=True)
    assert sheet.word is None
    session.press(KEY.Key_Escape)
    session.close()


def test_no_button_where_nothing_can_be_deleted() -> None:
    session = SimulatedSession()
    session.press(KEY.Key_O)
    (settings,) = session.all(SettingsSheet)
    assert not any(one.text().startswith("Delete") for one in settings.findChildren(QPushButton))
    session.close()
