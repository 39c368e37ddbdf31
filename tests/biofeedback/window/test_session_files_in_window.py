"""Everything after a session, in a real window: by mouse alone, and by keys alone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QPushButton,
    QScrollArea,
)

from biofeedback.window.loading.history_loading import FolderHistory
from biofeedback.window.pages.after.note_sheet import NoteSheet
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.history.session_sheets import DeleteSheet, ExportSheet, ReportSheet
from sessions.folder import SessionFolder, summarise
from tests.biofeedback.window.by_mouse import click, click_button
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.window_person import Person, rr_file, texts
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


class Desk(QObject):
    """Takes what would be opened by other programs of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def desk() -> Iterator[Desk]:
    taking = Desk()
    QDesktopServices.setUrlHandler("file", taking, "take")  # type: ignore[arg-type] # the stub asks for bytes
    yield taking
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture(params=["mouse", "keys"])
def person(request: pytest.FixtureRequest, file: Path) -> Iterator[Person]:
    """Somebody who looks at a session of the history."""
    folder = SessionFolder(file.parents[1])
    session = SimulatedSession("calm", history=FolderHistory(folder), today=NOW.date, folder=folder)
    somebody = Person(session, request.param == "mouse")
    open_session(somebody)
    yield somebody
    session.close()


def open_session(somebody: Person) -> None:
    session = somebody.session
    session.press(KEY.Key_H)
    session.wait_for_history()
    if somebody.by_mouse:
        (row,) = (one for one in session.all(QPushButton) if "2026" in one.text())
        click(session, row)
    else:
        session.press(KEY.Key_Tab)
        session.press(KEY.Key_Return)
    wait_until(lambda: session.frame(0.02) or any(session.all(PastSummarySheet)))


def test_a_report_is_read_in_the_browser_and_saved(
    person: Person, file: Path, desk: Desk, tmp_path: Path
) -> None:
    person.choose("Report (B)", KEY.Key_B)
    wait_until(lambda: person.session.frame(0.02) or any(person.session.all(ReportSheet)))
    assert "You breathed 2 minutes at 5 breaths per minute." in texts(person.session)
    person.choose("Open in the browser (B)", KEY.Key_B)
    (page,) = desk.opened
    assert page == tmp_path / "reports" / f"{file.stem}.html"
    assert "You breathed 2 minutes" in page.read_text()
    assert "opened in your browser" in texts(person.session)
    for words, key, name, begin in (
        ("Save as PDF (P)", KEY.Key_P, "Bericht.pdf", b"%PDF-"),
        ("Save as a web page (S)", KEY.Key_S, "Bericht.html", b"<!doctype html>"),
    ):
        person.choose(words, key)
        person.answer_dialog(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
        assert f"Saved as {tmp_path / name}." in texts(person.session)
    person.choose("Back (Esc)", KEY.Key_Escape)
    assert person.session.all(PastSummarySheet)


def test_a_report_that_cannot_be_saved_says_why(person: Person, tmp_path: Path) -> None:
    person.choose("Report (B)", KEY.Key_B)
    wait_until(lambda: person.session.frame(0.02) or any(person.session.all(ReportSheet)))
    person.choose("Save as PDF (P)", KEY.Key_P)
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog))
    file = rr_file(tmp_path)
    dialog.fileSelected.emit(str(file / "a.pdf"))  # as if the folder had become a file meanwhile
    dialog.close()
    person.session.frame()
    assert str(file) in texts(person.session)
    assert "Saved" not in texts(person.session)


