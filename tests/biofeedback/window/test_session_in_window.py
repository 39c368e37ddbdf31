"""A session as it is led through the window: safety, ratings, styles, what figures mean, the summary."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollBar

from biofeedback.engine.state import Signal
from biofeedback.figures.registry import all_explanations
from biofeedback.person.guide_styles import CIRCLE
from biofeedback.person.settings import Settings
from biofeedback.response.figure_history import CHANGE_S
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.rated_bar import RatedBar
from biofeedback.window.companion import Silence
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.sheet import Sheet
from devices.breath_pattern import BreathPattern
from devices.events import Rating, RatingMoment
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.polling import wait_until

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


class Heard(Silence):
    """A sound that remembers the usual response."""

    usual_ms: float | None = None

    def set_usual(self, response_ms: float | None) -> None:
        self.usual_ms = response_ms


@pytest.fixture
def session() -> Iterator[SimulatedSession]:
    session = SimulatedSession("calm", minutes=1.0)
    yield session
    session.close()


def seen(session: SimulatedSession, kind: type[Sheet]) -> bool:
    return any(sheet.isVisible() for sheet in session.window.findChildren(kind))


def texts(session: SimulatedSession) -> str:
    labels = session.window.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


class TestBeforeTheFirstBreath:
    def test_the_safety_page_is_left_by_the_key_that_begins(self) -> None:
        told: list[Settings] = []
        session = SimulatedSession("calm", settings=chosen(safety_read=False), on_settings=told.append)
        assert seen(session, SafetySheet)
        assert "not deeply" in texts(session)
        session.press(KEY.Key_Space)
        assert session.practice.state.guide.running
        assert not seen(session, SafetySheet)
        assert [one.window.safety_read for one in told] == [True]
        session.close()

    def test_ratings_are_offered_and_one_key_leaves_them_all(self, session: SimulatedSession) -> None:
        assert seen(session, RatingsSheet)
        session.press(KEY.Key_Space)
        assert session.practice.state.guide.running
        assert not seen(session, RatingsSheet)

    def test_ratings_given_before_are_recorded_as_such(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put: list[object] = []
        monkeypatch.setattr(session.practice, "put", put.append)
        for key in (KEY.Key_6, KEY.Key_Minus, KEY.Key_1, KEY.Key_0):
            session.press(key)
        assert not seen(session, RatingsSheet)
        session.press(KEY.Key_Space)
        ratings = [(r.scale, r.value, r.when) for r in put if isinstance(r, Rating)]
        assert ratings == [("pain", 6, RatingMoment.BEFORE), ("mood", 10, RatingMoment.BEFORE)]

    def test_a_start_at_once_asks_nothing(self) -> None:
        session = SimulatedSession("calm", settings=chosen(safety_read=False), start_at_once=True)
        assert session.practice.state.guide.running
        assert not seen(session, Sheet)
        session.close()


class TestWhilePractising:
    def test_g_changes_the_style_and_t_the_theme_and_both_are_told(self) -> None:
        told: list[Settings] = []
        session = SimulatedSession("calm", settings=chosen(rated=False), on_settings=told.append)
        session.press(KEY.Key_G)
        assert session.window.guide.style_shown is CIRCLE
        session.press(KEY.Key_T)
        assert (told[-1].window.guide_style, told[-1].window.theme) == ("circle", "light")
        session.close()

    def test_f_leaves_the_guide_alone_and_back(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.press(KEY.Key_F)
        assert session.window.isFullScreen()
        assert session.window.guide.isVisible()
        assert not session.window.panel.isVisible()
        session.press(KEY.Key_Escape)
        assert not session.window.isFullScreen()
        assert session.window.panel.isVisible()
        assert session.practice.state.guide.running

    @pytest.mark.soak
    def test_beside_the_guide_alone_a_lost_signal_is_told(self) -> None:
        session = SimulatedSession("link-losses", settings=chosen(rated=False))
        session.press(KEY.Key_Space)
        session.press(KEY.Key_F)
        wait_until(lambda: session.live(1.0) or session.practice.state.signal is Signal.LOST)
        session.live(1.0)
        assert "Come closer" in texts(session)
        assert "per minute" not in texts(session)
        session.close()

    def test_the_guide_goes_on_while_a_figure_is_explained(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.press(KEY.Key_W)
        frames = session.window.guide.frames
        session.live(2.0)
        assert session.window.guide.frames > frames
        names = set()
        for _ in all_explanations():
            names.add(next(iter(texts_of(session, WhySheet))))
            session.press(KEY.Key_Right)
        assert names == {str(one.title) for one in all_explanations()}
        session.press(KEY.Key_W)
        assert not seen(session, WhySheet)
        assert session.window.panel.isVisible()

    @pytest.mark.soak
    def test_the_sound_is_told_the_usual_response_once_it_is_known(self) -> None:
        heard = Heard()
        session = SimulatedSession("calm", settings=chosen(rated=False), sound=heard)
        session.press(KEY.Key_Space)
        session.live(60.0)
        assert heard.usual_ms is None
        while session.practice.state.change.difference_ms is None:
            assert session.practice.now_s() < CHANGE_S + 30.0
            session.live(10.0, step_s=1.0)
        assert heard.usual_ms is not None
        session.close()

    def test_a_page_too_long_for_its_place_is_leafed_through_by_keys(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False, text_percent=200))
        session.press(KEY.Key_W)
        bars = [bar for bar in session.window.findChildren(QScrollBar) if bar.isVisible()]
        rate = session.practice.state.guide.pattern.rate_per_min
        session.press(KEY.Key_PageDown)
        assert max(bar.value() for bar in bars) > 0
        assert session.practice.state.guide.pattern.rate_per_min == rate
        session.press(KEY.Key_PageUp)
        assert max(bar.value() for bar in bars) == 0
        session.close()

    def test_writing_of_twice_the_size_leaves_each_figure_whole(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False, text_percent=200))
        session.press(KEY.Key_Space)
        session.live(60.0)
        views = [view for view in session.window.findChildren(FigureView) if view.isVisible()]
        assert len(views) == 2
        for view in views:
            place = QRect(view.mapTo(session.window, QPoint(0, 0)), view.size())
            image = session.window.grab(place).toImage()
            for y in (0, image.height() - 1):
                assert len({image.pixel(x, y) for x in range(image.width())}) == 1, view.figure.name
        session.close()

    def test_each_figure_is_explained_by_one_click_and_by_enter(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        views = [view for view in session.window.findChildren(FigureView) if view.isVisible()]
        for view in views:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton)
            session.frame()
            assert str(view.figure.name) == next(iter(texts_of(session, WhySheet)))
            session.press(KEY.Key_Escape)
            view.setFocus()
            session.press(KEY.Key_Return)
            assert str(view.figure.name) == next(iter(texts_of(session, WhySheet)))
            session.press(KEY.Key_W)

    def test_a_pattern_is_chosen_by_its_number_while_the_guide_runs(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.press(KEY.Key_P)
        session.press(KEY.Key_5)
        assert session.practice.state.guide.pattern == BreathPattern(7.5, 2.0)
        session.press(KEY.Key_Left)
        assert session.practice.state.guide.pattern.exhale_to_inhale == 1.9
        assert session.practice.state.guide.running
        session.press(KEY.Key_P)
        assert not seen(session, PatternSheet)
        assert "2.8 in · 5.2 out · 7.5 per minute" in texts(session)

    def test_the_measured_breath_is_shown_and_its_absence_explained(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        assert "your breath:" in texts(session)
        session.live(59.0)  # The inhale is told from four breaths on, and one takes 12 s.
        assert session.practice.state.breathing.course is not None
        assert "your breath:" not in texts(session)


class TestAfterTheLastBreath:
    def practise(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(68.0)

    def test_ratings_then_summary_then_the_end(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in (KEY.Key_6, KEY.Key_7, KEY.Key_4):
            session.press(key)
        self.practise(session)
        assert seen(session, RatingsSheet)
        assert not session.practice.state.guide.running
        rated: list[tuple[str, float, RatingMoment]] = []
        monkeypatch.setattr(session.practice, "put", lambda r: rated.append((r.scale, r.value, r.when)))
        for key in (KEY.Key_3, KEY.Key_2, KEY.Key_6):
            QTest.keyClick(session.window, key)
        monkeypatch.undo()
        session.frame()
        assert [value for _, value, _ in rated] == [3, 2, 6]
        assert {when for *_, when in rated} == {RatingMoment.AFTER}
        assert seen(session, SummarySheet)
        rated_words = [bar.words for bar in session.all(RatedBar)]
        assert rated_words == ["Pain 6 → 3", "Stress 7 → 2", "Mood 4 → 6"]
        assert "You breathed 1 minute at 5 breaths per minute." in texts(session)
        assert "After 8 minutes at one pace you will see" in texts(session)
        session.press(KEY.Key_Escape)
        assert not session.window.isVisible()

    def test_escape_leaves_the_ratings_and_goes_to_the_summary(self, session: SimulatedSession) -> None:
        self.practise(session)
        session.press(KEY.Key_Escape)
        assert seen(session, SummarySheet)
        assert not session.all(RatedBar)

    def test_space_breathes_on_and_the_end_comes_again(self, session: SimulatedSession) -> None:
        self.practise(session)
        session.press(KEY.Key_Escape)
        session.press(KEY.Key_Space)
        assert session.practice.state.guide.running
        assert not seen(session, SummarySheet)
        session.live(3.0)
        session.press(KEY.Key_Escape)
        assert seen(session, SummarySheet)

    def test_escape_ends_a_long_practice_with_its_summary(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_Space)
        session.live(40.0)
        session.press(KEY.Key_Escape)
        assert not session.practice.state.guide.running
        session.press(KEY.Key_Escape)
        assert seen(session, SummarySheet)
        assert session.window.isVisible()

    def test_tab_and_enter_reach_each_button(self, session: SimulatedSession) -> None:
        self.practise(session)
        session.press(KEY.Key_Escape)
        reached = set()
        for _ in range(8):
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton):
                reached.add(focus.text())
            session.press(KEY.Key_Tab)
        assert {"Done (Esc)", "Keep breathing (Space)"} <= reached


def texts_of(session: SimulatedSession, kind: type[Sheet]) -> list[str]:
    sheet = next(one for one in session.window.findChildren(kind) if one.isVisible())
    return [label.text() for label in sheet.findChildren(QLabel)]
