"""The care page: one key from every view, and one key back to what was there."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from biofeedback.practice.shape import SessionShape
from biofeedback.statements.care import CARE_SECTIONS
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.page import Page
from biofeedback.words.speech import say_in
from tests.biofeedback.window.every_page import (
    Way,
    after_the_practice,
    before_the_practice,
    during_a_search,
    while_practising,
)
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.mark.parametrize(
    "way",
    [
        before_the_practice,
        during_a_search,
        pytest.param(while_practising, marks=pytest.mark.soak),
        pytest.param(after_the_practice, marks=pytest.mark.soak),
    ],
)
def test_it_opens_from_every_view_and_leads_back(way: Way, tmp_path: Path) -> None:
    for view, session in way("en", tmp_path):
        if isinstance(QApplication.focusWidget(), QLineEdit):
            continue  # there it is a letter
        before = session.all(Page)
        session.press(KEY.Key_K)
        assert [type(one) for one in session.all(Page)] == [CareSheet], view
        assert not session.practice.state.guide.running, view
        session.press(KEY.Key_K)
        assert session.all(Page) == before, view


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_says_all_of_it(language: str) -> None:
    session = SimulatedSession(None, settings=chosen(rated=False, language=language))
    session.press(KEY.Key_K)
    wanted = {say_in(one, language) for section in CARE_SECTIONS for one in (section.title, *section.lines)}
    assert wanted <= visible_texts(session)
    session.close()


def test_the_guide_stands_while_nobody_sees_it_and_goes_on_by_hand() -> None:
    session = SimulatedSession("calm", settings=chosen(rated=False))
    session.press(KEY.Key_Space)
    session.live(5.0)
    session.press(KEY.Key_K)
    session.live(5.0)
    assert not session.practice.state.guide.running
    for key in (KEY.Key_Space, KEY.Key_H, KEY.Key_O, KEY.Key_R, KEY.Key_M):
        session.press(key)
    assert [type(one) for one in session.all(Page)] == [CareSheet]
    session.press(KEY.Key_Escape)
    assert session.window.view.isVisible()
    session.press(KEY.Key_Space)
    session.live(1.0)
    assert session.practice.state.guide.running
    session.close()


def test_a_guide_that_is_about_to_start_waits() -> None:
    session = SimulatedSession(
        "calm", settings=chosen(rated=False), shape=SessionShape(before_s=5.0, practice_s=60.0)
    )
    session.press(KEY.Key_Space)
    session.press(KEY.Key_K)
    session.live(10.0)
    assert not session.practice.state.guide.running
    session.close()