@pytest.mark.parametrize(("number", "name"), [(1, "edf"), (2, "rr"), (3, "csv"), (4, "bids")])
def test_a_session_is_exported_in_each_format(person: Person, tmp_path: Path, number: int, name: str) -> None:
    person.choose("Export (E)", KEY.Key_E)
    (sheet,) = person.session.all(ExportSheet)
    (button,) = (one for one in sheet.findChildren(QPushButton) if one.text().startswith(f"{number} "))
    person.choose(button.text(), KEY(KEY.Key_0 + number))
    output = tmp_path / f"out.{name}"
    person.answer_dialog(output)
    person.wait_for("Saved as")
    assert output.is_dir() if name == "bids" else output.stat().st_size > 0
    assert person.session.all(PastSummarySheet)


def test_a_note_is_kept_changed_and_removed(person: Person, file: Path) -> None:
    before = summarise(file)
    for note, told in (("Slept <b>badly</b> & K", "saved"), ("Better", "saved"), ("", "removed")):
        person.choose("Note (N)", KEY.Key_N)
        (sheet,) = person.session.all(NoteSheet)
        sheet.field.line.clear()
        QTest.keyClicks(sheet.field.line, note)
        if person.by_mouse:
            click_button(person.session, "Save")
        else:
            person.session.press(KEY.Key_Return)
        assert f"The note is {told}." in texts(person.session)
        assert summarise(file).note == note
        assert (f"Your note: {note}" in texts(person.session)) is bool(note)
    assert summarise(file).duration_s == before.duration_s
    person.choose("Note (N)", KEY.Key_N)
    person.choose("Cancel (Esc)", KEY.Key_Escape)
    assert person.session.all(PastSummarySheet)


def test_a_session_is_deleted_after_one_question_and_its_page_with_it(person: Person, file: Path) -> None:
    page = file.parents[1] / "reports" / f"{file.stem}.html"
    page.parent.mkdir()
    page.write_text("a report")
    person.choose("Delete (Del)", KEY.Key_Delete)
    assert person.session.all(DeleteSheet)
    person.choose("Keep it (Esc)", KEY.Key_Return)
    assert person.session.all(PastSummarySheet)
    assert file.exists()
    person.choose("Delete (Del)", KEY.Key_Delete)
    person.choose("Delete (Del)", KEY.Key_Delete)
    person.wait_for("was deleted.")
    assert not file.exists()
    assert not page.exists()
    assert "2026, 18:00 ·" not in texts(person.session)


def test_a_session_is_shown_in_its_folder_and_seen_again(person: Person, file: Path, desk: Desk) -> None:
    person.choose("Show in folder (F)", KEY.Key_F)
    assert desk.opened == [file.parent]
    assert f"The session's file is {file}." in texts(person.session)
    person.choose("See it again (R)", KEY.Key_R)
    assert person.session.all(ReplayPage)
    person.session.press(KEY.Key_Escape)
    assert person.session.all(HistorySheet)


def test_a_session_that_cannot_be_changed_says_why(person: Person, file: Path) -> None:
    file.unlink()
    person.choose("Report (B)", KEY.Key_B)
    person.wait_for(str(file))
    person.choose("Note (N)", KEY.Key_N)
    (sheet,) = person.session.all(NoteSheet)
    sheet.written.emit("too late")
    assert str(file) in texts(person.session)
    person.choose("Delete (Del)", KEY.Key_Delete)
    person.choose("Delete (Del)", KEY.Key_Delete)
    assert str(file) in texts(person.session)


@pytest.mark.parametrize("size", [(480, 480), (800, 1280)])
def test_no_page_is_wider_than_a_small_window_with_large_german_text(
    file: Path, size: tuple[int, int]
) -> None:
    session = SimulatedSession(
        "calm",
        settings=chosen(language="de", text_percent=200),
        history=MadeUpHistory(file, duration_s=120.0),
        today=NOW.date,
        size=size,
    )
    open_session(Person(session, by_mouse=False))
    for key in (None, KEY.Key_E, KEY.Key_Escape, KEY.Key_Delete, KEY.Key_Escape, KEY.Key_N, KEY.Key_Escape):
        if key is not None:
            session.press(key)
        for area in session.all(QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0, (key, session.window.windowTitle())
    session.close()
