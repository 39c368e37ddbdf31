"""The history in the window: weeks, trends, and a session opened again."""

import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from biofeedback.display.calendar_view import CalendarView
from biofeedback.display.history_loading import EarlierSwings, FolderHistory, History
from biofeedback.display.history_sheet import trend_words
from biofeedback.display.trend_chart import TrendChart
from biofeedback.session_events import ReadingStopped
from biofeedback.session_shape import SessionShape
from devices.events import Part
from sessions.folder import SessionFolder
from sessions.history import Dated, days
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run
from tests.simulated_window import SimulatedSession, chosen

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> QApplication:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "sessions"
    folder.mkdir()
    file = folder / "2026-03-13T18-00-00Z.session"
    assert run("simulate", "calm", "--minutes", "3", "--output", file).returncode == 0
    return file


def texts(session: SimulatedSession) -> str:
    return "\n".join(label.text() for label in session.window.findChildren(QLabel) if label.isVisible())


def test_twelve_weeks_are_told(recorded: Path) -> None:
    session = SimulatedSession("calm", history=MadeUpHistory(recorded), today=NOW.date)
    session.press(KEY.Key_H)
    session.wait_for_history()
    minutes = sum(one.minutes for one in days(MadeUpHistory(recorded).read(should_stop=bool).sessions))
    assert f"{minutes:.0f} minutes in the last 12 weeks" in texts(session)
    assert "Response power in ln ms² at 5.0 per minute" in texts(session)
    assert len([chart for chart in session.window.findChildren(TrendChart) if chart.isVisible()]) == 4
    session.close()


def test_a_session_opens_to_what_it_came_to_and_back(recorded: Path) -> None:
    session = SimulatedSession("calm", history=MadeUpHistory(recorded), today=NOW.date)
    session.open_session()
    assert "Exhale to inhale · median" in texts(session)
    assert "See it again (R)" in [one.text() for one in session.all(QPushButton)]
    session.press(KEY.Key_Escape)
    assert "minutes in the last 12 weeks" in texts(session)
    session.press(KEY.Key_H)
    assert session.window.view.isVisible()
    session.close()


class SlowHistory:
    """Past sessions that are read until somebody says that they may end."""

    def __init__(self) -> None:
        self.may_end = Event()

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        wait_until(lambda: should_stop() or self.may_end.is_set())
        return History()

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        return () if should_stop() else ((),)


def test_a_history_that_is_read_too_late_does_not_come_over_the_practice() -> None:
    slow = SlowHistory()
    session = SimulatedSession("calm", history=slow)
    session.press(KEY.Key_H)
    assert "Reading your sessions" in texts(session)
    session.press(KEY.Key_Space)
    slow.may_end.set()
    wait_until(lambda: all(thread.name != "history loading" for thread in threading.enumerate()))
    session.frame()
    assert not session.window.history_is_shown
    assert session.window.view.isVisible()
    session.close()


def test_escape_leaves_a_history_that_is_still_being_read() -> None:
    session = SimulatedSession("calm", history=SlowHistory())
    session.press(KEY.Key_H)
    session.press(KEY.Key_Escape)
    assert session.window.isVisible()
    assert session.window.view.isVisible()
    session.close()


def test_escape_while_a_session_is_being_read_leads_back_to_the_list(recorded: Path) -> None:
    session = SimulatedSession("calm", history=MadeUpHistory(recorded), today=NOW.date)
    session.press(KEY.Key_H)
    session.wait_for_history()
    session.press(KEY.Key_Tab)
    session.press(KEY.Key_Return)
    session.press(KEY.Key_Escape)
    assert "minutes in the last 12 weeks" in texts(session)
    session.close()


def test_a_session_that_was_deleted_meanwhile_leaves_the_list(recorded: Path, tmp_path: Path) -> None:
    file = shutil.copy(recorded, tmp_path / "gone.session")
    session = SimulatedSession("calm", history=MadeUpHistory(file), today=NOW.date)
    session.open_session()
    file.unlink()
    session.press(KEY.Key_R)
    assert "minutes in the last 12 weeks" in texts(session)
    session.press(KEY.Key_Tab)
    session.press(KEY.Key_Return)
    wait_until(lambda: session.frame(0.02) or "Reading" not in texts(session))
    assert "minutes in the last 12 weeks" in texts(session)
    session.close()


def test_the_history_waits_until_ordinary_breathing_is_measured() -> None:
    session = SimulatedSession("calm", settings=chosen(rated=False), shape=SessionShape(before_s=120.0))
    session.press(KEY.Key_Space)
    assert session.practice.state.part is Part.BEFORE
    session.press(KEY.Key_H)
    assert session.window.view.isVisible()
    session.close()


def test_simulated_sessions_are_listed_but_do_not_count(recorded: Path) -> None:
    history = FolderHistory(SessionFolder(recorded.parents[1])).read(should_stop=bool)
    assert (len(history.sessions), len(history.files)) == (0, 1)
    session = SimulatedSession("calm", history=FolderHistory(SessionFolder(recorded.parents[1])))
    session.press(KEY.Key_H)
    session.wait_for_history()
    assert "0 minutes in the last 12 weeks" in texts(session)
    assert "simulated" in "".join(one.text() for one in session.window.findChildren(QPushButton))
    session.close()


def test_reading_stops_between_two_sessions(recorded: Path) -> None:
    with pytest.raises(ReadingStopped):
        FolderHistory(SessionFolder(recorded.parents[1])).read(should_stop=lambda: True)


def test_days_before_the_first_week_are_not_counted() -> None:
    view = CalendarView(days(MadeUpHistory(Path("none")).read(should_stop=bool).sessions), NOW.date(), 2)
    assert 0.0 < view.minutes < 150.0


def test_a_trend_is_told_only_where_it_is_more_than_chance() -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    rising = [Dated(begin + timedelta(days=2 * k), 0.1 * k) for k in range(12)]
    assert trend_words(rising) == "+0.35 a week, 95 % interval +0.35 to +0.35"
    assert trend_words([Dated(one.at, 1.0) for one in rising]) == "no trend beyond chance"
    assert trend_words(rising[:5]) == "a trend needs at least 8 sessions, spread over 14 days or more"
