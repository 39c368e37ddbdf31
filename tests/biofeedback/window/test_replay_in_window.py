"""A past session played again in the window, while the live practice stands."""

import itertools
import json
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from biofeedback.outlets.state_json import state_to_json
from biofeedback.practice.playback import Playback
from biofeedback.statements.live import clock_text
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.tachogram import TachogramChart
from biofeedback.window.look.look import Theme
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.history import replay_page
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.widgets.control_bar import ControlBar
from biofeedback.window.widgets.position_bar import PositionBar
from devices.events import Event, LinkState, Part
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

KEY = Qt.Key
LONGEST_STEP_S = 0.1


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "2026-03-13T18-00-00Z.session"
    assert run("simulate", "calm", "--minutes", "3", "--seed", "4", "--output", file).returncode == 0
    return file


@pytest.fixture
def session(recorded: Path) -> Iterator[SimulatedSession]:
    session = SimulatedSession(
        "calm",
        settings=chosen(rated=False),
        history=MadeUpHistory(recorded, duration_s=180.0),
        today=NOW.date,
    )
    session.live(5.0)
    yield session
    session.close()


def shown(page: ReplayPage) -> dict[str, str]:
    """The figures on the page by name."""
    views = [view for view in page.findChildren(FigureView) if view.isVisible()]
    return {str(view.figure.name): str(view.figure.value_text()) for view in views}


def test_at_each_moment_it_shows_the_figures_of_the_command_lines_replay(
    session: SimulatedSession, recorded: Path
) -> None:
    lines = run("replay", recorded, "--json", "--speed", "max").stdout.splitlines()
    page = session.replay()
    for _ in range(3):
        session.press(KEY.Key_Right)
        session.wait_for_jump(page)
        last = next(line for line in reversed(lines) if json.loads(line)["time_s"] <= page.position_s)
        assert state_to_json(page.state) == last
        figures = json.loads(last)["figures"]
        assert shown(page)["Heart rate"] == f"{figures['heart_rate']['value']:.0f}"
    assert shown(page)["Heart response to breathing"] == f"{figures['rsa']['value']:.0f}"
    assert page.findChildren(TachogramChart)[0].isVisible()


def test_space_plays_and_pauses_and_arrows_change_the_speed(session: SimulatedSession) -> None:
    page = session.replay()
    begin_s = page.position_s
    session.live(2.0)
    assert (page.position_s, session.window.is_idle) == (begin_s, True)
    session.press(KEY.Key_Space)
    session.live(2.0)
    assert begin_s + 1.0 < page.position_s <= begin_s + 2.01
    assert not session.window.is_idle
    for key, times in ((KEY.Key_Up, 4), (KEY.Key_Up, 16), (KEY.Key_Up, 16), (KEY.Key_Down, 4)):
        session.press(key)
        before_s = page.position_s
        session.live(1.0, step_s=0.02)
        # Where the computer is busy with something else, a slice is over early: it goes on a little slower.
        assert 0.6 * times < page.position_s - before_s <= 1.01 * times


def test_the_button_of_the_speed_begins_anew_after_the_fastest(session: SimulatedSession) -> None:
    session.replay()
    button = next(one for one in session.all(QPushButton) if "Speed" in one.text())
    texts = []
    for _ in range(4):
        button.setFocus()
        texts.append(button.text())
        session.press(KEY.Key_Return)
    assert texts == ["Speed 1× (↑ ↓)", "Speed 4× (↑ ↓)", "Speed 16× (↑ ↓)", "Speed 1× (↑ ↓)"]


