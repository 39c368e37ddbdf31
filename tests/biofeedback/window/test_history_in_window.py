"""The history in the window: weeks, trends, and a session opened again."""

import os
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from biofeedback.person.diary import DiaryDay
from biofeedback.person.diary_file import note_day
from biofeedback.practice.shape import SessionShape
from biofeedback.window.charts.scales import log_axis
from biofeedback.window.charts.trend_chart import TrendChart
from biofeedback.window.charts.week_bars import WeekBars, practised_weeks
from biofeedback.window.loading.history_loading import (
    EarlierSwings,
    FolderHistory,
    History,
    HistorySource,
    RecentPractice,
    Tell,
)
from biofeedback.window.pages.history.history_sheet import HistorySheet, session_line
from biofeedback.words.speech import say_in
from devices.events import Part
from sessions.events import ReadingStopped
from sessions.folder import SessionFolder, SessionSummary
from sessions.history.trends import days
from sessions.session_index import INDEX_NAME
from sessions.store import Origin
from tests.biofeedback.window.by_mouse import click_button
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
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
    told = texts(session)
    assert "5 of the last 7 days, 45 minutes" in told
    parts = (
        "Pain over",
        "Stress over",
        "Practice in",
        "Heart response to breathing in ms, at 5 breaths",
        "Mood",
    )
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert len([chart for chart in session.window.findChildren(TrendChart) if chart.isVisible()]) == 4
    session.close()


def test_a_session_opens_to_what_it_came_to_and_back(recorded: Path) -> None:
    session = SimulatedSession("calm", history=MadeUpHistory(recorded), today=NOW.date)
    session.open_session()
    assert "Heart response to breathing · median" in texts(session)
    assert "See it again (R)" in [one.text() for one in session.all(QPushButton)]
    session.press(KEY.Key_Escape)
    assert "of the last 7 days" in texts(session)
    session.press(KEY.Key_H)
    assert session.window.view.isVisible()
    session.close()


class SlowHistory:
    """Past sessions that are read until somebody says that they may end."""

    def __init__(self) -> None:
        self.may_end = Event()

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:  # noqa: ARG002
        wait_until(lambda: should_stop() or self.may_end.is_set())
        return History()

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:  # noqa: ARG002
        return RecentPractice()

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
    assert "of the last 7 days" in texts(session)
    session.close()


def test_a_session_that_was_deleted_meanwhile_leaves_the_list(recorded: Path, tmp_path: Path) -> None:
    file = tmp_path / "gone.session"
    shutil.copy(recorded, file)
    session = SimulatedSession("calm", history=MadeUpHistory(file), today=NOW.date)
    session.open_session()
    file.unlink()
    session.press(KEY.Key_R)
    assert "of the last 7 days" in texts(session)
    session.press(KEY.Key_Tab)
    session.press(KEY.Key_Return)
    wait_until(lambda: session.frame(0.02) or "Reading" not in texts(session))
    assert "of the last 7 days" in texts(session)
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
    assert "Your practice will show here" in texts(session)
    assert "simulated" in "".join(one.text() for one in session.window.findChildren(QPushButton))
    session.close()


def test_reading_stops_between_two_sessions(recorded: Path) -> None:
    with pytest.raises(ReadingStopped):
        FolderHistory(SessionFolder(recorded.parents[1])).read(should_stop=lambda: True)


