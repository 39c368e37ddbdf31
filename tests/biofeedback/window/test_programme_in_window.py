"""A programme in the window: its text for the whole step, its keys, and only what the step allows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.person.settings import Settings
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.window.charts.card import Card
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.pages.sheet import Sheet
from biofeedback.words.spoken import spoken
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@contextmanager
def programme_window(
    name: str, settings: Settings | None = None, **how: object
) -> Iterator[SimulatedSession]:
    player = ProgrammePlayer(Course(find_programme(name)), language=lambda: spoken().language)
    session = SimulatedSession(
        settings=settings or chosen(rated=False),
        player=player,
        **how,  # type: ignore[arg-type]
    )
    try:
        yield session
    finally:
        session.close()


def texts(session: SimulatedSession) -> list[str]:
    return [label.text() for label in session.all(QLabel)]


def keys_shown(session: SimulatedSession) -> set[str]:
    figures = [view for view in session.all(FigureView) if view.figure.value is not None]
    return {view.key for view in figures}


def test_text_of_each_step_stands_for_the_whole_step() -> None:
    with programme_window("pmr-4", scenario=None) as session:
        programme = find_programme("pmr-4")
        assert programme.steps[0].text.said("en") in texts(session)
        session.press(Qt.Key.Key_Space)
        for step in programme.steps[:6]:
            for _ in range(round(step.seconds)):
                assert step.text.said("en") in texts(session)
                session.live(1.0)


def test_german_window_shows_german_texts() -> None:
    with programme_window("belly-a0", chosen(rated=False, language="de"), scenario=None) as session:
        session.press(Qt.Key.Key_Space)
        assert find_programme("belly-a0").steps[0].text.said("de") in texts(session)


def test_step_shows_what_it_allows_and_nothing_else() -> None:
    with programme_window("pmr-4") as session:
        session.press(Qt.Key.Key_Space)
        session.live(39.0)
        assert keys_shown(session) == {"heart_rate_per_min", "breathing_rate_per_min"}
        assert len(session.all(Card)) == 1
        session.live(7.0)
        assert session.all(FigureView) == []
        assert "moving" in texts(session)
        session.live(6.0)
        assert "moving" not in texts(session)
        assert len(session.all(Card)) == 1


def test_heart_rate_is_hidden_in_autogenic_training() -> None:
    with programme_window("autogenic-1") as session:
        session.press(Qt.Key.Key_Space)
        session.live(60.0)
        assert "heart_rate_per_min" not in keys_shown(session)
        assert session.all(Card) == []


def test_guide_is_shown_where_a_step_has_one() -> None:
    with programme_window("belly-a2") as session:
        assert session.window.guide.isVisible()
        session.press(Qt.Key.Key_Space)
        session.live(5.0)
        assert not session.window.guide.isVisible()
        session.live(20.0)
        assert session.window.guide.isVisible()
        assert len(session.all(Card)) == 3
        assert find_programme("belly-a2").steps[1].text.said("en") in texts(session)


def test_keys_pause_go_back_and_leave_out() -> None:
    kept: list[Settings] = []
    with programme_window("pmr-4", on_settings=kept.append, scenario=None) as session:
        session.press(Qt.Key.Key_Space)
        session.live(50.0)
        session.press(Qt.Key.Key_Space)
        session.live(10.0)
        step = session.practice.state.step
        assert step is not None
        assert not step.running
        assert step.number == 4
        session.press(Qt.Key.Key_Up)
        session.press(Qt.Key.Key_P)
        session.press(Qt.Key.Key_R)
        assert session.all(Sheet) == []
        session.press(Qt.Key.Key_Space)
        session.press(Qt.Key.Key_Backspace)
        step = session.practice.state.step
        assert step is not None
        assert (step.number, step.gone_s) == (4, 0.0)
        session.press(Qt.Key.Key_X)
        step = session.practice.state.step
        assert step is not None
        assert step.region == "face and neck"
        assert kept[-1].programmes.skipped_regions == ("arms",)


def test_programme_ends_with_the_summary() -> None:
    with programme_window("desk-pause", scenario=None) as session:
        session.press(Qt.Key.Key_Space)
        session.live(182.0)
        assert session.practice.is_done
        assert any("3:00" in text for text in texts(session))
