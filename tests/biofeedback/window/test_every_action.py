"""Every action by keys alone, by mouse alone, and by accessible action alone."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from biofeedback.person.settings import Settings
from biofeedback.window.companion import Silence
from biofeedback.window.look.accessible import PRESS
from biofeedback.window.pages.sheet import Sheet
from devices.events import Event, Marker
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until

pytestmark = pytest.mark.usefixtures("application")

KEY: Final = Qt.Key
WAYS: Final = ("keys", "mouse", "accessible")


class Sound(Silence):
    """Falls silent and is heard again, on no device."""

    def __init__(self) -> None:
        self.muted = False

    def mute(self, *, muted: bool) -> None:
        self.muted = muted


class Bench:
    """A window before a practice, and what of it an action may change."""

    def __init__(self, history: MadeUpHistory) -> None:
        self.sound = Sound()
        self.session = SimulatedSession(
            "calm",
            settings=chosen(depth="heart", rated=False),
            history=history,
            today=NOW.date,
            sound=self.sound,
        )
        self.marks = 0
        self.session.practice.listen(self._hear)

    def _hear(self, event: Event) -> None:
        self.marks += isinstance(event, Marker)

    @property
    def settings(self) -> Settings:
        return self.session.window.settings

    @property
    def pages(self) -> set[str]:
        return {type(sheet).__name__ for sheet in self.session.all(Sheet)}

    def do(self, key: Qt.Key, way: str) -> None:
        """Do what a key does, in one of the ways."""
        session = self.session
        bar = session.window.view.bar
        if way == "keys":
            session.press(key)
        elif key is KEY.Key_Space:
            self.use(session.window.guide, way)
        else:
            if way == "mouse":
                middle = session.window.view.rect().center()
                asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, middle)
                QApplication.sendEvent(session.window.view, asked)
            else:
                self.use(bar.more, way)
            wait_until(lambda: session.frame(0.02) or bar.menu.isVisible())
            (action,) = (one for one in bar.menu.actions() if one.data() == int(key))
            if way == "mouse":
                QTest.mouseClick(
                    bar.menu, Qt.MouseButton.LeftButton, pos=bar.menu.actionGeometry(action).center()
                )
            else:
                item = QAccessible.queryAccessibleInterface(bar.menu).child(bar.menu.actions().index(action))
                item.actionInterface().doAction(PRESS)
                bar.menu.close()
        session.frame(0.02)

    def wait_for(self, seen: Callable[[], object], before: object) -> None:
        """Let frames go by until something is no longer what it was."""
        wait_until(lambda: self.session.frame(0.02) or seen() != before, timeout_s=30.0)

    def leave(self, way: str) -> None:
        """Leave a page again."""
        if way == "keys":
            self.session.press(KEY.Key_Escape)
            return
        backs = [
            one
            for one in self.session.all(QAbstractButton)
            if any(way_out in one.text() + one.accessibleName() for way_out in ("Esc", "Back"))
        ]
        said = [one.text() or one.accessibleName() for one in self.session.all(QAbstractButton)]
        assert backs, f"{self.pages}: no way back among {said}"
        before = self.pages
        self.use(backs[-1], way)
        wait_until(lambda: self.session.frame(0.02) or self.pages != before)

    def use(self, widget: QWidget, way: str) -> None:
        if way == "mouse":
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        else:
            QAccessible.queryAccessibleInterface(widget).actionInterface().doAction(PRESS)
        QTest.qWait(1)


class Action(NamedTuple):
    """What can be done, its key, and what it changes."""

    name: str
    key: Qt.Key
    seen: Callable[[Bench], object]
    opens_page: bool = False


def rate_per_min(bench: Bench) -> float:
    return bench.session.practice.state.guide.pattern.rate_per_min


ACTIONS: Final = (
    Action("begin", KEY.Key_Space, lambda one: one.session.practice.is_running),
    Action("mark", KEY.Key_M, lambda one: one.marks),
    Action("pause", KEY.Key_Space, lambda one: one.session.practice.is_running),
    Action("faster", KEY.Key_Up, rate_per_min),
    Action("slower", KEY.Key_Down, rate_per_min),
    Action("light or dark", KEY.Key_T, lambda one: one.settings.window.theme),
    Action("larger text", KEY.Key_Plus, lambda one: one.settings.window.text_percent),
    Action("smaller text", KEY.Key_Minus, lambda one: one.settings.window.text_percent),
    Action("quieter", KEY.Key_Comma, lambda one: one.settings.sound.volume),
    Action("louder", KEY.Key_Period, lambda one: one.settings.sound.volume),
    Action("guide alone", KEY.Key_F, lambda one: one.session.window.view.is_alone),
    Action("not alone", KEY.Key_F, lambda one: one.session.window.view.is_alone),
    Action("patterns", KEY.Key_P, lambda one: one.pages, opens_page=True),
    Action("search", KEY.Key_R, lambda one: one.pages, opens_page=True),
    Action("what figures mean", KEY.Key_W, lambda one: one.pages, opens_page=True),
    Action("history", KEY.Key_H, lambda one: one.pages, opens_page=True),
    Action("settings", KEY.Key_O, lambda one: one.pages, opens_page=True),
    Action("help", KEY.Key_F1, lambda one: one.pages, opens_page=True),
    Action("about", KEY.Key_F2, lambda one: one.pages, opens_page=True),
    Action("care", KEY.Key_K, lambda one: one.pages, opens_page=True),
)


@pytest.fixture(autouse=True)
def _screen_reader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Qt know that a screen reader is there, for which faded buttons stay in reach."""
    was_active = QAccessible.isActive()
    QAccessible.setActive(was_active or "accessible" in request.node.name)
    yield
    QAccessible.setActive(was_active)


@pytest.mark.parametrize("way", WAYS)
def test_every_action(way: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    bench = Bench(MadeUpHistory(tmp_path_factory.mktemp("history") / "none", duration_s=60.0))
    for action in ACTIONS:
        before = action.seen(bench)
        bench.do(action.key, way)
        bench.wait_for(lambda: action.seen(bench), before)  # noqa: B023 called at once
        if action.opens_page:
            bench.leave(way)
            assert action.seen(bench) == before, action.name
    bench.session.close()


BUTTONS: Final = {"guide": KEY.Key_G, "sound": KEY.Key_S, "depth": KEY.Key_D, "end": KEY.Key_Escape}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BUTTONS)
def test_every_button_of_the_row(way: str, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    bench = Bench(MadeUpHistory(tmp_path_factory.mktemp("history") / "none", duration_s=60.0))
    window = bench.session.window

    def seen() -> object:
        chosen_now = bench.settings.window
        return chosen_now.guide_style, chosen_now.depth, bench.sound.muted, window.isVisible()

    before = seen()
    if way == "keys":
        bench.session.press(BUTTONS[name])
    else:
        bench.use(window.view.bar.buttons[name], way)
    bench.wait_for(seen, before)
    bench.session.close()


def test_the_menu_names_each_of_these_actions() -> None:
    session = SimulatedSession("calm", settings=chosen(depth="heart", rated=False))
    bar = session.window.view.bar
    offered = {action.data() for action in bar.menu.actions() if action.isVisible()}
    assert {int(action.key) for action in ACTIONS} - {int(KEY.Key_Space)} == offered
    session.close()