def test_the_session_being_recorded_is_not_read_for_the_week(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    present = Path(shutil.copy(recorded, folder.path))
    assert not FolderHistory(folder, present=present).read_recent(NOW.date(), should_stop=bool).sessions
    assert [file.name for file in folder.path.iterdir()] == [present.name]
    FolderHistory(folder).read_recent(NOW.date(), should_stop=bool)
    assert (folder.path / INDEX_NAME).exists()


def test_days_before_the_first_week_are_not_counted() -> None:
    practised = days(MadeUpHistory(Path("none")).read(should_stop=bool).sessions)
    weeks = practised_weeks(practised, NOW.date(), 2)
    assert [week.monday for week in weeks] == [date(2026, 3, 2), date(2026, 3, 9)]
    assert 0.0 < sum(week.minutes for week in weeks) < 150.0
    assert all(0 < week.days <= 7 for week in weeks)


def told_of(history: HistorySource) -> str:
    """What the history page says."""
    session = SimulatedSession("calm", history=history, today=NOW.date)
    session.press(KEY.Key_H)
    session.wait_for_history()
    told = texts(session)
    session.close()
    return told


def test_levels_are_shown_with_the_last_decision_and_the_number_of_series() -> None:
    told = told_of(MadeUpHistory(Path("none")))
    for name in ("Pain", "Stress", "Mood"):
        assert f"{name} over the weeks, 0 to 10" in told
    assert told.count("No trend beyond chance was found on") + told.count(" by ") >= 4
    assert told.count("% interval") == 4
    assert "Series tested for a trend: 4." in told


def test_before_the_first_decision_the_page_names_its_day() -> None:
    class Short(MadeUpHistory):
        def read(
            self,
            *,
            should_stop: Callable[[], bool],
            tell: Tell = lambda _: None,  # noqa: ARG002
        ) -> History:
            known = super().read(should_stop=should_stop)
            recent = tuple(one for one in known.sessions if one.started_at > NOW - timedelta(days=12))
            return History(recent, known.files)

    told = told_of(Short(Path("none")))
    assert len(re.findall(r"Whether there is a trend can be decided on \d+ \w+ 2026 at", told)) == 4


def test_a_session_of_the_list_tells_minutes_of_practice() -> None:
    at = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    summary = partial(SessionSummary, "a", Path("a"), at)

    def line(session: SessionSummary) -> str:
        return say_in(session_line(session))

    assert line(summary(Origin.STRAP, 600.0, 700, (), 34.0)).endswith("· 1 minute")
    alone = line(summary(Origin.NONE, 600.0, 0, (), 300.0))
    assert alone.endswith("· 5 minutes · without a strap")
    made_up = line(summary(Origin.SIMULATED, 600.0, 700, (), 300.0))
    assert made_up.endswith("· simulated or replayed")
    assert line(summary(Origin.IMPORT, 600.0, 700)).endswith("· imported")


def test_the_level_of_a_day_is_that_of_the_diary() -> None:
    class Noted(MadeUpHistory):
        def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:
            known = super().read(should_stop=should_stop, tell=tell)
            week = tuple(DiaryDay(NOW.date() - timedelta(days=ago), pain=9, stress=1) for ago in range(5))
            return replace(known, diary=week)

    told = told_of(Noted(Path("none")))
    assert "Pain: 9.0 on average this week" in told
    assert "Stress: 1.0 on average this week" in told
    assert "Mood: 9.0" not in told


def test_a_diary_is_shown_without_any_session_and_a_damaged_one_hides_no_session(
    recorded: Path, tmp_path: Path
) -> None:
    diary = tmp_path / "diary.toml"
    today = date.today()
    note_day(diary, DiaryDay(today, pain=4))
    empty = FolderHistory(SessionFolder(tmp_path), diary=diary).read(should_stop=bool)
    assert [day.pain for day in empty.diary] == [4]
    session = SimulatedSession("calm", history=FolderHistory(SessionFolder(tmp_path), diary=diary))
    session.press(KEY.Key_H)
    session.wait_for_history()
    assert "Pain: 4.0 on average this week." in texts(session)
    assert "Stress" not in texts(session)
    session.close()
    diary.write_text("pain = ")
    damaged = FolderHistory(SessionFolder(recorded.parents[1]), diary=diary).read(should_stop=bool)
    assert len(damaged.files) == len(damaged.unreadable) == 1


def test_the_history_of_a_first_day_has_no_empty_parts(tmp_path: Path) -> None:
    session = SimulatedSession("calm", history=FolderHistory(SessionFolder(tmp_path)))
    session.press(KEY.Key_H)
    session.wait_for_history()
    assert session.all(TrendChart) == []
    assert session.all(WeekBars) == []
    told = texts(session)
    assert "Your practice will show here" in told
    assert "0 minutes" not in told
    assert "–" not in told
    session.close()


def test_all_sessions_are_listed_when_asked(recorded: Path) -> None:
    session = SimulatedSession("calm", history=MadeUpHistory(recorded), today=NOW.date)
    session.press(KEY.Key_H)
    session.wait_for_history()
    rows = [one for one in session.all(QPushButton) if "2026" in one.text()]
    assert len(rows) == 8
    click_button(session, "Show all 56 sessions")
    assert len([one for one in session.all(QPushButton) if ", 18:00" in one.text()]) == 56
    session.close()


@pytest.mark.parametrize("values", [(180.0,), (30.0, 420.0), (100.0, 100.0), (0.4, 7.0), (999.0, 1001.0)])
def test_the_axis_of_the_heart_has_round_marks_around_all_values(values: tuple[float, ...]) -> None:
    marks = log_axis(values)
    assert marks[0] <= min(values) <= max(values) <= marks[-1]
    assert marks == sorted(set(marks))
    assert len(marks) >= 2


class PartOfHistory(MadeUpHistory):
    """Tells a part of the sessions, and the rest when somebody says so."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.may_end = Event()

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:
        known = super().read(should_stop=should_stop)
        tell(History(known.sessions[-5:], known.files[:5], of=len(known.files)))
        wait_until(lambda: should_stop() or self.may_end.is_set())
        return known


def test_what_is_read_so_far_is_shown_while_the_rest_is_read(tmp_path: Path) -> None:
    source = PartOfHistory(tmp_path / "a.session")
    session = SimulatedSession("calm", history=source, today=NOW.date)
    session.press(KEY.Key_H)
    wait_until(lambda: session.frame(0.02) or "Still reading: 5 of" in texts(session))
    assert "trend" not in texts(session)
    assert not session.window.history_is_shown
    (part,) = session.all(HistorySheet)
    source.may_end.set()
    session.wait_for_history()
    (whole,) = session.all(HistorySheet)
    assert whole is not part
    assert "Still reading" not in texts(session)
    assert "trend" in texts(session)
    session.close()