def test_jumps_never_hold_up_the_window(session: SimulatedSession, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = itertools.count()

    def clock_s() -> float:
        """Return a time that moves on by 10 ms at each look, as if each record took so long."""
        return 0.01 * next(looks)

    monkeypatch.setattr(replay_page, "Playback", partial(Playback, clock_s=clock_s))
    page = session.replay()
    spent_s = []
    for key in (*5 * [KEY.Key_Right], KEY.Key_Left):
        session.press(key)
        while page.is_moving:
            begin_s = clock_s()
            session.frame(0.016)
            spent_s.append(clock_s() - begin_s)
    assert page.position_s == 120.0
    assert max(spent_s) < LONGEST_STEP_S


def test_the_live_practice_stands_and_nothing_of_the_replay_gets_into_it(session: SimulatedSession) -> None:
    events: list[Event] = []
    session.practice.listen(events.append)
    before = session.practice.state
    page = session.replay()
    for key in (KEY.Key_Right, KEY.Key_Space, KEY.Key_M, KEY.Key_F, KEY.Key_P):
        session.press(key)
        session.live(1.0)
    live = session.practice.state
    assert live.link is LinkState.STREAMING
    assert (live.part, live.practised_s, live.guide) == (Part.READY, 0.0, before.guide)
    assert live.beat_count > before.beat_count
    assert {type(event).__name__ for event in events} <= {
        "HeartRateMeasurement",
        "AccelerationFrame",
        "Tick",
        "BatteryLevel",
    }
    assert page.isVisible()
    assert page.state.guide.running


def test_escape_leads_back_to_the_history_and_from_there_to_the_practice(session: SimulatedSession) -> None:
    session.replay()
    assert re.match(r"Replay of \d+ March 2026, \d\d:\d\d – ", session.window.windowTitle())
    session.press(KEY.Key_Escape)
    assert not session.all(ReplayPage)
    assert session.window.windowTitle() == "History – biofeedback"
    session.press(KEY.Key_Escape)
    assert session.all(PracticeView) == [session.window.view]
    session.press(KEY.Key_Space)
    assert session.practice.state.guide.running


def test_a_figure_is_explained_over_the_replay(session: SimulatedSession) -> None:
    page = session.replay()
    session.press(KEY.Key_Right)
    session.wait_for_jump(page)
    next(one for one in session.all(FigureView) if one.key == "rmssd_ms").setFocus()
    session.press(KEY.Key_Return)
    (sheet,) = session.all(WhySheet)
    assert sheet.heading.text() == "RMSSD"
    position_s = page.position_s
    session.press(KEY.Key_Right)
    assert (sheet.heading.text(), page.position_s) == ("Signal quality", position_s)
    session.press(KEY.Key_W)
    assert not session.all(WhySheet)
    assert page.isVisible()


def test_a_click_on_the_bar_goes_there(session: SimulatedSession) -> None:
    page = session.replay()
    (bar,) = session.all(PositionBar)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, bar.height() // 2))
    session.wait_for_jump(page)
    assert page.position_s == pytest.approx(90.0, abs=0.5)
    assert bar.accessibleName() == f"Position: {clock_text(page.position_s)} of 3:00"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["en", "de"])
def test_all_controls_have_room(recorded: Path, percent: int, language: str) -> None:
    session = SimulatedSession(
        "calm",
        settings=chosen(rated=False, text_percent=percent, language=language),
        history=MadeUpHistory(recorded, duration_s=180.0),
        today=NOW.date,
        size=(960, 600),
    )
    page = session.replay()
    for button in session.all(QPushButton):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight())), button.text()
    assert not any(bar.isVisible() for bar in page.findChildren(ControlBar))
    session.close()


def test_the_theme_and_the_size_of_the_writing_change_with_the_window(session: SimulatedSession) -> None:
    page = session.replay()
    session.press(KEY.Key_T)
    session.press(KEY.Key_Plus)
    (view,) = session.all(PracticeView)
    assert (view.theme, page.look.palette) == (Theme.LIGHT, Theme.LIGHT.palette)
    assert view.look.scale == pytest.approx(page.look.scale, rel=0.2)


def test_it_ends_with_the_session_and_begins_again_by_space(session: SimulatedSession) -> None:
    page = session.replay()
    for _ in range(6):
        session.press(KEY.Key_Right)
    session.wait_for_jump(page)
    assert page.position_s == 180.0
    session.press(KEY.Key_Space)
    wait_until(lambda: session.frame(0.016) or 0.0 < page.position_s < 10.0)


def test_a_replay_is_not_lost_by_the_key_of_the_settings(session: SimulatedSession) -> None:
    page = session.replay()
    session.press(KEY.Key_O)
    assert page.isVisible()


def test_of_the_keys_that_are_held_only_arrows_repeat(session: SimulatedSession) -> None:
    page = session.replay()
    session.hold(KEY.Key_Space)
    assert not page.is_moving
    for key in (KEY.Key_H, KEY.Key_Escape, KEY.Key_W, KEY.Key_Return):
        session.hold(key)
    assert page.isVisible()
    assert not session.all(WhySheet)
    session.hold(KEY.Key_Right, 3)
    session.wait_for_jump(page)
    assert page.position_s == pytest.approx(90.0, abs=1.0)
