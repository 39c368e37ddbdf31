"""How much is shown while one breathes, the buttons that fade, and the pointer that hides."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.settings import DepthSetting, Settings
from biofeedback.window.charts.heart_panel import HeartPanel
from biofeedback.window.charts.heart_ribbon import HeartRibbon
from biofeedback.window.look.depth import Depth, depth_for
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.look import Theme
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.pointer import HIDDEN_AFTER_S
from tests.biofeedback.window.by_mouse import click, hover
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.visible_texts import painted_texts

KEY = Qt.Key
BUDGETS = {Depth.BREATHE: 12, Depth.HEART: 40}


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def practising(
    depth: DepthSetting, *, size: tuple[int, int] = (1280, 720), text_percent: int = 100, language: str = "en"
) -> SimulatedSession:
    settings = chosen(rated=False, depth=depth, text_percent=text_percent, language=language)
    session = SimulatedSession("calm", settings=settings, size=size)
    session.press(KEY.Key_Space)
    return session


def words(session: SimulatedSession) -> list[str]:
    labels = [label.text() for label in session.all(QLabel)]
    painted = [text for text in painted_texts(session.window) if text not in labels]
    return " ".join({*labels, *painted}).replace("\u00a0", " ").split()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("depth", [*BUDGETS])
def test_few_words_are_shown_while_one_breathes(depth: Depth, language: str) -> None:
    session = practising(depth.value, language=language)
    for seconds in (1.0, 20.0, 60.0):
        session.live(seconds)
        assert 0 < len(words(session)) <= BUDGETS[depth], words(session)
    session.close()
    speak_by_setting("en")


@pytest.mark.parametrize(
    ("setting", "sessions", "depth"),
    [
        ("automatic", 0, Depth.BREATHE),
        ("automatic", 2, Depth.BREATHE),
        ("automatic", 3, Depth.HEART),
        ("details", 0, Depth.DETAILS),
        ("breathe", 9, Depth.BREATHE),
    ],
)
def test_the_first_three_sessions_show_the_guide_alone(
    setting: DepthSetting, sessions: int, depth: Depth
) -> None:
    assert depth_for(setting, sessions) is depth


def test_beginners_are_invited_to_see_their_heart_and_the_choice_is_kept() -> None:
    told: list[Settings] = []
    settings = chosen(rated=False, depth="automatic")
    session = SimulatedSession("calm", settings=settings, on_settings=told.append)
    session.press(KEY.Key_Space)
    session.live(5.0)
    assert session.window.view.invitation.isVisible()
    click(session, session.window.view.invitation)
    assert told[-1].window.depth == "heart"
    assert session.all(HeartRibbon)
    session.press(KEY.Key_D)
    assert session.all(HeartPanel)
    session.press(KEY.Key_D)
    assert not session.all(HeartPanel)
    assert not session.all(HeartRibbon)
    session.close()


def test_buttons_and_pointer_go_while_the_mouse_rests_and_return_with_it() -> None:
    session = practising("breathe")
    bar, guide = session.window.view.bar, session.window.guide
    session.live(1.0)
    assert bar.opacity == 1.0
    assert guide.cursor().shape() is Qt.CursorShape.PointingHandCursor
    session.live(HIDDEN_AFTER_S + 1.0)
    assert bar.opacity == 0.0
    assert not any(button.isVisible() for button in bar.buttons.values())
    assert guide.cursor().shape() is Qt.CursorShape.BlankCursor
    hover(guide, QPoint(40, 40))
    session.frame()
    assert bar.opacity == 1.0
    assert guide.cursor().shape() is Qt.CursorShape.PointingHandCursor
    session.press(KEY.Key_Space)
    session.live(10.0)
    assert bar.opacity == 1.0, "the guide stands"
    session.close()


@pytest.mark.parametrize("depth", ["breathe", "heart"])
def test_each_button_does_what_its_key_does(depth: DepthSetting) -> None:
    told: list[Settings] = []
    settings = chosen(rated=False, depth=depth)
    session = SimulatedSession("calm", settings=settings, on_settings=told.append)
    buttons = session.window.view.bar.buttons
    click(session, buttons["start"])
    assert session.practice.state.guide.running
    click(session, buttons["start"])
    assert not session.practice.state.guide.running
    style = session.window.guide.style_shown
    click(session, buttons["guide"])
    assert session.window.guide.style_shown is not style
    click(session, buttons["depth"])
    assert told[-1].window.depth == Depth(depth).deeper.value
    session.close()


def test_a_ring_is_drawn_only_after_a_key() -> None:
    session = SimulatedSession("calm", settings=chosen(rated=False, depth="breathe"))
    assert not session.window.view.look.shows_focus
    session.press(KEY.Key_Tab)
    session.press(KEY.Key_M)
    assert session.window.view.look.shows_focus
    session.close()


@pytest.mark.parametrize("depth", ["breathe", "heart"])
def test_larger_words_leave_the_guide_as_it_is(depth: DepthSetting) -> None:
    session = practising(depth)
    for size in ((480, 480), (1280, 720), (1920, 1080)):
        session.window.resize(*size)
        heights = []
        for percent in (100, 150, 200):
            session.window.view.set_appearance(Theme.DARK, GUIDE_STYLES[0], percent)
            session.frame(0.1)
            heights.append(session.window.guide.height())
            assert all(one.font().pixelSize() >= SMALLEST_TEXT_PX for one in session.all(QLabel))
        assert heights == [heights[0]] * 3
    session.close()


@pytest.mark.parametrize("size", [(480, 480), (800, 1280)])
def test_a_window_without_room_for_details_shows_the_heart(size: tuple[int, int]) -> None:
    session = practising("details", size=size)
    session.live(1.0)
    assert session.all(HeartRibbon)
    assert not session.all(HeartPanel)
    assert (session.window.width(), session.window.height()) == size
    session.close()


def test_the_window_remembers_its_size() -> None:
    told: list[Settings] = []
    session = SimulatedSession("calm", settings=chosen(rated=False), on_settings=told.append)
    session.window.resize(700, 500)
    session.close()
    again = SimulatedSession("calm", settings=told[-1], size=(0, 0))
    assert told[-1].window.geometry.startswith("700x500")
    again.close()
