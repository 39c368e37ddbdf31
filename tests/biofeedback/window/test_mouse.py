"""By mouse: what a click does, what the wheel does not do, and how the window closes."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QComboBox, QPushButton, QScrollBar, QWidget

from biofeedback.cli.settings_path import settings_path
from biofeedback.person.settings import Settings, save_settings
from biofeedback.practice.shape import SessionShape
from biofeedback.window.guide.guide_view import GuideView
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.widgets.choice_box import ChoiceBox
from biofeedback.window.widgets.rating_row import RatingRow
from devices.events import Part, Rating, RatingMoment
from tests.biofeedback.window.by_mouse import click, click_button, click_words
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.program import run

KEY = Qt.Key
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
LONG_S = 40.0
"""Of practice: long enough to be summed up."""


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def session() -> Iterator[SimulatedSession]:
    session = SimulatedSession("calm", minutes=1.0)
    yield session
    session.close()


class TestGuide:
    def test_a_click_starts_pauses_and_goes_on(self, session: SimulatedSession) -> None:
        for running in (True, False, True):
            click(session, session.window.guide)
            assert session.practice.state.guide.running is running
        assert not session.all(RatingsSheet)

    def test_a_double_click_means_the_same_as_one(self, session: SimulatedSession) -> None:
        place = session.window.guide.mapTo(session.window, session.window.guide.rect().center())
        QTest.mouseDClick(session.window.windowHandle(), LEFT, pos=place)
        session.frame()
        assert session.practice.state.guide.running

    def test_other_buttons_do_nothing(self, session: SimulatedSession) -> None:
        QTest.mouseClick(session.window.guide, RIGHT)
        session.frame()
        assert not session.practice.state.guide.running

    def test_a_click_begins_ordinary_breathing_where_that_comes_first(self) -> None:
        shape = SessionShape(before_s=60.0, practice_s=60.0)
        session = SimulatedSession("calm", shape=shape)
        click(session, session.window.guide)
        assert session.practice.state.part is Part.BEFORE
        session.close()

    def test_the_guide_alone_is_paused_by_a_click(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.press(KEY.Key_F)
        click(session, session.window.guide)
        assert not session.practice.state.guide.running

    def test_in_a_replay_a_click_plays_and_pauses_that(self, tmp_path: Path) -> None:
        session = replaying(tmp_path)
        (page,) = session.all(ReplayPage)
        (guide,) = page.findChildren(GuideView)
        for moving in (True, False):
            click(session, guide)
            assert page.is_moving is moving
        assert not session.practice.state.guide.running
        session.close()


def test_a_whole_session_by_mouse_alone() -> None:
    told: list[Settings] = []
    session = SimulatedSession("calm", settings=chosen(safety_read=False), on_settings=told.append)
    click_button(session, "I understand, begin (Space)")
    assert session.practice.state.guide.running
    assert not session.all(SafetySheet)
    assert told[-1].window.safety_read
    session.live(LONG_S)
    click(session, session.window.guide)
    assert not session.practice.state.guide.running
    click_words(session, "Esc end")
    (sheet,) = session.all(RatingsSheet)
    row = sheet.findChildren(RatingRow)[0]
    click(session, row, row.step_rect(10).center().toPoint())
    assert sheet.entry.values == {"pain": 10}
    click_button(session, "To the summary (Esc)")
    assert session.all(SummarySheet)
    click_button(session, "Done (Esc)")
    assert not session.window.isVisible()
    session.close()


def test_ratings_before_are_left_by_their_button(session: SimulatedSession) -> None:
    click_button(session, "Begin (Space)")
    assert session.practice.state.guide.running
    assert not session.all(RatingsSheet)


@pytest.mark.parametrize(
    ("words", "sheet"),
    [
        ("P pattern", PatternSheet),
        ("W why", WhySheet),
        ("O options", SettingsSheet),
        ("H history", HistorySheet),
    ],
)
def test_the_words_of_a_key_are_that_key(words: str, sheet: type[QWidget], tmp_path: Path) -> None:
    session = SimulatedSession("calm", settings=chosen(rated=False), history=MadeUpHistory(tmp_path / "none"))
    click_words(session, words)
    if sheet is HistorySheet:
        session.wait_for_history()
    assert session.all(sheet)
    session.close()


class TestClosing:
    def rated(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> list[tuple[str, float, str]]:
        """Whatever is rated from now on, as it is recorded."""
        found: list[tuple[str, float, str]] = []

        def put(record: object) -> None:
            if isinstance(record, Rating):
                found.append((record.scale, record.value, record.when.value))

        monkeypatch.setattr(session.practice, "put", put)
        return found

    def test_in_mid_practice_ratings_come_then_the_summary_then_it_closes(
        self, session: SimulatedSession
    ) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        session.window.close()
        assert session.window.isVisible()
        assert session.all(RatingsSheet)
        assert not session.practice.state.guide.running
        session.window.close()
        assert session.all(SummarySheet)
        session.window.close()
        assert not session.window.isVisible()

    def test_before_there_is_anything_to_sum_up_it_closes_at_once(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(5.0)
        session.window.close()
        assert not session.window.isVisible()

    @pytest.mark.parametrize("keys", [(KEY.Key_F,), (KEY.Key_P,), (KEY.Key_Space, KEY.Key_O), (KEY.Key_W,)])
    def test_whatever_is_shown_the_ratings_come(
        self, session: SimulatedSession, keys: tuple[Qt.Key, ...]
    ) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        for key in keys:
            session.press(key)
        session.window.close()
        assert session.all(RatingsSheet)
        assert not session.all(SettingsSheet)
        assert not session.window.isFullScreen()

    def test_a_minimised_window_is_brought_back(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        session.window.showMinimized()
        session.window.close()
        assert not session.window.isMinimized()
        assert session.all(RatingsSheet)

    def test_settings_over_the_summary_do_not_keep_it_open(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        for key in (KEY.Key_Escape, KEY.Key_Escape, KEY.Key_O):
            session.press(key)
        session.window.close()
        assert not session.window.isVisible()

    def test_a_practice_taken_up_again_is_summed_up_again(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        for key in (KEY.Key_Escape, KEY.Key_Escape, KEY.Key_Space):
            session.press(key)
        session.window.close()
        assert session.all(SummarySheet)

    @pytest.mark.parametrize("end", [lambda window: window.end(), lambda window: window.close()])
    def test_ratings_before_a_practice_that_never_began_are_recorded(
        self,
        session: SimulatedSession,
        monkeypatch: pytest.MonkeyPatch,
        end: Callable[[QWidget], None],
    ) -> None:
        rated = self.rated(session, monkeypatch)
        for key in (KEY.Key_6, KEY.Key_1):
            session.press(key)
        end(session.window)
        assert rated == [("pain", 6, "before"), ("stress", 1, "before")]

    def test_half_of_the_ratings_afterwards_are_recorded_where_it_is_ended(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session.press(KEY.Key_Space)
        session.live(LONG_S)
        session.press(KEY.Key_Escape)
        rated = self.rated(session, monkeypatch)
        session.press(KEY.Key_3)
        session.window.end()
        assert not session.window.isVisible()
        assert rated == [("pain", 3, RatingMoment.AFTER.value)]

    def test_ordinary_breathing_that_ends_meanwhile_cuts_no_ratings_short(self) -> None:
        shape = SessionShape(practice_s=LONG_S, after_s=30.0)
        session = SimulatedSession("calm", shape=shape)
        session.press(KEY.Key_Space)
        session.live(LONG_S + 17.0)
        assert session.practice.state.part is Part.AFTER
        session.press(KEY.Key_Escape)
        session.press(KEY.Key_4)
        session.live(60.0)
        assert session.practice.state.part is Part.DONE
        (sheet,) = session.all(RatingsSheet)
        assert sheet.entry.values == {"pain": 4}
        session.close()


def replaying(tmp_path: Path) -> SimulatedSession:
    file = tmp_path / "a.session"
    assert run("simulate", "calm", "--minutes", "1", "--output", file).returncode == 0
    session = SimulatedSession("calm", history=MadeUpHistory(file, duration_s=60.0), today=NOW.date)
    session.replay()
    return session


def turn_wheel(widget: QWidget, steps: int) -> None:
    """Turn the wheel by some steps, downwards where they are positive, as the screen tells the window."""
    window = widget.window().windowHandle()
    place = widget.mapTo(widget.window(), widget.rect().center())
    for _ in range(abs(steps)):
        QTest.wheelEvent(window, QPointF(place), QPoint(0, -120 if steps > 0 else 120))
        QApplication.processEvents()


class TestWheel:
    def test_over_each_control_of_the_settings_it_scrolls_and_changes_nothing(self, tmp_path: Path) -> None:
        file = settings_path(tmp_path)
        save_settings(file, chosen())
        before = file.read_bytes()
        session = SimulatedSession(
            "calm", settings=chosen(), on_settings=lambda new: save_settings(file, new)
        )
        session.press(KEY.Key_O)
        (sheet,) = session.all(SettingsSheet)
        bar = max(sheet.findChildren(QScrollBar), key=lambda one: one.maximum())
        assert bar.maximum() > 0
        found = [*sheet.findChildren(QComboBox), *sheet.findChildren(QPushButton)]
        controls = [one for one in found if one.isVisibleTo(sheet)]
        assert len(controls) > 12
        for control in controls:
            for focused in (False, True):
                control.setFocus() if focused else control.clearFocus()
                bar.setValue(max(0, control.mapTo(sheet, QPoint()).y() + bar.value() - 300))
                down = bar.value() < bar.maximum()
                at = bar.value()
                turn_wheel(control, 1 if down else -1)
                session.frame()
                assert (bar.value() > at) is down, control.accessibleName()
                assert bar.value() != at, control.accessibleName()
                assert control.hasFocus() is focused
        session.close()
        assert file.read_bytes() == before

    def test_over_an_open_box_it_changes_nothing(self) -> None:
        told: list[Settings] = []
        session = SimulatedSession("calm", on_settings=told.append)
        session.press(KEY.Key_O)
        (sheet,) = session.all(SettingsSheet)
        box = sheet.findChildren(QComboBox)[5]
        box.showPopup()
        place, turned = QPointF(5.0, 5.0), QPoint(0, -120)
        buttons, modifiers = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        for _ in range(5):
            event = QWheelEvent(place, place, QPoint(), turned, buttons, modifiers, phase, False)
            QApplication.sendEvent(box.view().viewport(), event)
        box.hidePopup()
        session.frame()
        assert not told
        session.close()

    def test_it_changes_no_pattern_and_no_rating(self) -> None:
        session = SimulatedSession("calm")
        (sheet,) = session.all(RatingsSheet)
        for row in sheet.findChildren(RatingRow):
            turn_wheel(row, 3)
        assert not sheet.entry.values
        session.press(KEY.Key_P)
        pattern = session.practice.state.guide.pattern
        (patterns,) = session.all(PatternSheet)
        for box in patterns.findChildren(QComboBox):
            box.setFocus()
            turn_wheel(box, 3)
        session.frame()
        assert session.practice.state.guide.pattern == pattern
        session.close()

    def test_it_goes_nowhere_in_a_replay(self, tmp_path: Path) -> None:
        session = replaying(tmp_path)
        (page,) = session.all(ReplayPage)
        session.wait_for_jump(page)
        at_s = page.position_s
        for child in page.findChildren(QWidget):
            if child.isVisible():
                turn_wheel(child, 3)
        session.frame()
        assert page.position_s == at_s
        session.close()

    def test_each_box_to_choose_from_is_of_the_kind_that_scrolls_past(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False))
        for key in (KEY.Key_P, KEY.Key_O):
            session.press(key)
        boxes = session.window.findChildren(QComboBox)
        assert boxes
        assert all(isinstance(box, ChoiceBox) for box in boxes)
        sliders = session.window.findChildren(QAbstractSlider)
        assert all(isinstance(one, QScrollBar) for one in sliders)
        session.close()


@pytest.mark.parametrize("percent", [100, 200])
def test_a_box_shows_an_arrow(percent: int) -> None:
    session = SimulatedSession("calm", settings=chosen(text_percent=percent))
    session.press(KEY.Key_O)
    (sheet,) = session.all(SettingsSheet)
    box = sheet.findChildren(ChoiceBox)[0]
    box.clearFocus()
    image = box.grab().toImage()
    right = QRect(box.width() - box.height(), 4, box.height() - 8, box.height() - 8)
    ground = image.pixelColor(right.left(), right.center().y())
    painted = {
        image.pixelColor(x, y).lightness()
        for x in range(right.left(), right.right())
        for y in range(right.top(), right.bottom())
    }
    assert max(painted) - ground.lightness() > 150
    session.close()
