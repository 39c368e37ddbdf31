"""The diary in the window: ten seconds by keys or by mouse alone, in the file that `diary add` writes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from biofeedback.person.diary import DiaryDay, Did
from biofeedback.person.diary_file import load_diary, note_day
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.pages.home.home_sheet import HomeSheet
from biofeedback.window.pages.plan.diary_sheet import DiarySheet
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_row import RatingRow
from tests.biofeedback.window.by_mouse import click
from tests.biofeedback.window.planned_window import FIRST, Person
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key
WHOLE = DiaryDay(FIRST, 10, 1, 7, (Did.WALK, Did.HEAT))


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def sheet(session: SimulatedSession) -> DiarySheet:
    (found,) = session.all(DiarySheet)
    return found


def test_ten_key_presses_note_a_whole_day(person: Person) -> None:
    session = person.at_home()
    for key in (KEY.Key_J, KEY.Key_1, KEY.Key_0, KEY.Key_1, KEY.Key_7, KEY.Key_1, KEY.Key_4):
        session.press(key)
    assert "Saved." in visible_texts(session)
    session.press(KEY.Key_Return)
    assert session.all(HomeSheet)
    assert not session.practice.is_running
    assert load_diary(person.files.diary) == (WHOLE,)
    session.close()


def test_the_mouse_alone_notes_a_whole_day(person: Person) -> None:
    session = person.at_home()
    click(session, next(one for one in session.all(QuietButton) if one.text() == "Diary"))
    for row, value in zip(session.all(RatingRow), (10, 1, 7), strict=True):
        click(session, row, row.step_rect(value).center().toPoint())
    for did in (Did.WALK, Did.HEAT):
        click(session, sheet(session).ticks[did])
    click(session, next(one for one in session.all(QPushButton) if one.text() == "Done (Enter)"))
    assert session.all(HomeSheet)
    assert load_diary(person.files.diary) == (WHOLE,)
    session.close()


def test_it_is_the_file_that_the_command_writes(person: Person, tmp_path: Path) -> None:
    session = person.at_home()
    for key in (KEY.Key_J, KEY.Key_4, KEY.Key_2, KEY.Key_8, KEY.Key_2, KEY.Key_Escape):
        session.press(key)
    session.close()
    note_day(tmp_path / "command.toml", DiaryDay(FIRST, 4, 2, 8, (Did.STRETCH,)))
    assert person.files.diary.read_bytes() == (tmp_path / "command.toml").read_bytes()


def test_todays_entry_can_be_changed_and_taken_back(person: Person) -> None:
    earlier = DiaryDay(FIRST.replace(day=1), 5, 5, 5)
    for one in (earlier, WHOLE):
        note_day(person.files.diary, one)
    with person.files.diary.open("a") as file:
        file.write("# My own words\n")
    session = person.at_home()
    session.press(KEY.Key_J)
    assert sheet(session).ticks[Did.HEAT].isChecked()
    for key in (KEY.Key_Minus, KEY.Key_3, KEY.Key_Minus, KEY.Key_4):
        session.press(key)
    assert load_diary(person.files.diary) == (earlier, DiaryDay(FIRST, None, 3, None, (Did.WALK,)))
    for key in (KEY.Key_Backspace, KEY.Key_Backspace, KEY.Key_Minus, KEY.Key_Minus, KEY.Key_1):
        session.press(key)
    assert load_diary(person.files.diary) == (earlier,)
    assert "# My own words" in person.files.diary.read_text()
    session.close()


def test_a_tick_takes_space_where_the_keys_are(person: Person) -> None:
    session = person.at_home()
    session.press(KEY.Key_J)
    sheet(session).ticks[Did.POSTURE].setFocus()
    session.press(KEY.Key_Space)
    assert load_diary(person.files.diary) == (DiaryDay(FIRST, did=(Did.POSTURE,)),)
    session.close()


def test_a_broken_diary_is_told_and_left_alone(person: Person) -> None:
    person.files.diary.write_text("day = 3\n")
    session = person.at_home()
    session.press(KEY.Key_J)
    assert any("diary.toml, line 1" in text for text in visible_texts(session))
    session.press(KEY.Key_J)
    assert session.all(HomeSheet)
    assert person.files.diary.read_text() == "day = 3\n"
    session.close()


def test_what_can_not_be_kept_is_told(person: Person) -> None:
    session = person.at_home()
    session.press(KEY.Key_J)
    person.files.diary.mkdir()
    session.press(KEY.Key_3)
    assert any("diary.toml" in text for text in visible_texts(session))
    assert "Saved." not in visible_texts(session)
    session.close()


def test_the_diary_in_german(person: Person) -> None:
    session = person.at_home(settings=chosen(language="de"))
    session.press(KEY.Key_J)
    assert {"Ihr Tagebuch für 2. März 2026", "Schlaf letzte Nacht", "Dehnen"} <= {
        text.removeprefix("2   ") for text in visible_texts(session)
    }
    session.close()
    speak_by_setting("en")
