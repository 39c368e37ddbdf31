"""The window before a simulated person, with a clock that is moved as fast as the computer can."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import DepthSetting, RatingSettings, Settings, WindowSettings
from biofeedback.practice.guide_plan import Plan
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.programmes.programme import Family
from biofeedback.window.choices import NewFading, Opening, WindowChoices
from biofeedback.window.companion import Companion, Silence
from biofeedback.window.loading.history_loading import HistorySource, NoHistory
from biofeedback.window.look.look import Theme
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.plan.plan_desk import PlanDesk
from biofeedback.window.pages.practise.forget_sheet import ToForget
from biofeedback.window.window import PracticeWindow
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import load_scenario
from devices.straps.source import Put
from sessions.folder import SessionFolder
from sessions.recorder import Recorder
from tests.polling import wait_until

NS = 1_000_000_000
_W = TypeVar("_W", bound=QWidget)
START_NS = 5_000 * NS


def chosen(
    *,
    theme: Theme = Theme.DARK,
    safety_read: bool = True,
    rated: bool = True,
    text_percent: int = 100,
    language: str = "en",
    guide_style: str = GUIDE_STYLES[0].key,
    depth: DepthSetting = "details",
    asked: bool = False,
) -> Settings:
    """What somebody chose who practises not for the first time."""
    window = WindowSettings(
        theme=theme.value,
        safety_read=safety_read,
        text_percent=text_percent,
        language=language,
        guide_style=guide_style,
        depth=depth,
    )
    ratings = RatingSettings() if rated else RatingSettings(scales=())
    return Settings(window=window, ratings=replace(ratings, questions=asked))


class MovedSource:
    """A simulated strap that sends when its clock is moved."""

    def __init__(self, scenario: str, seed: int) -> None:
        self._scenario = load_scenario(scenario)
        self._seed = seed
        self._put: Put = lambda _: None
        self._link: SimulatedLink | None = None
        self.practice: Practice | None = None

    def start(self, put: Put) -> None:
        self._put = put
        guide = self.practice.lung_position if self.practice is not None else lambda _: None
        self._link = SimulatedLink(self._scenario, seed=self._seed, lung_guide=guide, start_ns=START_NS)

    def stop(self) -> None:
        self._link = None

    def choose(self, address: str) -> None:
        raise NotImplementedError(address)

    def advance(self, time_ns: int) -> None:
        if self._link is not None:
            for arrival in self._link.advance(time_ns):
                self._put(arrival)


class SimulatedSession:
    """A window, a simulated person, and the clock.

    Parameters
    ----------
    scenario : str or None
        Who wears which strap; None is nobody.
    """

    def __init__(
        self,
        scenario: str | None = "calm",
        *,
        seed: int = 1,
        minutes: float = 10.0,
        settings: Settings | None = None,
        on_settings: Callable[[Settings], None] = lambda _: None,
        start_at_once: bool = False,
        sound: Companion | None = None,
        history: HistorySource | None = None,
        today: Callable[[], date] = date.today,
        size: tuple[int, int] = (1280, 720),
        shape: SessionShape | None = None,
        shelf: ProfileShelf | None = None,
        plan: Plan | None = None,
        player: ProgrammePlayer | None = None,
        family: Family | None = None,
        opens: Opening = Opening.PRACTICE,
        now: Callable[[], datetime] = datetime.now,
        on_demo: Callable[[], None] | None = None,
        recorded: Path | None = None,
        folder: SessionFolder | None = None,
        to_forget: ToForget | None = None,
        desk: PlanDesk | None = None,
        on_home_again: Callable[[], None] | None = None,
        recorder: Recorder | None = None,
        fading: NewFading | None = None,
    ) -> None:
        self.now_ns = START_NS
        self.source = MovedSource(scenario or "calm", seed)
        self._someone = scenario is not None
        shape = shape or SessionShape(practice_s=60.0 * minutes)
        if player is not None:
            minutes, shape = player.seconds / 60.0, SessionShape()
        self.practice = Practice(
            self.source,
            start_ns=START_NS,
            recorder=recorder,
            shape=shape,
            plan=plan,
            player=player,
            clock_ns=lambda: self.now_ns,
        )
        self.source.practice = self.practice
        choices = WindowChoices(
            minutes=minutes,
            start_at_once=start_at_once,
            settings=settings or chosen(),
            on_settings=on_settings,
            sound=sound or Silence(),
            history=history or NoHistory(),
            today=today,
            shelf=shelf or ProfileShelf(),
            family=family,
            opens=opens,
            now=now,
            on_demo=on_demo,
            recorded=recorded,
            folder=folder,
            to_forget=to_forget,
            desk=desk,
            on_home_again=on_home_again,
            fading=fading,
        )
        self.window = PracticeWindow(self.practice, choices)
        self.window.resize(*size)
        self.window.show()
        QApplication.processEvents()
        self.frame()
        QApplication.processEvents()
        while not self.window.panel.is_loaded:
            self.frame()

    def frame(self, step_s: float = 0.0) -> None:
        self._step(step_s)
        QApplication.processEvents()

    def _step(self, step_s: float) -> None:
        self.now_ns += round(step_s * NS)
        if self._someone:
            self.source.advance(self.now_ns)
        self.window.tick()

    def live(self, seconds: float, *, step_s: float = 0.25) -> None:
        """Let time go on; the window is painted once a second and at the end,
        or at each step below 0.1 s."""
        for _ in range(round(seconds / step_s)):
            second = self.now_ns // NS
            self._step(step_s)
            if step_s < 0.1 or self.now_ns // NS != second:
                QApplication.processEvents()
        QApplication.processEvents()

    def wait_for_history(self) -> None:
        """Let time go on until the past sessions are read."""
        wait_until(lambda: self.frame(0.02) or self.window.history_is_shown)

    def open_session(self) -> None:
        """Open the newest of the past sessions by keyboard, from the practise view."""
        self.press(Qt.Key.Key_H)
        self.wait_for_history()
        self.press(Qt.Key.Key_Tab)
        self.press(Qt.Key.Key_Return)
        wait_until(lambda: self.frame(0.02) or any(self.all(PastSummarySheet)))

    def replay(self) -> ReplayPage:
        """Play the newest of the past sessions again, paused at its start."""
        self.open_session()
        self.press(Qt.Key.Key_R)
        self.press(Qt.Key.Key_Space)
        (page,) = self.all(ReplayPage)
        return page

    def wait_for_jump(self, page: ReplayPage) -> None:
        """Let frames go by until a jump is made."""
        wait_until(lambda: self.frame(0.016) or not page.is_moving)

    def all(self, kind: type[_W]) -> list[_W]:
        """The parts of a kind that are to be seen."""
        return [part for part in self.window.findChildren(kind) if part.isVisible()]

    def press(self, key: Qt.Key) -> None:
        focus = QApplication.focusWidget() or self.window.focusWidget() or self.window
        QTest.keyClick(focus, key)
        self.frame()

    def hold(self, key: Qt.Key, times: int = 5) -> None:
        """Let a key that was pressed repeat."""
        for _ in range(times):
            focus = QApplication.focusWidget() or self.window.focusWidget() or self.window
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, none, "", True))
            self.frame()

    def close(self) -> None:
        self.window.end()
        self.window.deleteLater()
        QApplication.processEvents()
