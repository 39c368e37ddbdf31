"""The usual response by earlier sessions, in the window."""

import math
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.loading.history_loading import (
    EarlierSwings,
    FolderHistory,
    History,
    RecentPractice,
    Tell,
)
from devices.breath_pattern import BreathPattern
from sessions.folder import SessionFolder
from sessions.history.trends import PaceSwing
from sessions.store import Origin
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.kept_figures import kept_figures
from tests.polling import wait_until
from tests.program import run

KEY = Qt.Key
WORDS = "bracket: your usual at this pace"


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def told(session: SimulatedSession) -> str:
    (bars,) = session.all(ResponseBars)
    return bars.accessibleDescription()


class Sessions:
    """Past sessions at five a minute, which are read once somebody says so."""

    def __init__(self, *swings_ms: float) -> None:
        self._swings_ms = swings_ms
        self.may_be_read = threading.Event()

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:  # noqa: ARG002
        return History() if should_stop() else History(())

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:  # noqa: ARG002
        return RecentPractice()

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        wait_until(lambda: should_stop() or self.may_be_read.is_set())
        return tuple((PaceSwing(BreathPattern(5.0, 2.0), 50, math.log(ms)),) for ms in self._swings_ms)


def begun(history: Sessions | FolderHistory) -> SimulatedSession:
    return SimulatedSession("calm", settings=chosen(rated=False), history=history)


def wait_for_words(session: SimulatedSession) -> None:
    wait_until(lambda: session.frame(0.02) or WORDS in told(session))


def test_it_comes_after_the_first_seconds_and_holds_up_nothing() -> None:
    past = Sessions(70.0, 80.0, 90.0)
    session = begun(past)
    session.live(2.0)
    assert all(thread.name != "history loading" for thread in threading.enumerate())
    session.press(KEY.Key_Space)
    session.live(10.0)
    assert WORDS not in told(session)
    past.may_be_read.set()
    wait_for_words(session)
    assert "80 ms (43 to 149), 3 sessions" in told(session)
    session.close()


def test_another_pace_has_another_usual_or_none() -> None:
    past = Sessions(70.0, 80.0, 90.0)
    past.may_be_read.set()
    session = begun(past)
    wait_for_words(session)
    for _ in range(2):
        session.press(KEY.Key_Up)
    assert WORDS in told(session)
    session.press(KEY.Key_Up)
    assert WORDS not in told(session)
    session.press(KEY.Key_Down)
    assert WORDS in told(session)
    session.close()


def test_the_bracket_is_painted_right_of_the_bars() -> None:
    past = Sessions(70.0, 80.0, 90.0)
    session = begun(past)
    session.live(4.0)
    (bars,) = session.all(ResponseBars)
    right = round(bars.plot_rect.right())

    def beside() -> set[int]:
        picture = bars.grab().toImage()
        return {picture.pixel(x, y) for x in range(right + 3, right + 8) for y in range(20, 80)}

    assert len(beside()) == 1
    past.may_be_read.set()
    wait_for_words(session)
    assert len(beside()) > 1
    session.close()


def test_closing_does_not_wait_for_what_is_being_read() -> None:
    session = begun(Sessions(70.0))
    session.live(4.0)
    session.close()
    assert all(thread.name != "history loading" for thread in threading.enumerate())


@pytest.mark.soak
def test_it_is_told_from_session_files_of_a_worn_strap(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    original = tmp_path / "original.session"
    assert run("simulate", "calm", "--minutes", "3", "--seed", "8", "--output", original).returncode == 0
    for day in range(1, 5):
        path = folder.path / f"2026-03-0{day}T08-00-00Z.session"
        shutil.copy(original, path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE session SET origin = ?", (Origin.STRAP,))
        connection.close()
    session = begun(FolderHistory(folder, present=path))
    session.live(4.0)
    wait_until(lambda: session.frame(0.02) or len(kept_figures(folder.path)) == 3, timeout_s=120.0)
    wait_for_words(session)
    assert "3 sessions" in told(session)
    session.close()
    assert FolderHistory(folder, own_heart=False).read_earlier(should_stop=bool) == ()
