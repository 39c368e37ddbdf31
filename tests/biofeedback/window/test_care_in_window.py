"""The care page: one key from every view, and one key back to what was there."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from biofeedback.person.settings import Settings
from biofeedback.practice.shape import SessionShape
from biofeedback.programmes.programme import Family
from biofeedback.statements.care import CARE_SECTIONS, CAUTIONS
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
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


def test_cautions_are_asked_once_and_kept() -> None:
    kept: list[Settings] = []
    settings = chosen(rated=False)
    session = SimulatedSession(None, settings=settings, on_settings=kept.append, family=Family.MUSCLES)
    (page,) = session.all(CautionSheet)
    said = visible_texts(session)
    assert {say_in(one) for one in CAUTIONS[Family.MUSCLES].lines} <= said
    go_on, _ = page.findChildren(QPushButton)
    go_on.click()
    session.frame()
    assert not session.all(CautionSheet)
    assert kept[-1].programmes.cautions_read == ("muscles",)
    session.close()
    again = SimulatedSession(None, settings=kept[-1], family=Family.MUSCLES)
    assert not again.all(CautionSheet)
    again.close()
    other = SimulatedSession(None, settings=kept[-1], family=Family.AUTOGENIC)
    assert other.all(CautionSheet)
    other.close()


def test_who_leaves_the_question_open_is_asked_again() -> None:
    kept: list[Settings] = []
    session = SimulatedSession(
        "calm", settings=chosen(rated=False), on_settings=kept.append, family=Family.BELLY
    )
    session.press(KEY.Key_Space)
    session.live(1.0)
    assert session.practice.state.guide.running
    assert not session.all(CautionSheet)
    assert not kept
    session.close()


def test_who_may_not_practise_it_closes_the_window() -> None:
    session = SimulatedSession(None, settings=chosen(rated=False), family=Family.ATTENTION)
    (page,) = session.all(CautionSheet)
    _, other = page.findChildren(QPushButton)
    other.click()
    assert not session.window.isVisible()
    session.close()


def test_the_safety_page_follows_and_nothing_is_asked_of_quiet_rest() -> None:
    first = chosen(rated=False, safety_read=False)
    session = SimulatedSession(None, settings=first, family=Family.BELLY)
    session.all(CautionSheet)[0].none_holds.emit()
    session.frame()
    assert session.all(SafetySheet)
    session.close()
    rest = SimulatedSession(None, settings=chosen(rated=False), family=Family.REST)
    assert not rest.all(Page)
    rest.close()
