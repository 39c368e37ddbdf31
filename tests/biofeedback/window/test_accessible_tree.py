"""What assistive technology finds in the window: a role, a name and an action for all that can be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from biofeedback.person.settings import DepthSetting
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.tachogram import TachogramChart
from biofeedback.window.choices import Opening
from biofeedback.window.guide.guide_view import GuideView
from biofeedback.window.look.accessible import DECREASE, INCREASE, PRESS
from biofeedback.window.widgets.key_line import KeyLine
from biofeedback.window.widgets.position_bar import PositionBar
from biofeedback.window.widgets.rating_row import RatingRow
from tests.biofeedback.window.every_page import WAYS, Way, before_the_practice, own_settings
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import MadeUpHistory
from tests.polling import wait_until

pytestmark = pytest.mark.usefixtures("application")

KEY: Final = Qt.Key
ROLE: Final = QAccessible.Role
NAME: Final = QAccessible.Text.Name
ACTS: Final = {PRESS, "Toggle", "ShowMenu", INCREASE}


def interface_of(widget: QObject) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that is to be seen, as assistive technology walks through it."""
    yield top
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from tree(child)


def is_used(widget: QWidget) -> bool:
    """Whether a person can do something with it: it takes the keys, or the mouse shows a hand over it."""
    hand = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    return (
        isinstance(widget, QAbstractButton | QComboBox | QLineEdit | GuideView | FigureView)
        or widget.focusPolicy() is Qt.FocusPolicy.TabFocus
        or (hand and widget.cursor().shape() is Qt.CursorShape.PointingHandCursor)
    )


def assert_all_can_be_used(session: SimulatedSession, page: str) -> None:
    used = 0
    for one in tree(interface_of(session.window)):
        widget = one.object()
        if not isinstance(widget, QWidget) or not is_used(widget):
            continue
        used += 1
        told = f"{page}: {type(widget).__name__} {one.text(NAME)!r} {one.role()}"
        assert one.role() not in (ROLE.Client, ROLE.NoRole, ROLE.StaticText), told
        assert one.text(NAME), told
        actions = set(one.actionInterface().actionNames())
        if isinstance(widget, RatingRow):
            assert [interface_of(step).role() for step in widget.steps] == [ROLE.RadioButton] * 11
        elif widget.isEnabled() and not isinstance(widget, QLineEdit):
            assert actions & ACTS, f"{told} {actions}"
    assert used, page


@pytest.fixture
def home(application: QCoreApplication) -> Iterator[SimulatedSession]:  # noqa: ARG001 made first
    session = SimulatedSession(
        "calm", settings=chosen(depth="heart"), opens=Opening.HOME, on_demo=lambda: None
    )
    yield session
    session.close()


