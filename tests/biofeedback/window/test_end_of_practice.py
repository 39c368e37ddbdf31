"""At the end of a practice the light fades for four seconds; then, or with any key, it goes on."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from biofeedback.window.guide.motion import END_FADE_S
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen

STEP_S = 0.25


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def at_the_end(*, rated: bool = True) -> SimulatedSession:
    """Return a session whose last breath has just ended."""
    session = SimulatedSession(None, minutes=0.2, settings=chosen(depth="breathe", rated=rated))
    session.press(Qt.Key.Key_Space)
    session.frame(STEP_S)
    while session.practice.state.guide.running:
        session.frame(STEP_S)
    return session


def brightness(session: SimulatedSession) -> int:
    picture = session.window.guide.grab().toImage()
    return picture.pixelColor(picture.width() // 2, round(0.44 * picture.height())).lightness()


def test_the_light_fades_before_anything_is_asked() -> None:
    session = at_the_end()
    shades = [brightness(session)]
    for _ in range(round(END_FADE_S / STEP_S) - 1):
        session.frame(STEP_S)
        assert not session.all(RatingsSheet)
        shades.append(brightness(session))
    assert shades == sorted(shades, reverse=True)
    assert shades[-1] < 0.4 * shades[0]
    session.frame(2.0 * STEP_S)
    assert session.all(RatingsSheet)
    session.close()


def test_a_key_need_not_wait_for_the_dark() -> None:
    session = at_the_end()
    session.press(Qt.Key.Key_7)
    (sheet,) = session.all(RatingsSheet)
    assert [*sheet.entry.values.values()] == [7]
    session.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_key_that_ends_the_fading_does_nothing_else(key: Qt.Key) -> None:
    session = at_the_end(rated=False)
    session.press(key)
    assert session.window.isVisible()
    assert session.all(SummarySheet)
    assert not session.practice.state.guide.running
    session.close()


def test_a_click_that_ends_the_fading_does_not_start_the_guide() -> None:
    session = at_the_end()
    session.window.guide.pressed.emit()
    session.frame(STEP_S)
    assert session.all(RatingsSheet)
    assert not session.practice.state.guide.running
    session.close()


def test_whoever_breathes_on_has_the_light_again() -> None:
    session = at_the_end()
    session.live(END_FADE_S + 1.0)
    session.window.guide.pressed.emit()
    session.live(1.0)
    assert session.practice.state.guide.running
    assert brightness(session) > 60
    session.close()
