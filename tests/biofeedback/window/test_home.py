"""Home, which the window opens with: one step into the practice, and one to every other page."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from biofeedback.person.settings import Settings
from biofeedback.window.choices import Opening
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.home.home_sheet import HomeLink, HomeSheet, greeting
from biofeedback.window.pages.home.step_sheets import AboutSheet, HelpSheet, StrapSheet
from biofeedback.window.pages.home.strap_card import StrapCard
from biofeedback.window.pages.home.week_marks import WeekMarks
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_row import RatingRow
from devices.events import Rating
from tests.biofeedback.window.by_mouse import click
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts
from tests.past_sessions import NOW, MadeUpHistory

KEY = Qt.Key
PAGES: dict[HomeLink, type[Sheet]] = {
    HomeLink.HISTORY: HistorySheet,
    HomeLink.PATTERNS: PatternSheet,
    HomeLink.SETTINGS: SettingsSheet,
    HomeLink.STRAPS: StrapSheet,
    HomeLink.CARE: CareSheet,
    HomeLink.HELP: HelpSheet,
    HomeLink.ABOUT: AboutSheet,
}


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def at_home(
    scenario: str | None = "calm",
    *,
    settings: Settings | None = None,
    minutes: float = 10.0,
    days: Path | None = None,
    size: tuple[int, int] = (1280, 720),
) -> SimulatedSession:
    """Open a window with Home, with the made-up sessions of some weeks if told where they lie."""
    session = SimulatedSession(
        scenario,
        settings=settings or chosen(),
        minutes=minutes,
        opens=Opening.HOME,
        history=MadeUpHistory(days) if days is not None else None,
        today=NOW.date,
        now=lambda: datetime(2026, 3, 13, 18, 5),
        on_demo=lambda: None,
        size=size,
    )
    session.live(1.0)
    return session


@pytest.fixture
def session() -> Iterator[SimulatedSession]:
    session = at_home()
    yield session
    session.close()


def home(session: SimulatedSession) -> HomeSheet:
    (sheet,) = session.all(HomeSheet)
    return sheet


def link_button(session: SimulatedSession, link: HomeLink) -> QuietButton:
    words = str(link.value[0])
    (button,) = (one for one in session.all(QuietButton) if one.text() == words)
    return button


class TestTheWayIn:
    @pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Return, None])
    def test_one_key_or_click_starts_the_first_movement_within_a_second(
        self, session: SimulatedSession, key: Qt.Key | None
    ) -> None:
        if key is None:
            click(session, home(session).begin_button)
        else:
            session.press(key)
        guide = session.practice.state.guide
        begun_s = session.practice.now_s()
        assert guide.running
        before = guide.at(begun_s).lung_position
        session.live(1.0)
        assert guide.at(begun_s + 1.0).lung_position != before
        assert not session.all(HomeSheet)
        assert session.window.guide.isVisible()

    def test_a_click_beside_the_disc_does_not_begin(self, session: SimulatedSession) -> None:
        button = home(session).begin_button
        click(session, button, QPoint(3, 3))
        assert not session.practice.state.guide.running

    def test_the_strap_is_searched_for_while_home_is_shown(self, session: SimulatedSession) -> None:
        session.live(2.0)
        assert session.practice.state.strap_name
        assert any("Polar H10" in text for text in visible_texts(session))

    def test_safety_comes_first_and_leads_to_home(self) -> None:
        told: list[Settings] = []
        session = SimulatedSession(
            "calm", settings=chosen(safety_read=False), opens=Opening.HOME, on_settings=told.append
        )
        assert session.all(SafetySheet)
        session.press(KEY.Key_Space)
        assert session.all(HomeSheet)
        assert not session.practice.state.guide.running
        assert told[-1].window.safety_read
        session.close()

    def test_a_practice_that_was_asked_for_waits_itself(self) -> None:
        session = SimulatedSession("calm", opens=Opening.PRACTICE)
        assert not session.all(HomeSheet)
        session.close()


class TestRatings:
    def test_ratings_are_recorded_as_before_and_begin_skips_them(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rated: list[object] = []
        put = session.practice.put
        monkeypatch.setattr(session.practice, "put", lambda one: (rated.append(one), put(one)))
        pain, _ = session.all(RatingRow)
        click(session, pain, pain.step_rect(6).center().toPoint())
        session.press(KEY.Key_1)
        session.press(KEY.Key_0)
        session.press(KEY.Key_Space)
        assert [(one.scale, one.value) for one in rated if isinstance(one, Rating)] == [
            ("pain", 6),
            ("stress", 10),
        ]

    def test_other_scales_come_with_one_step(self, session: SimulatedSession) -> None:
        (more,) = (one for one in session.all(QuietButton) if one.text() == "More questions")
        click(session, more)
        assert len(session.all(RatingRow)) == 3


class TestOneStepAway:
    @pytest.mark.parametrize("by_mouse", [True, False])
    def test_every_page_is_reached_and_left_by_mouse_and_key(
        self, session: SimulatedSession, *, by_mouse: bool
    ) -> None:
        for link in PAGES:
            if by_mouse:
                click(session, link_button(session, link))
            else:
                session.press(link.key)
            if link is HomeLink.HISTORY:
                session.wait_for_history()
            assert session.all(PAGES[link])
            session.press(KEY.Key_Escape)
            assert session.all(HomeSheet)
            assert not session.practice.state.guide.running

    def test_care_leads_to_what_the_figures_mean(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_K)
        (care,) = session.all(CareSheet)
        care.figures_wanted.emit()
        session.frame()
        assert session.all(WhySheet)
        session.press(KEY.Key_Escape)
        assert session.all(HomeSheet)


class TestTheFirstDay:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_there_are_no_dashes_and_no_empty_week(self, language: str) -> None:
        session = at_home(None, settings=chosen(language=language))
        texts = visible_texts(session)
        assert not {"–", "—", "-"} & texts
        assert not any(" 0 " in f" {text} " and "7" in text for text in texts)
        assert not session.all(WeekMarks)
        assert len(session.all(StrapCard)) == 1
        wanted = {"en": ("Begin", "Practise without a strap"), "de": ("Beginnen", "Ohne Gurt üben")}
        assert set(wanted[language]) <= texts
        session.close()
        speak_by_setting("en")

    def test_without_a_strap_one_practises_all_the_same(self) -> None:
        session = at_home(None)
        (without,) = (one for one in session.all(QuietButton) if one.text() == "Practise without a strap")
        click(session, without)
        assert session.practice.state.guide.running
        session.close()

    def test_days_of_practice_are_shown_once_there_are_some(self, tmp_path: Path) -> None:
        session = at_home(days=tmp_path)
        (week,) = session.all(WeekMarks)
        assert "of the last 7 days" in week.accessibleName()
        session.close()


class TestSizes:
    @pytest.mark.parametrize("percent", [100, 200])
    def test_begin_is_whole_and_no_writing_is_smaller_than_12_px(self, percent: int) -> None:
        session = at_home(None, settings=chosen(text_percent=percent))
        button = home(session).begin_button
        for size in ((480, 480), (683, 768), (1280, 720), (800, 1280)):
            session.window.resize(*size)
            session.frame()
            top = button.mapTo(session.window, button.rect().topLeft())
            assert (session.window.width(), session.window.height()) == size
            assert top.y() >= 0
            assert top.y() + button.height() <= session.window.height()
            for part in (*session.all(QLabel), *session.all(QuietButton)):
                assert part.font().pixelSize() >= SMALLEST_TEXT_PX
        session.close()


def test_a_session_by_mouse_alone_leads_to_its_summary() -> None:
    session = at_home(minutes=1.0, settings=chosen(rated=False, depth="heart"))
    click(session, home(session).begin_button)
    session.live(40.0)
    bar = session.window.view.bar
    click(session, bar)
    session.live(0.1)
    click(session, bar.buttons["end"])
    assert session.all(SummarySheet)
    session.close()


def test_a_session_by_keys_alone_leads_to_its_summary() -> None:
    session = at_home(minutes=1.0, settings=chosen(rated=False, depth="heart"))
    session.press(KEY.Key_Return)
    session.live(40.0)
    session.press(KEY.Key_Escape)
    assert session.all(SummarySheet)
    session.close()


@pytest.mark.parametrize(
    ("hour", "key"), [(6, "home.good_morning"), (12, "home.good_day"), (21, "home.good_evening")]
)
def test_the_greeting_goes_by_the_hour(hour: int, key: str) -> None:
    assert greeting(hour).key == key


def test_a_click_that_closes_a_page_draws_no_focus_ring() -> None:
    """Qt moves the focus on by itself when the part that has it is hidden."""
    session = at_home(None, settings=chosen(safety_read=False))
    (button,) = (one for one in session.all(QPushButton) if one.text() == "I understand")
    button.setFocus()
    click(session, button)
    assert session.all(HomeSheet)
    assert not session.window.view.shows_focus
    session.press(KEY.Key_Tab)
    assert session.window.view.shows_focus
    session.close()
