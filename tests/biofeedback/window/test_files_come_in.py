"""Files of other programs come in by a dialog, and by dropping them on the window."""

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
)

from biofeedback.window.loading.history_loading import FolderHistory
from biofeedback.window.pages.history.history_sheet import HistorySheet
from sessions.folder import SessionFolder
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.window_person import Person, rr_file, texts
from tests.polling import wait_until

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(params=["dialog by mouse", "dialog by keys", "drop"])
def bring_in(request: pytest.FixtureRequest) -> Callable[[SimulatedSession, list[Path]], None]:
    def drop(session: SimulatedSession, files: list[Path]) -> None:
        drop_on(session, files)

    def choose(session: SimulatedSession, files: list[Path]) -> None:
        somebody = Person(session, request.param == "dialog by mouse")
        session.press(KEY.Key_H)
        session.wait_for_history()
        somebody.choose("Import files (I)", KEY.Key_I)
        somebody.answer_dialog(*files)

    return drop if request.param == "drop" else choose


def drop_on(session: SimulatedSession, files: list[Path]) -> bool:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(100, 100), copy, dragged, left, none)
    QApplication.sendEvent(session.window, entering)
    QApplication.sendEvent(session.window, QDropEvent(QPointF(100, 100), copy, dragged, left, none))
    return entering.isAccepted()


def test_a_file_comes_in_with_one_sentence(
    tmp_path: Path, bring_in: Callable[[SimulatedSession, list[Path]], None]
) -> None:
    folder = SessionFolder(tmp_path)
    session = SimulatedSession("calm", history=FolderHistory(folder), folder=folder)
    bring_in(session, [rr_file(tmp_path)])
    wait_until(lambda: session.frame(0.02) or "was imported" in texts(session))
    assert "night.txt was imported: 3:16 minutes, 200 beats." in texts(session)
    assert len(folder.files()) == 1
    assert any("imported" in one.text() for one in session.all(QPushButton))
    session.close()


def test_files_that_cannot_be_read_hide_none_of_the_others(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    odd = tmp_path / "<b>odd.txt"
    odd.write_text("no intervals")
    files = [rr_file(tmp_path), odd, rr_file(tmp_path, "second.txt")]
    os.utime(files[2], (1_700_000_000, 1_700_000_000))
    session = SimulatedSession("calm", history=FolderHistory(folder), folder=folder)
    assert drop_on(session, files)
    wait_until(
        lambda: session.frame(0.02) or ("imported" in texts(session) and "Importing" not in texts(session))
    )
    told = texts(session)
    assert "2 files were imported." in told
    assert "<b>odd.txt was not imported:" in told
    assert len(folder.files()) == 2
    session.close()


def test_nothing_is_taken_while_the_guide_runs_or_from_the_web(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    session = SimulatedSession("calm", settings=chosen(rated=False), folder=folder)
    session.press(KEY.Key_Space)
    session.live(1.0)
    assert not drop_on(session, [rr_file(tmp_path)])
    assert not session.all(HistorySheet)
    session.close()
    nobody = SimulatedSession("calm")
    assert not drop_on(nobody, [rr_file(tmp_path)])
    nobody.close()
