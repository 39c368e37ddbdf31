"""Everything after a session, in a real window: by mouse alone, and by keys alone."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
)

from biofeedback.window.charts.rated_bar import RatedBar
from biofeedback.window.loading.history_loading import FolderHistory, RecentPractice
from biofeedback.window.pages.after.note_sheet import NoteSheet
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet, SummarySheet
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.history.session_sheets import DeleteSheet, ExportSheet, ReportSheet
from biofeedback.window.pages.home.home_sheet import HomeSheet
from sessions.folder import SessionFolder, summarise
from tests.biofeedback.window.by_mouse import click, click_button
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


@dataclass
class Person:
    """Does everything by mouse alone, or by keys alone."""

    session: SimulatedSession
    by_mouse: bool

    def choose(self, words: str, key: Qt.Key) -> None:
        if self.by_mouse:
            click_button(self.session, words)
        else:
            self.session.press(key)

    def answer_dialog(self, place: Path) -> None:
        """Give the dialog a file; its name has to be typed even by somebody who clicks on Save."""
        (dialog,) = (
            one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()
        )
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.clear()
        QTest.keyClicks(line, str(place))
        if self.by_mouse:
            box = dialog.findChild(QDialogButtonBox)
            assert box is not None
            QTest.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(line, KEY.Key_Return)
        self.session.frame()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: self.session.frame(0.02) or words in texts(self.session))


def texts(session: SimulatedSession) -> str:
    return "\n".join(label.text() for label in session.all(QLabel))


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


def rr_file(folder: Path, name: str = "night.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(str(900 + 40 * (number % 5)) for number in range(200)))
    return path


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
    assert "can be told after 8 minutes at one pace." in told
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
