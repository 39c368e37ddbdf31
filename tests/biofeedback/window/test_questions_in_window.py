"""What is asked after a practice, and what helps those who feel restless or dizzy, by mouse and by keys."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from biofeedback.person.settings import DepthSetting, Settings
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Family
from biofeedback.programmes.shelf import find_programme
from biofeedback.window.guide.motion import END_FADE_S
from biofeedback.window.pages.after.questions_sheet import QuestionsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.back_sheet import BackSheet
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.feeling_sheets import FeelingSheet
from biofeedback.window.pages.page import Page
from biofeedback.words.speech import say_in
from biofeedback.words.spoken import spoken
from devices.events import Event, Part
from devices.message import message
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy
from tests.biofeedback.window.by_mouse import click, click_words
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen

KEY = Qt.Key
HURTS = Family.MUSCLES.value


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@contextmanager
def heard(name: str | None = None, **how: object) -> Iterator[tuple[SimulatedSession, list[Event]]]:
    """Show a practice, and keep its events."""
    player = None
    if name is not None:
        player = ProgrammePlayer(Course(find_programme(name)), language=lambda: spoken().language)
    settings = how.pop("settings", None) or chosen(rated=False, asked=True)
    session = SimulatedSession(None, player=player, settings=settings, **how)  # type: ignore[arg-type]
    events: list[Event] = []
    session.practice.listen(events.append)
    try:
        yield session, events
    finally:
        session.close()


def said(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, FeelingTold | PracticeAnswered)]


def told(events: list[Event]) -> list[tuple[Feeling, Remedy | None]]:
    return [(event.feeling, event.remedy) for event in events if isinstance(event, FeelingTold)]


def button(page: QWidget, words: str) -> QPushButton:
    (found,) = (one for one in page.findChildren(QPushButton) if words in one.text() and one.isVisible())
    return found


def practise_for(session: SimulatedSession, seconds: float) -> None:
    session.press(KEY.Key_Space)
    session.live(seconds)


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ((KEY.Key_1, KEY.Key_1, KEY.Key_2), (Ease.EASY, False, True)),
        ((KEY.Key_2, KEY.Key_Minus, KEY.Key_1), (Ease.ALL_RIGHT, None, False)),
        ((KEY.Key_3, KEY.Key_7, KEY.Key_Backspace, KEY.Key_2, KEY.Key_Escape), (Ease.ALL_RIGHT, None, None)),
        ((KEY.Key_Return, KEY.Key_Return, KEY.Key_2), (None, None, True)),
    ],
)
def test_three_questions_by_keys_alone(keys: tuple[Qt.Key, ...], answers: tuple[object, ...]) -> None:
    with heard("quiet-rest-5") as (session, events):
        practise_for(session, 301.0 + END_FADE_S)
        assert session.all(QuestionsSheet)
        for key in keys:
            session.press(key)
        assert session.all(SummarySheet)
        (event,) = said(events)
        assert isinstance(event, PracticeAnswered)
        assert (event.ease, event.restless, event.dizzy) == answers


def test_three_questions_by_mouse_alone() -> None:
    with heard(minutes=1.0) as (session, events):
        practise_for(session, 40.0)
        click(session, session.window.view.bar.buttons["end"])
        session.frame()
        (sheet,) = session.all(QuestionsSheet)
        for row, words in zip(sheet.rows, ("Hard", "Yes", "No"), strict=True):
            click(session, button(row, words))
            session.frame()
        assert session.all(SummarySheet)
        (event,) = said(events)
        assert isinstance(event, PracticeAnswered)
        assert (event.ease, event.restless, event.dizzy) == (Ease.HARD, True, False)


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_answer_has_a_name_of_its_own(language: str) -> None:
    settings = chosen(rated=False, asked=True, language=language)
    with heard(minutes=1.0, settings=settings) as (session, _):
        practise_for(session, 40.0)
        session.press(KEY.Key_Escape)
        (sheet,) = session.all(QuestionsSheet)
        names = [one.accessibleName() for row in sheet.rows for one in row.buttons]
        assert len(names) == len(set(names)) == 7
        assert all(one.isCheckable() for row in sheet.rows for one in row.buttons)
        assert say_in(message("questions.ease"), language) in names[0]


def test_all_can_be_skipped_and_nothing_is_recorded_then() -> None:
    with heard(minutes=1.0) as (session, events):
        practise_for(session, 40.0)
        session.press(KEY.Key_Escape)
        session.press(KEY.Key_Escape)
        assert session.all(SummarySheet)
        assert said(events) == []


def test_ratings_follow_the_questions() -> None:
    with heard(minutes=1.0, settings=chosen(rated=True, asked=True)) as (session, events):
        session.press(KEY.Key_Space)
        session.live(40.0)
        session.press(KEY.Key_Escape)
        for key in (KEY.Key_1, KEY.Key_1, KEY.Key_1, KEY.Key_3, KEY.Key_4, KEY.Key_5):
            session.press(key)
        assert session.all(SummarySheet)
        assert len(said(events)) == 1


def test_nothing_is_asked_where_it_is_switched_off_or_hardly_anything_was_practised() -> None:
    with heard(minutes=1.0, settings=chosen(rated=False)) as (session, _):
        practise_for(session, 40.0)
        session.press(KEY.Key_Escape)
        assert session.all(SummarySheet)
    with heard(minutes=1.0) as (session, events):
        practise_for(session, 5.0)
        session.press(KEY.Key_Escape)
        assert not session.window.isVisible()
        assert said(events) == []


@pytest.mark.parametrize("depth", ["breathe", "heart", "details"])
@pytest.mark.parametrize("size", [(1280, 720), (480, 480), (800, 1280)])
def test_both_buttons_are_there_in_every_view_while_a_practice_runs(
    depth: DepthSetting, size: tuple[int, int]
) -> None:
    settings = chosen(rated=False, depth=depth)
    with heard("desk-pause", settings=settings, size=size) as (session, events):
        practise_for(session, 12.0)
        row = session.window.view.feelings
        for alone in (False, True):
            for one in row.buttons.values():
                assert one.isVisible()
                assert session.window.rect().contains(one.geometry().translated(row.pos()))
            names = [one.accessibleName() for one in row.buttons.values()]
            assert names == ["I feel restless (U)", "I feel dizzy (Z)"]
            if not alone:
                session.press(KEY.Key_F)
        click(session, row.buttons[Feeling.DIZZY])
        session.frame()
        assert session.all(FeelingSheet)
        assert not session.practice.is_running
        assert told(events) == [(Feeling.DIZZY, None)]


def test_restless_by_key_offers_three_things_and_goes_on() -> None:
    with heard(minutes=5.0) as (session, events):
        practise_for(session, 20.0)
        session.press(KEY.Key_U)
        (sheet,) = session.all(FeelingSheet)
        words = [one.text() for one in sheet.buttons]
        assert [one[3:] for one in words] == [
            "Open my eyes and go on",
            "Change to muscle relaxation",
            "Change to the desk pause",
            "Stop for now",
        ]
        session.live(5.0)
        assert not session.practice.is_running
        session.press(KEY.Key_1)
        session.live(1.0)
        assert session.practice.state.guide.running
        assert told(events) == [(Feeling.RESTLESS, None), (Feeling.RESTLESS, Remedy.GO_ON)]


def test_restless_by_mouse_changes_to_the_desk_pause_in_the_same_run() -> None:
    kept: list[Settings] = []
    with heard(minutes=5.0, on_settings=kept.append) as (session, events):
        practise_for(session, 20.0)
        click(session, session.window.view.feelings.buttons[Feeling.RESTLESS])
        session.frame()
        click(session, button(session.all(FeelingSheet)[0], "desk pause"))
        session.frame()
        click(session, button(session.all(CautionSheet)[0], "I may practise"))
        session.frame()
        step = session.practice.state.step
        assert step is not None
        assert (step.programme, step.running) == ("desk-pause", True)
        assert "pattern" not in session.window.view.bar.buttons
        assert kept[-1].programmes.cautions_read == ("belly", "pause")
        session.live(182.0 + END_FADE_S)
        assert session.practice.is_done
        assert session.practice.state.practised_s == pytest.approx(200.0, abs=1.0)
        assert session.all(QuestionsSheet)
        assert told(events)[-1] == (Feeling.RESTLESS, Remedy.PAUSE)


def test_restless_changes_to_muscle_relaxation_without_the_back_where_that_hurts() -> None:
    kept: list[Settings] = []
    with heard("belly-a0", on_settings=kept.append) as (session, _):
        practise_for(session, 20.0)
        session.press(KEY.Key_U)
        session.press(KEY.Key_2)
        session.all(CautionSheet)[0].none_holds.emit()
        session.frame()
        assert session.all(BackSheet)
        session.press(KEY.Key_2)
        session.press(KEY.Key_1)
        step = session.practice.state.step
        assert step is not None
        assert (step.programme, step.running) == ("pmr-without-back", True)
        assert not kept[-1].programmes.back_is_fine
        session.press(KEY.Key_U)
        assert len(session.all(FeelingSheet)[0].buttons) == 3  # it is muscle relaxation already


def test_whoever_may_not_do_muscle_relaxation_comes_back_to_the_offers() -> None:
    with heard("belly-a0") as (session, _):
        practise_for(session, 20.0)
        session.press(KEY.Key_U)
        session.press(KEY.Key_2)
        session.all(CautionSheet)[0].other_wanted.emit()
        session.frame()
        assert session.all(FeelingSheet)
        session.press(KEY.Key_Escape)
        assert session.all(Page) == []
        assert not session.practice.is_running


def test_stopping_leads_to_the_questions() -> None:
    with heard(minutes=5.0) as (session, events):
        practise_for(session, 40.0)
        session.press(KEY.Key_Z)
        session.press(KEY.Key_2)
        assert session.all(QuestionsSheet)
        assert told(events) == [(Feeling.DIZZY, None), (Feeling.DIZZY, Remedy.STOP)]


def test_dizziness_stops_the_guide_and_it_goes_on_with_shorter_breaths() -> None:
    with heard(minutes=5.0) as (session, _):
        practise_for(session, 20.0)
        session.press(KEY.Key_Z)
        session.press(KEY.Key_1)
        session.live(1.0)
        guide = session.practice.state.guide
        assert (guide.running, guide.pattern.rate_per_min) == (True, 6.0)


def test_the_care_page_has_both_and_offers_no_going_on_where_nothing_runs() -> None:
    with heard(minutes=5.0) as (session, events):
        session.press(KEY.Key_K)
        click(session, button(session.all(CareSheet)[0], "I feel restless"))
        session.frame()
        (sheet,) = session.all(FeelingSheet)
        assert [one.text()[3:] for one in sheet.buttons] == [
            "Change to muscle relaxation",
            "Change to the desk pause",
        ]
        session.press(KEY.Key_Escape)
        session.press(KEY.Key_K)
        session.press(KEY.Key_Z)
        assert session.all(FeelingSheet)[0].buttons == []
        assert told(events) == [(Feeling.RESTLESS, None), (Feeling.DIZZY, None)]


def read() -> Settings:
    """What somebody chose who has answered the cautions of muscle relaxation."""
    settings = chosen(rated=False)
    programmes = settings.programmes.with_cautions(HURTS)
    return Settings(window=settings.window, ratings=settings.ratings, programmes=programmes)


def test_the_back_is_asked_about_before_the_first_muscle_relaxation_and_not_again() -> None:
    kept: list[Settings] = []
    with heard("pmr-8", settings=read(), on_settings=kept.append, family=Family.MUSCLES) as (session, _):
        assert session.all(BackSheet)
        session.press(KEY.Key_1)
        assert not session.all(BackSheet)
        assert kept[-1].programmes.back_is_fine
    with heard("pmr-16", settings=kept[-1], family=Family.MUSCLES) as (session, _):
        assert not session.all(BackSheet)


def test_a_hurting_back_is_offered_the_programme_without_it_by_mouse() -> None:
    with heard("pmr-8", settings=read(), family=Family.MUSCLES) as (session, _):
        (sheet,) = session.all(BackSheet)
        click(session, button(sheet, "Yes"))
        session.frame()
        click(session, button(sheet, "leaves out the back"))
        session.frame()
        step = session.practice.state.step
        assert step is not None
        assert (step.programme, step.running) == ("pmr-without-back", False)
        session.press(KEY.Key_Space)
        session.live(381.0)
        assert session.practice.state.part is Part.DONE


@pytest.mark.parametrize("name", ["pmr-without-back", "pmr-release", "autogenic-1", "belly-a0"])
def test_the_back_is_not_asked_about_where_nothing_is_tensed(name: str) -> None:
    with heard(name, settings=read()) as (session, _):
        assert not session.all(BackSheet)


def test_a_part_of_the_body_is_switched_off_by_mouse() -> None:
    kept: list[Settings] = []
    settings = read()
    with heard("pmr-4", settings=settings, on_settings=kept.append) as (session, _):
        session.press(KEY.Key_1)
        practise_for(session, 50.0)
        click_words(session, say_in(message("window.key.skip")))
        assert kept[-1].programmes.skipped_regions == ("arms",)
        bar = session.window.view.bar
        click(session, bar.more)
        (action,) = (one for one in bar.menu.actions() if one.data() == int(KEY.Key_X))
        assert action.isVisible()
        action.trigger()
        session.frame()
        bar.menu.close()
        assert kept[-1].programmes.skipped_regions == ("arms", "face and neck")


def test_bedtime_by_key_and_by_the_menu() -> None:
    with heard("autogenic-1") as (session, _):
        practise_for(session, 20.0)
        session.press(KEY.Key_B)
        assert session.practice.player is not None
        assert session.practice.player.at_bedtime
        bar = session.window.view.bar
        click(session, bar.more)
        (action,) = (one for one in bar.menu.actions() if one.data() == int(KEY.Key_B))
        assert action.isVisible()
        action.trigger()
        session.frame()
        assert session.practice.player.at_bedtime is False
        bar.menu.close()
