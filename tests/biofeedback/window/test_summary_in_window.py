"""The page after a practice: what one did, how one felt, the heart, and what one can do then."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
)

from biofeedback.window.charts.rated_bar import RatedBar
from biofeedback.window.loading.history_loading import RecentPractice
from biofeedback.window.pages.after.note_sheet import NoteSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.history.session_sheets import ReportSheet
from biofeedback.window.pages.home.home_sheet import HomeSheet
from tests.biofeedback.window.simulated_window import SimulatedSession
from tests.biofeedback.window.window_person import Person, texts
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
    assert run("simulate", "calm", "--minutes", "2", "--output", file).returncode == 0
    return file


@pytest.fixture
def file(recorded: Path, tmp_path: Path) -> Path:
    """A session in a folder of its own, which a test may change."""
    folder = tmp_path / "sessions"
    folder.mkdir()
    return Path(shutil.copy(recorded, folder))


class FirstDay(MadeUpHistory):
    """Nobody has practised before."""

    def read_recent(self, today: object, *, should_stop: Callable[[], bool]) -> RecentPractice:  # noqa: ARG002
        return RecentPractice(is_own=True)


def after_a_practice(file: Path | None, *, first: bool = True) -> SimulatedSession:
    """Return a window at the end of a practice of a minute that was rated on both sides."""
    history = FirstDay(Path("none")) if first else MadeUpHistory(Path("none"))
    session = SimulatedSession("calm", minutes=1.0, history=history, today=NOW.date, recorded=file)
    for key in (KEY.Key_6, KEY.Key_5, KEY.Key_4):
        session.press(key)
    session.press(KEY.Key_Space)
    wait_until(lambda: session.frame(1.0) or session.practice.is_done)
    session.live(8.0, step_s=1.0)
    for key in (KEY.Key_4, KEY.Key_5):
        session.press(key)
    session.press(KEY.Key_Minus)
    assert session.all(SummarySheet)
    return session


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_summary_takes_a_note_makes_a_report_and_ends(file: Path, by_mouse: bool) -> None:
    session = after_a_practice(file)
    somebody = Person(session, by_mouse)
    told = texts(session)
    assert "You breathed 1 minute at 5 breaths per minute." in told
    assert [bar.words for bar in session.all(RatedBar)] == [
        "Pain 6 → 4",
        "Stress 5 → 5",
        "Mood 4 before the practice",
    ]
    assert "After 8 minutes at one pace you will see" in told
    assert "That was your first practice. Tomorrow at the same time?" in told
    assert "– →" not in told
    somebody.choose("Note (N)", KEY.Key_N)
    (sheet,) = session.all(NoteSheet)
    QTest.keyClicks(sheet.field.line, "Warm")
    somebody.choose("Save", KEY.Key_Return)
    assert "Your note: Warm" in texts(session)
    somebody.choose("Report (B)", KEY.Key_B)
    wait_until(lambda: session.frame(0.02) or any(session.all(ReportSheet)))
    somebody.choose("Back (Esc)", KEY.Key_Escape)
    assert session.all(SummarySheet)
    somebody.choose("Done (Esc)", KEY.Key_Escape)
    assert not session.window.isVisible()
    session.close()


def test_a_later_practice_is_not_the_first_and_one_without_a_file_has_no_report() -> None:
    session = after_a_practice(None, first=False)
    assert "first practice" not in texts(session)
    names = [one.text() for one in session.all(QPushButton)]
    assert "Done (Esc)" in names
    assert not {"Note (N)", "Report (B)"} & set(names)
    session.press(KEY.Key_Return)  # as after a last rating
    assert session.all(SummarySheet)
    assert not session.all(HomeSheet)
    session.close()
