"""The page of the plan: what was agreed is kept, a calendar file is written, a coach's plan is taken over."""

from pathlib import Path

import pytest
import vobject
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from biofeedback.person.plan_file import load_plan
from biofeedback.person.weeks import Terms
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.pages.home.home_sheet import HomeSheet
from biofeedback.window.pages.plan.offer_row import OfferRow
from biofeedback.window.pages.plan.plan_sheet import PlanSheet
from biofeedback.window.pages.plan.terms_rows import TermsRows
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.quiet_button import QuietButton
from tests.biofeedback.window.by_mouse import click
from tests.biofeedback.window.planned_window import Person
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key
COACH = 'times = ["07:30"]\nmost_minutes = 6\n'


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def terms(session: SimulatedSession) -> TermsRows:
    (rows,) = session.all(TermsRows)
    return rows


def press_button(session: SimulatedSession, words: str) -> None:
    click(session, next(one for one in session.all(QPushButton) if one.text() == words))


def drop(session: SimulatedSession, *files: Path) -> bool:
    """Drop files on the window as a file manager does; return whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(9, 9), *what)
    entered.ignore()
    QApplication.sendEvent(session.window, entered)
    if entered.isAccepted():
        QApplication.sendEvent(session.window, QDropEvent(QPointF(9, 9), *what))
    session.frame()
    return entered.isAccepted()


def test_what_is_agreed_is_kept_and_what_is_offered_follows(person: Person) -> None:
    session = person.at_home()
    session.press(KEY.Key_N)
    assert len(session.all(OfferRow)) == 2
    rows = terms(session)
    rows.times[1].box.setCurrentText("20:30")
    rows.times[2].box.setCurrentText("12:00")
    rows.minutes.box.setCurrentText("10 minutes")
    rows.day_off.box.setCurrentText("Sunday")
    rows.quiet_rest.box.setCurrentText("off")
    kept = load_plan(person.files.plan)
    assert [f"{at:%H:%M}" for at in kept.times] == ["08:00", "12:00", "20:30"]
    assert (kept.most_minutes, kept.day_off, kept.quiet_rest) == (10.0, 7, False)
    session.frame()
    names = [row.accessibleName() for row in session.all(OfferRow)]
    assert [name[:5] for name in names] == ["08:00", "12:00"]
    rows.day_off.box.setCurrentText("Monday")
    session.frame()
    assert "Today is your day off." in visible_texts(session)
    assert not session.all(OfferRow)
    session.close()


def test_an_offer_of_the_page_can_be_chosen(person: Person) -> None:
    session = person.at_home()
    click(session, next(one for one in session.all(QuietButton) if one.text() == "Plan"))
    click(session, session.all(OfferRow)[1])
    assert "You chose: belly breathing, 5 minutes." in visible_texts(session)
    session.close()


def test_a_calendar_file_is_saved_where_the_person_says(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = str(tmp_path / "practice")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (asked, ""))
    session = person.at_home()
    session.press(KEY.Key_N)
    press_button(session, "Save as calendar file")
    events = vobject.readOne((tmp_path / "practice.ics").read_text()).vevent_list
    assert [event.dtstart.value.hour for event in events] == [8, 18]
    assert any("practice.ics" in text for text in visible_texts(session))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "p.ics"), ""))
    (tmp_path / "no").write_text("a file")
    press_button(session, "Save as calendar file")
    assert any("p.ics" in text for text in visible_texts(session))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press_button(session, "Save as calendar file")
    session.close()


@pytest.mark.parametrize("way", ["dialog", "drop", "drop beside a page"])
def test_a_coachs_plan_is_taken_over(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    coach = tmp_path / "coach.toml"
    coach.write_text(COACH)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(coach), ""))
    session = person.at_home()
    if way == "dialog":
        session.press(KEY.Key_N)
        press_button(session, "Open a plan from a file")
    else:
        if way != "drop":
            session.press(KEY.Key_O)
        assert drop(session, coach)
    kept = load_plan(person.files.plan)
    assert ([f"{at:%H:%M}" for at in kept.times], kept.most_minutes) == (["07:30"], 6.0)
    assert any(text.startswith("Your plan now: at 07:30") for text in visible_texts(session))
    assert terms(session).times[0].box.currentText() == "07:30"
    press_button(session, "Go back to the plan before")
    assert load_plan(person.files.plan) == Terms()
    assert terms(session).times[0].box.currentText() == "08:00"
    session.press(KEY.Key_Escape)
    assert session.all(HomeSheet)
    session.close()


def test_a_broken_plan_changes_nothing_and_says_why(person: Person, tmp_path: Path) -> None:
    coach = tmp_path / "coach.toml"
    coach.write_text('times = ["07:30"]\nmost_minutes = "six"\n')
    session = person.at_home()
    assert drop(session, coach)
    assert any("coach.toml, line 2: most_minutes is wrong." in text for text in visible_texts(session))
    assert not person.files.plan.exists()
    session.close()


def test_what_is_no_plan_is_not_taken_nor_is_one_while_somebody_practises(
    person: Person, tmp_path: Path
) -> None:
    coach, other = tmp_path / "coach.toml", tmp_path / "a.csv"
    coach.write_text(COACH)
    other.write_text("1,2\n")
    session = person.at_home()
    assert not drop(session, other)
    assert not drop(session, coach, coach)
    session.press(KEY.Key_L)
    assert not drop(session, coach)
    assert load_plan(person.files.plan) == Terms()
    session.close()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("percent", [100, 200])
def test_every_page_has_room_in_the_smallest_window(person: Person, language: str, percent: int) -> None:
    settings = chosen(text_percent=percent, language=language)
    session = person.at_home(settings=settings, size=(480, 480))
    for key in (None, KEY.Key_A, KEY.Key_J, KEY.Key_N):
        if key is not None:
            session.press(key)
        session.frame()
        (page,) = session.all(Sheet)
        assert page._body.minimumSizeHint().width() <= page._scroll.viewport().width()
        for part in (*session.all(QLabel), *session.all(QPushButton)):
            assert part.font().pixelSize() >= SMALLEST_TEXT_PX or part.font().pixelSize() == -1
        session.press(KEY.Key_Escape) if key is not None else None
    session.close()
    speak_by_setting("en")


def test_without_a_readable_plan_the_page_says_why(person: Person) -> None:
    person.files.plan.write_text("times = 3\n")
    session = person.at_home()
    session.press(KEY.Key_N)
    assert session.all(PlanSheet)
    assert any("plan.toml, line 1" in text for text in visible_texts(session))
    assert not session.all(TermsRows)
    session.close()
