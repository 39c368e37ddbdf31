"""Keys in odd orders: nothing is raised, the guide never runs unseen, and Esc leads back to the practice."""

import os
import sys
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.practice.guide_plan import RampPlan
from biofeedback.practice.shape import SessionShape
from biofeedback.window.look.arrangement import DESIGN_SIZE, DETAILS_SIZE
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.page import Page
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.search_sheets import SearchSheet, SearchUnderWaySheet, StoppedSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from devices.breath_pattern import BreathPattern
from devices.events import HeardStrap, StrapsHeard
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

KEY = Qt.Key
KEYS = (
    *(KEY.Key_Space, KEY.Key_Escape, KEY.Key_H, KEY.Key_O, KEY.Key_P, KEY.Key_R, KEY.Key_W, KEY.Key_F),
    *(KEY.Key_G, KEY.Key_T, KEY.Key_S, KEY.Key_M, KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Tab, KEY.Key_Return),
    *(KEY.Key_Up, KEY.Key_Down, KEY.Key_Left, KEY.Key_Right, KEY.Key_PageDown, KEY.Key_Backspace),
    *(KEY.Key_0, KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_K),
)
WAY_TO_A_REPLAY = (KEY.Key_H, KEY.Key_Tab, KEY.Key_Return, KEY.Key_R)
"""Open only where the guide stands and nothing covers it, so it is tried more often than the others."""

WAYS = (
    *((WAY_TO_A_REPLAY,) * 3),
    (KEY.Key_R, KEY.Key_1, KEY.Key_R, KEY.Key_2),
    (KEY.Key_R, KEY.Key_1, KEY.Key_Space, KEY.Key_H),
    (KEY.Key_O, KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Down),
    (KEY.Key_F, KEY.Key_P, KEY.Key_2),
)
"""To what few would find by chance."""

READING = "Reading your sessions…"
SIZES = DETAILS_SIZE, DESIGN_SIZE, (1920, 1080), (1000, 1200)
PRESSES = 300
FOUND = {
    *(HistorySheet, ReplayPage, SettingsSheet, SummarySheet, PatternSheet, WhySheet, RatingsSheet),
    *(SearchSheet, SearchUnderWaySheet, StoppedSheet, CareSheet),
}
ESCAPES = 6
"""The deepest: a figure's sheet in a replay, its session's summary, the history, the summary."""


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "2026-03-13T18-00-00Z.session"
    assert run("simulate", "calm", "--minutes", "1", "--seed", "4", "--output", file).returncode == 0
    return file


class Wanderer:
    """Presses keys as chance has it, and looks at what the window makes of them."""

    def __init__(self, seed: int, recorded: Path) -> None:
        self.chance = Random(seed)
        self.pressed: list[str] = []
        self.seen: set[type[Page]] = set()
        ordinary_s = 6.0 if seed % 2 else 0.0
        self.session = SimulatedSession(
            "calm",
            seed=seed,
            settings=chosen(safety_read=seed % 3 > 0),
            history=MadeUpHistory(recorded, duration_s=60.0),
            today=NOW.date,
            shape=SessionShape(before_s=ordinary_s, practice_s=45.0, after_s=ordinary_s),
            plan=RampPlan(BreathPattern(), 9.0) if seed % 2 else None,
        )
        straps = HeardStrap("One", "AA", -50), HeardStrap("Two", "AB", -60)
        self.session.practice.choose_strap = lambda number: None  # type: ignore[method-assign]  # noqa: ARG005
        self.session.practice.put(StrapsHeard(self.session.now_ns, straps))

    def step(self) -> None:
        draw = self.chance.random()
        if draw < 0.06:
            self.session.window.resize(*self.chance.choice(SIZES))
        elif draw < 0.12:
            for key in self.chance.choice(WAYS):
                self.press(key)
        elif draw < 0.22:
            self.session.live(self.chance.choice((0.5, 3.0, 50.0)), step_s=0.5)
        else:
            self.press(self.chance.choice(KEYS))
        self.look()

    def press(self, key: Qt.Key) -> None:
        """Press a key; where it makes one wait, mostly wait."""
        if not self.is_open:
            return
        self.pressed.append(key.name)
        self.session.press(key)
        self.look()
        if self.is_reading and self.chance.random() < 0.8:
            wait_until(lambda: self.session.frame(0.02) or not self.is_reading)

    @property
    def is_reading(self) -> bool:
        return any(label.text() == READING for label in self.session.all(QLabel))

    def look(self) -> None:
        """The guide does not run under a page that covers it, and no two pages are seen at once."""
        session = self.session
        if not self.is_open:
            return
        pages = session.all(Page)
        self.seen |= {type(page) for page in pages}
        over = [page for page in pages if page.covers_window]
        assert len(over) <= 1, self.pressed
        assert not (over and session.practice.state.guide.running), self.pressed
        assert session.window.view.isVisible() != bool(over), self.pressed
        assert session.window.guide.isVisible() != bool(over), self.pressed

    @property
    def is_open(self) -> bool:
        return self.session.window.isVisible()

    def go_back(self) -> None:
        """Press Esc until the practise view stands bare, or the window closed, or summed the session up."""
        for _ in range(ESCAPES):
            pages = self.session.all(Page)
            if not self.is_open or not pages or isinstance(pages[0], SummarySheet | SafetySheet):
                return
            self.press(KEY.Key_Escape)
        raise AssertionError(self.pressed)


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was raised where Qt called, which would only be printed."""
    found: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *problem: found.append(problem))
    return found


def test_neither_settings_nor_history_hide_that_the_guide_is_about_to_start() -> None:
    session = SimulatedSession("calm", settings=chosen(), shape=SessionShape(before_s=5.0, practice_s=60.0))
    for key in (KEY.Key_Space, KEY.Key_O, KEY.Key_H):
        session.press(key)
    session.live(8.0)
    assert session.practice.state.guide.running
    assert session.window.guide.isVisible()
    session.close()


def test_keys_in_odd_orders(recorded: Path, raised: list[object]) -> None:
    presses, seed, seen = 0, 0, set[type[Page]]()
    while presses < PRESSES:
        wanderer, seed = Wanderer(seed, recorded), seed + 1
        while wanderer.is_open and len(wanderer.pressed) < PRESSES // 5:
            wanderer.step()
            if wanderer.chance.random() < 0.05:
                wanderer.go_back()
        wanderer.go_back()
        presses += len(wanderer.pressed)
        seen |= wanderer.seen
        wanderer.session.close()
        assert not raised, wanderer.pressed
    assert seen >= FOUND, FOUND - seen
