"""The plan on Home: what is offered now, by mouse and by keys, from the first day on."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.home.home_sheet import HomeSheet
from biofeedback.window.pages.home.strap_drawing import StrapDrawing
from biofeedback.window.pages.plan.programmes_sheet import ProgrammesSheet
from biofeedback.window.widgets.quiet_button import QuietButton
from devices.message import message, sentences
from devices.steps import StepChanged
from sessions.events import decoded
from sessions.store import read_records
from tests.biofeedback.practice.programme_session import ProgrammeSession
from tests.biofeedback.window.by_mouse import click
from tests.biofeedback.window.planned_window import FIRST, Person, asked_before, playing
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import visible_texts

KEY = Qt.Key
EVENING = time(18, 30)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def home(session: SimulatedSession) -> HomeSheet:
    (sheet,) = session.all(HomeSheet)
    return sheet


def quiet(session: SimulatedSession, words: str) -> QuietButton:
    (button,) = (one for one in session.all(QuietButton) if one.text() == words)
    return button


def pushed(session: SimulatedSession, *words: str) -> None:
    (button,) = (one for one in session.all(QPushButton) if one.text().startswith(words))
    click(session, button)


def after_days(person: Person, count: int) -> date:
    """Practise as the plan offers on so many days, and return the next one."""
    for number in range(count):
        day = FIRST + timedelta(days=number)
        name = "belly-a0" if number < 3 else "belly-a1" if number < 7 else "belly-a2"
        person.did(day, name, 5.0)
        person.did(day, name, 5.0, time(18))
    return FIRST + timedelta(days=count)


def steps_of(path: Path) -> list[tuple[int, float, str, bool]]:
    """Return the steps that were recorded from when the programme began, by the time of the first."""
    steps = [one for one in decoded(read_records(path)) if isinstance(one, StepChanged)]
    begun = next(index for index, one in enumerate(steps) if one.running)
    first_ns = steps[begun].time_ns
    return [
        (one.number, round((one.time_ns - first_ns) / 1e9, 3), one.text, one.running) for one in steps[begun:]
    ]


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_first_day_from_the_first_start_to_the_offer_of_the_second_practice(
    person: Person, tmp_path: Path, *, by_mouse: bool
) -> None:
    def press(key: Qt.Key, *words: str) -> None:
        pushed(session, *words) if by_mouse else session.press(key)

    fresh = chosen(rated=False, safety_read=False)
    session = person.at_home(settings=fresh, records=True)
    press(KEY.Key_Space, "I understand")
    assert {"Now: belly breathing, 5 minutes.", "Begin"} <= visible_texts(session)
    if by_mouse:
        click(session, home(session).begin_button)
    else:
        session.press(KEY.Key_Return)
    assert playing(session) == "belly-a0"
    session.live(308.0, step_s=0.5)
    assert session.practice.is_done
    while not session.all(SummarySheet):  # Something may be asked first.
        click(session, session.all(QPushButton)[-1]) if by_mouse else session.press(KEY.Key_Escape)
    press(KEY.Key_Escape, "End", "Done")
    assert person.wanted_home == 1
    assert session.window.isVisible(), "it stays until the next window is there"
    session.practice.end()
    (recorded,) = person.files.sessions.files()
    direct = ProgrammeSession(tmp_path / "direct.session", Course(find_programme("belly-a0")))
    direct.press_space()
    direct.finish()
    assert steps_of(recorded) == steps_of(tmp_path / "direct.session")
    session.close()

    session = person.at_home(at=time(8, 20), settings=person.settings[-1])
    texts = visible_texts(session)
    assert "Next, at 18:00: belly breathing, 5 minutes." in texts
    assert any(text.startswith("That was your first practice.") for text in texts)
    session.close()
    session = person.at_home(at=EVENING, settings=person.settings[-1])
    assert "Now: belly breathing, 5 minutes." in visible_texts(session)
    session.press(KEY.Key_Space)
    assert playing(session) == "belly-a0"
    session.close()


def test_the_first_day_in_german(person: Person) -> None:
    session = person.at_home(settings=chosen(rated=False, language="de"))
    texts = visible_texts(session)
    assert "Jetzt: Bauchatmung, 5 Minuten." in texts
    assert "Bauchatmung: zwei Hände. Alle beginnen damit, den Atem zu beobachten." in texts
    assert "Erste Wirkungen zeigen sich oft erst nach zwei Wochen täglicher Übung." in texts
    session.close()
    speak_by_setting("en")


def test_the_accessible_action_of_begin_begins_and_says_what(person: Person) -> None:
    session = person.at_home(settings=asked_before("belly"))
    assert home(session).begin_button.accessibleDescription() == "Now: belly breathing, 5 minutes."
    home(session).begin_button.click()
    session.frame()
    assert playing(session) == "belly-a0"
    session.close()


def test_esc_soon_after_the_start_leads_home_again_and_from_home_out(person: Person) -> None:
    session = person.at_home(settings=asked_before("belly"))
    session.press(KEY.Key_Space)
    session.live(5.0)
    session.press(KEY.Key_Escape)
    assert person.wanted_home == 1
    session.close()
    session = person.at_home(settings=asked_before("belly"))
    session.press(KEY.Key_Escape)
    assert person.wanted_home == 1
    assert not session.window.isVisible()
    session.close()


def test_what_is_next_becomes_what_is_now_as_time_goes_by(person: Person) -> None:
    person.did(FIRST, "belly-a0", 5.0)
    clock = [time(16, 59)]
    session = person.at_home(at=lambda: clock[0])
    assert "Next, at 18:00: belly breathing, 5 minutes." in visible_texts(session)
    clock[0] = time(17, 0)
    session.frame(0.1)
    assert "Now: belly breathing, 5 minutes." in visible_texts(session)
    session.close()


def test_who_has_practised_has_all_of_home_without_scrolling(person: Person) -> None:
    session = person.at_home()
    assert session.all(StrapDrawing)
    home(session).show_days({FIRST - timedelta(days=1)})
    session.frame()
    session.frame()
    assert not session.all(StrapDrawing)
    assert {"No strap is connected.", "Practise without a strap"} <= visible_texts(session)
    about = quiet(session, "About")
    assert about.mapTo(session.window, about.rect().bottomLeft()).y() < session.window.height()
    session.close()


@pytest.mark.parametrize(
    ("days", "begins"),
    [
        (6, "First effects often show only after two weeks"),
        (13, "You have practised on 13 days so far, 130 minutes in all. First effects often"),
        (27, "You have practised on 28 days."),
    ],
)
def test_what_is_said_on_the_seventh_fourteenth_and_twenty_eighth_day(
    person: Person, days: int, begins: str
) -> None:
    session = person.at_home(after_days(person, days))
    assert any(text.startswith(begins) for text in visible_texts(session))
    session.close()


@pytest.mark.parametrize("by_mouse", [True, False])
def test_quiet_rest_can_be_skipped_for_the_day(person: Person, *, by_mouse: bool) -> None:
    day = after_days(person, 4)
    for at in (time(8), time(18)):
        person.did(day, "belly-a1", 5.0, at)
    session = person.at_home(day, EVENING)
    texts = visible_texts(session)
    assert "Now: quiet rest, 5 minutes." in texts
    assert any(text.startswith("Resting without instruction shows later") for text in texts)
    if by_mouse:
        click(session, quiet(session, "Something else"))
    else:
        session.press(KEY.Key_E)
    texts = visible_texts(session)
    assert "That is all for today." in texts
    assert "Something else" not in texts
    session.close()
    session = person.at_home(day, EVENING)
    assert "That is all for today." in visible_texts(session)
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running
    assert session.practice.state.step is None
    session.close()


def test_what_may_not_be_skipped_is_not(person: Person) -> None:
    session = person.at_home()
    session.press(KEY.Key_E)
    assert "Now: belly breathing, 5 minutes." in visible_texts(session)
    assert not [one for one in session.all(QuietButton) if one.text() == "Something else"]
    session.close()


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_usual_practice_begins_with_one_step(person: Person, *, by_mouse: bool) -> None:
    session = person.at_home(settings=asked_before("belly"))
    if by_mouse:
        click(session, quiet(session, "Breathe at 5.0 per minute"))
    else:
        session.press(KEY.Key_L)
    guide = session.practice.state.guide
    assert guide.running
    assert (guide.pattern.rate_per_min, guide.pattern.exhale_to_inhale) == (5.0, 2.0)
    assert session.practice.state.step is None
    session.close()


@pytest.mark.parametrize("by_mouse", [True, False])
def test_a_programme_that_is_chosen_is_what_begin_begins(person: Person, *, by_mouse: bool) -> None:
    session = person.at_home(settings=asked_before("attention"))
    if by_mouse:
        click(session, quiet(session, "Programmes"))
    else:
        session.press(KEY.Key_A)
    (page,) = session.all(ProgrammesSheet)
    row = next(one for one in page.rows if "Watching the breath, 10 minutes" in one.accessibleName())
    if by_mouse:
        click(session, row)
    else:
        while not row.hasFocus():
            session.press(KEY.Key_Down)
        session.press(KEY.Key_Return)
    texts = visible_texts(session)
    assert "You chose: mindfulness, 10 minutes." in texts
    assert any(text.startswith("Watching the breath. Watch your breath as it is.") for text in texts)
    if by_mouse:
        click(session, home(session).begin_button)
    else:
        session.press(KEY.Key_Space)
    assert playing(session) == "mindful-10"
    session.close()


def test_every_programme_is_there_and_a_persons_own_too(person: Person) -> None:
    own = person.files.programmes
    own.mkdir()
    shipped = Path(str(find_programme.__code__.co_filename)).parent / "shipped"
    text = (shipped / "desk-pause.toml").read_text().replace('"desk-pause"', '"mine"')
    (own / "mine.toml").write_text(text.replace("A pause at the desk", "Balcony"))
    (own / "broken.toml").write_text("name = 3\n")
    session = person.at_home()
    session.press(KEY.Key_A)
    (page,) = session.all(ProgrammesSheet)
    assert len(page.rows) == len(list(shipped.glob("*.toml"))) + 1
    assert any("Balcony" in row.accessibleName() for row in page.rows)
    assert any("broken.toml" in text for text in visible_texts(session))
    session.close()


@pytest.mark.parametrize("answer", ["none", "other", "escape"])
def test_cautions_are_asked_once_before_a_kind_of_programme(person: Person, answer: str) -> None:
    session = person.at_home()
    session.press(KEY.Key_Space)
    assert session.all(CautionSheet)
    assert not playing(session)
    session.press(KEY.Key_Space)
    assert session.all(CautionSheet), "Space must not pass it by"
    if answer == "none":
        session.press(KEY.Key_Return)
        assert playing(session) == "belly-a0"
        assert "belly" in person.settings[-1].programmes.cautions_read
    elif answer == "other":
        pushed(session, "Not for me")
        assert session.all(ProgrammesSheet)
    else:
        session.press(KEY.Key_Escape)
        assert session.all(HomeSheet)
    session.close()


def test_a_pause_has_the_cautions_of_breathing_which_are_not_asked_again(person: Person) -> None:
    session = person.at_home(settings=asked_before("belly"))
    session.press(KEY.Key_A)
    (page,) = session.all(ProgrammesSheet)
    click(session, next(one for one in page.rows if "A pause at the desk" in one.accessibleName()))
    session.press(KEY.Key_Space)
    assert playing(session) == "desk-pause"
    session.close()


def test_a_pattern_that_is_chosen_waits_in_place_of_the_plan(person: Person) -> None:
    session = person.at_home(settings=asked_before("belly"))
    session.press(KEY.Key_P)
    session.press(KEY.Key_2)
    session.press(KEY.Key_Escape)
    assert "10 minutes at 6.0 breaths per minute" in visible_texts(session)
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running
    session.close()


def test_space_on_the_settings_begins_what_waits_on_home(person: Person) -> None:
    session = person.at_home(settings=asked_before("belly"))
    session.press(KEY.Key_O)
    session.window.setFocus()
    session.press(KEY.Key_Space)
    assert playing(session) == "belly-a0"
    session.close()


@pytest.mark.parametrize("days", [0, 1])
def test_home_without_bluetooth_needs_no_scroll_bar(person: Person, days: int) -> None:
    today = after_days(person, days)
    session = person.at_home(today, time(1))
    said = sentences(message("link.no_adapter"), message("link.plug_in_adapter"))
    home(session).show_state(replace(session.practice.state, link_message=said))
    session.frame()
    session.frame()
    assert home(session)._scroll.verticalScrollBar().maximum() == 0
    session.close()
