"""Home while the plan is read, and where it can't be read."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.biofeedback.window.planned_window import Person, asked_before, playing
from tests.biofeedback.window.visible_texts import visible_texts
from tests.polling import wait_until

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_a_plan_that_can_not_be_read_leaves_the_usual_practice_and_says_why(person: Person) -> None:
    person.files.plan.write_text("most_minutes = 'six'\n")
    session = person.at_home()
    texts = visible_texts(session)
    assert "10 minutes at 5.0 breaths per minute" in texts
    assert any("plan.toml, line 1: most_minutes is wrong." in text for text in texts)
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running
    session.close()


def test_sessions_that_can_not_be_looked_into_leave_the_usual_practice(person: Person) -> None:
    person.files.sessions.path.write_text("no folder")
    session = person.at_home()
    assert "10 minutes at 5.0 breaths per minute" in visible_texts(session)
    assert any("sessions" in text and "can't" in text for text in visible_texts(session))
    session.close()


def test_whatever_keeps_the_plan_from_being_read_home_works(person: Person) -> None:
    def refuse() -> list[Path]:
        raise OSError(5, "Input/output error")

    object.__setattr__(person.files, "sessions", _LateFolder(person, refuse))
    session = person.at_home()
    assert any("so your usual practice waits" in text for text in visible_texts(session))
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running
    session.close()


def test_begin_waits_until_it_is_known_what_is_offered(person: Person) -> None:
    may_read, real = Event(), person.files.sessions.files

    def late() -> list[Path]:
        assert may_read.wait(20.0)
        return real()

    object.__setattr__(person.files, "sessions", _LateFolder(person, late))
    session = person.at_home(settings=asked_before("belly"), waits=False)
    assert "Reading your practices …" in visible_texts(session)
    session.press(KEY.Key_Space)
    assert not session.practice.is_running
    may_read.set()
    wait_until(lambda: session.frame(0.02) or bool(playing(session)))
    assert playing(session) == "belly-a0"
    session.close()


class _LateFolder:
    """A folder of sessions that is slow to be listed."""

    def __init__(self, person: Person, files: Callable[[], list[Path]]) -> None:
        self.path, self.files = person.files.sessions.path, files