class TestTree:
    def test_home_and_the_pages_one_step_away(self, home: SimulatedSession) -> None:
        assert_all_can_be_used(home, "home")
        for key in (KEY.Key_F1, KEY.Key_F2, KEY.Key_K, KEY.Key_O):
            home.press(key)
            assert_all_can_be_used(home, key.name)
            home.press(KEY.Key_Escape)

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_pages_before_the_practice(self, language: str, tmp_path: Path) -> None:
        for page, session in before_the_practice(language, tmp_path):
            assert_all_can_be_used(session, page)

    @pytest.mark.parametrize("depth", ["breathe", "heart", "details"])
    def test_each_depth(self, depth: str) -> None:
        session = SimulatedSession("calm", settings=chosen(depth=depth))  # type: ignore[arg-type]
        session.press(KEY.Key_Space)
        session.live(20.0, step_s=1.0)
        assert_all_can_be_used(session, depth)
        for kind in (GuideView, FigureView) if depth == "details" else (GuideView,):
            for widget in session.all(kind):
                assert interface_of(widget).role() is ROLE.Button
        session.close()

    @pytest.mark.parametrize("depth", ["heart", "details"])
    def test_the_chart_of_the_heart_rate_stays_in_the_tree(self, depth: DepthSetting) -> None:
        session = SimulatedSession("calm", settings=chosen(depth=depth))
        session.press(KEY.Key_Space)
        session.live(20.0, step_s=1.0)
        found = [
            one for one in tree(interface_of(session.window)) if isinstance(one.object(), TachogramChart)
        ]
        assert [one.role() for one in found] == [ROLE.Chart]
        assert found[0].text(NAME)
        assert found[0].text(QAccessible.Text.Value)
        session.close()

    def test_a_screen_reader_finds_buttons_that_have_faded(self) -> None:
        session = SimulatedSession("calm", settings=chosen(depth="heart"))
        was_active = QAccessible.isActive()
        QAccessible.setActive(True)
        session.press(KEY.Key_Space)
        session.live(20.0, step_s=1.0)
        try:
            assert session.window.view.bar.opacity == 0.0
            found = [one.text(NAME) for one in tree(interface_of(session.window.view.bar))]
            assert any("Esc" in name for name in found), found
        finally:
            QAccessible.setActive(was_active)
            session.close()

    @pytest.mark.soak
    @pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way.__name__))
    def test_every_page(self, way: Way, tmp_path: Path) -> None:
        for page, session in way("en", tmp_path):
            assert_all_can_be_used(session, page)


class TestValuesAndActions:
    def test_a_figure_tells_its_value_and_explains_itself(self) -> None:
        session = SimulatedSession("calm", settings=own_settings("en"))
        session.press(KEY.Key_Space)
        session.live(40.0, step_s=1.0)
        charts = [one for one in tree(interface_of(session.window)) if one.role() is ROLE.Chart]
        assert charts
        assert all(one.text(QAccessible.Text.Value) and one.text(NAME) for one in charts)
        rate = next(one for one in session.all(FigureView) if one.figure.value is not None)
        told = interface_of(rate)
        assert told.text(QAccessible.Text.Value) == f"{rate.figure.value_text()} {rate.figure.unit}"
        asked: list[str] = []
        rate.asked.connect(asked.append)
        told.actionInterface().doAction(PRESS)
        assert asked == [rate.key]
        session.close()

    def test_a_rating_is_a_group_of_eleven_choices(self) -> None:
        session = SimulatedSession("calm", settings=chosen())
        row = session.all(RatingRow)[0]
        group = interface_of(row)
        assert group.role() is ROLE.Grouping
        assert group.childCount() == 11
        group.child(10).actionInterface().doAction(PRESS)
        session.frame()
        assert [bool(group.child(step).state().checked) for step in (9, 10)] == [False, True]
        assert "10" in group.child(10).text(NAME)
        session.close()

    def test_the_position_of_a_replay_is_a_slider(self) -> None:
        around = QWidget()
        bar = PositionBar(around)
        bar.show_position(60.0, 600.0, None)
        told, wanted = interface_of(bar), list[float]()
        bar.wanted.connect(wanted.append)
        assert told.role() is ROLE.Slider
        assert "1:00" in told.text(QAccessible.Text.Value)
        for action in (INCREASE, DECREASE):
            told.actionInterface().doAction(action)
        assert wanted == pytest.approx([0.15, 0.05])

    def test_each_key_that_is_named_is_a_button_too(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False))
        (line,) = session.all(KeyLine)
        names = [button.accessibleName() for button in line.buttons]
        assert [name.split()[0] for name in names] == ["Space", "P", "R", "G", "D", "H", "O", "W", "Esc"]
        interface_of(line.buttons[0]).actionInterface().doAction(PRESS)
        wait_until(lambda: session.frame(0.02) or session.practice.state.guide.running)
        session.close()

    def test_a_past_session_can_be_reached(self, tmp_path: Path) -> None:
        session = SimulatedSession("calm", history=MadeUpHistory(tmp_path / "none", duration_s=60.0))
        session.press(KEY.Key_H)
        session.wait_for_history()
        assert_all_can_be_used(session, "history")
        session.close()
