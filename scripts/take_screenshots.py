"""Photograph each view of the window on a virtual screen, for docs/images.

    python -m scripts.take_screenshots [VIEW...]        (every view where none is named)

Simulated people breathe while the clock is moved, so that minutes take seconds; the past sessions of the
history are made up. Needs Xvfb.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from biofeedback.engine.state import Signal
from biofeedback.person.profile import PROFILE_FILE_NAME as PROFILE_NAME
from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import OwnScale
from biofeedback.practice.guide_plan import RampPlan
from biofeedback.practice.simulated import simulated_records
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.sound.player import NO_DEVICE
from biofeedback.window.loading.history_loading import HistorySource
from biofeedback.window.look.look import Theme
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.search_sheets import ResultSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.pages.sheet import Sheet
from devices.breath_pattern import BreathPattern
from devices.message import Message
from devices.simulated.scenario import load_scenario
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, write_session
from tests.biofeedback.window.pseudo_language import CODE, pseudo_language
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.screen import virtual_screen

FOLDER: Final = Path(__file__).parents[1] / "docs" / "images"
VIEW: Final = "BIOFEEDBACK_VIEW"
"""Names the view that a process of its own photographs."""

COMPARED_S: Final = 545.0
"""After so long the response is compared with the first minutes."""

KEY: Final = Qt.Key


class NoDevice:
    """A sound that no device plays."""

    muted = False

    def mute(self, *, muted: bool) -> None:
        """Change nothing."""

    def set_usual(self, response_ms: float | None) -> None:
        """Compare with nothing."""

    def ring(self) -> None:
        """Ring nothing."""

    def try_sound(self) -> None:
        """Play nothing."""

    def note(self) -> Message:
        return NO_DEVICE


def practising(
    scenario: str | None = "calm",
    *keys: Qt.Key,
    seconds: float = 70.0,
    theme: Theme = Theme.DARK,
    language: str = "en",
    text_percent: int = 100,
    sound: NoDevice | None = None,
    history: HistorySource | None = None,
) -> SimulatedSession:
    """Return a session that has gone on for a while, after some keys."""
    settings = chosen(rated=False, theme=theme, language=language, text_percent=text_percent)
    session = SimulatedSession(scenario, settings=settings, sound=sound, history=history)
    session.live(6.0)
    session.press(KEY.Key_Space)
    session.live(seconds)
    for key in keys:
        session.press(key)
    session.live(2.0)
    return session


def before(scenario: str | None, *keys: Qt.Key, safety_read: bool = True) -> SimulatedSession:
    """Return a session before its first breath."""
    session = SimulatedSession(scenario, settings=chosen(safety_read=safety_read))
    session.live(5.0)
    for key in keys:
        session.press(key)
    return session


def summary(theme: Theme) -> SimulatedSession:
    """Return a session of ten minutes that is over."""
    session = SimulatedSession("calm", settings=chosen(theme=theme), recorded=Path("none"))
    for key in (KEY.Key_6, KEY.Key_7, KEY.Key_4, KEY.Key_Space):
        session.press(key)
    session.live(612.0)  # The last breath is a whole one.
    for key in (KEY.Key_4, KEY.Key_3, KEY.Key_6):
        session.press(key)
    return session


def history(theme: Theme) -> SimulatedSession:
    """Return a session that shows twelve made-up weeks."""
    session = SimulatedSession(
        None,
        settings=chosen(theme=theme),
        history=MadeUpHistory(Path("none")),
        today=NOW.date,
        size=(1280, 1250),
    )
    session.press(KEY.Key_H)
    session.wait_for_history()
    return session


def replay(theme: Theme = Theme.DARK, language: str = "en", text_percent: int = 100) -> SimulatedSession:
    """Return a session that plays one of ten minutes again, from its eighth on."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "past.session"
        rows = map(encode_record, simulated_records(load_scenario("calm"), seed=3, minutes=10.0))
        write_session(file, SessionHeader(NOW, 0, Origin.SIMULATED), rows)
        session = SimulatedSession(
            None,
            settings=chosen(rated=False, theme=theme, language=language, text_percent=text_percent),
            history=MadeUpHistory(file, duration_s=600.0),
            today=NOW.date,
        )
        page = session.replay()
        for _ in range(18):
            session.press(KEY.Key_Right)
        session.wait_for_jump(page)
        return session


def resonance_known() -> ProfileShelf:
    """Return a shelf on which two searches lie."""
    shelf = ProfileShelf(Path(mkdtemp()) / PROFILE_NAME)
    for rate_per_min in (5.3, 5.5):
        shelf.take(Protocol.STEPPED, 2.0, Resonance(rate_per_min, 0.3, 8.0, 0.9, 48))
    return shelf


def search(theme: Theme = Theme.DARK, language: str = "en") -> SimulatedSession:
    """Return a session that offers searches."""
    settings = chosen(rated=False, theme=theme, language=language)
    session = SimulatedSession("resonance", settings=settings, shelf=resonance_known())
    session.live(5.0)
    session.press(KEY.Key_R)
    return session


def searching(
    seconds: float, *keys: Qt.Key, theme: Theme = Theme.DARK, language: str = "en"
) -> SimulatedSession:
    """Return a session that searches in steps since so many seconds."""
    session = search(theme, language)
    session.press(KEY.Key_1)
    session.live(seconds, step_s=0.1)
    for key in keys:
        session.press(key)
    session.live(1.0)
    return session


def found(theme: Theme, language: str = "en") -> SimulatedSession:
    """Return a session whose search is over and judged."""
    session = searching(600.5, theme=theme, language=language)
    wait_until(lambda: session.frame(0.1) or shows(session, ResultSheet))
    return session


def shows(session: SimulatedSession, kind: type[Sheet]) -> bool:
    return any(sheet.isVisible() for sheet in session.window.findChildren(kind))


def own_patterns(language: str = "en", text_percent: int = 100) -> SimulatedSession:
    """Return a session with two own patterns, of which one was kept just now."""
    settings = chosen(rated=False, language=language, text_percent=text_percent)
    own = {"Evening": BreathPattern(4.5, 2.2)}
    settings = replace(settings, breathing=replace(settings.breathing, own_patterns=own))
    session = SimulatedSession("calm", settings=settings)
    session.press(KEY.Key_Space)
    session.live(70.0)
    for key in (KEY.Key_P, KEY.Key_Right, KEY.Key_Right):
        session.press(key)
    name = session.window.findChildren(PatternSheet)[-1].name.line
    QTest.keyClicks(name, "On the train")
    QTest.keyClick(name, KEY.Key_Return)
    session.live(1.0)
    return session


def own_scales() -> SimulatedSession:
    """Return a session whose settings have two own scales, and a third that has no name of its own."""
    scales = (OwnScale("Tension", "none", "as much as ever"), OwnScale("Sleep", "awake all night", "deep"))
    settings = chosen()
    settings = replace(settings, ratings=replace(settings.ratings, own_scales=scales))
    session = SimulatedSession("calm", settings=settings, size=(1280, 1050))
    session.press(KEY.Key_O)
    sheet = session.window.findChildren(SettingsSheet)[-1]
    QTest.keyClicks(sheet.own_scales.name.line, "Sleep")
    QTest.keyClick(sheet.own_scales.name.line, KEY.Key_Return)
    session.live(1.0)
    sheet.scroll_to(sheet.own_scales)
    session.live(1.0)
    return session


def slowing_down(seconds: float) -> SimulatedSession:
    """Return a session that slows down from 9 a minute."""
    session = SimulatedSession("calm", settings=chosen(rated=False), plan=RampPlan(BreathPattern(), 9.0))
    session.live(6.0)
    session.press(KEY.Key_Space)
    session.live(seconds)
    return session


def lost(scenario: str, signal: Signal) -> SimulatedSession:
    """Return a session whose heart ceased to be heard a moment ago."""
    session = practising(scenario)
    while session.practice.state.signal is not signal:
        session.live(1.0)
    session.live(6.0)
    return session


def in_pseudo_language() -> SimulatedSession:
    """Return a session in a language whose phrases are all in brackets and a third longer."""
    with TemporaryDirectory() as folder, pseudo_language(Path(folder)):
        return practising(seconds=COMPARED_S, language=CODE)


VIEWS: Final[dict[str, Callable[[], SimulatedSession]]] = {
    "practise-dark": partial(practising, seconds=COMPARED_S),
    "practise-light": partial(practising, seconds=COMPARED_S, theme=Theme.LIGHT),
    "practise-2x": partial(practising, seconds=COMPARED_S),
    "practise-german": partial(practising, seconds=COMPARED_S, language="de"),
    "practise-pseudo": in_pseudo_language,
    "practise-text-200": partial(practising, text_percent=200),
    "wave": partial(practising, "calm", KEY.Key_G, KEY.Key_G),
    "still-light": partial(practising, "calm", KEY.Key_G, KEY.Key_G, KEY.Key_G, theme=Theme.LIGHT),
    "alone": partial(practising, "calm", KEY.Key_F),
    "why": partial(practising, "calm", KEY.Key_W),
    "patterns": partial(practising, "calm", KEY.Key_P),
    "own-patterns": own_patterns,
    "own-patterns-german": partial(own_patterns, "de"),
    "own-patterns-text-200": partial(own_patterns, text_percent=200),
    "own-scales": own_scales,
    "ramp": partial(slowing_down, 200.0),
    "search": search,
    "searching": partial(searching, 270.0),
    "search-under-way": partial(searching, 270.0, KEY.Key_R),
    "search-result": partial(found, Theme.DARK),
    "search-result-light": partial(found, Theme.LIGHT),
    "search-result-german": partial(found, Theme.DARK, "de"),
    "safety": partial(before, None, safety_read=False),
    "ratings": partial(before, "calm", KEY.Key_6),
    "settings": partial(before, "calm", KEY.Key_O),
    "summary": partial(summary, Theme.DARK),
    "summary-light": partial(summary, Theme.LIGHT),
    "practise-usual": partial(practising, seconds=COMPARED_S, history=MadeUpHistory(Path("none"))),
    "practise-usual-german": partial(
        practising,
        seconds=COMPARED_S,
        theme=Theme.LIGHT,
        language="de",
        history=MadeUpHistory(Path("none")),
    ),
    "replay": replay,
    "replay-light": partial(replay, Theme.LIGHT),
    "replay-german-text-200": partial(replay, language="de", text_percent=200),
    "history": partial(history, Theme.DARK),
    "history-light": partial(history, Theme.LIGHT),
    "strap-missing": partial(practising, None),
    "signal-lost": partial(lost, "link-losses", Signal.LOST),
    "poor-contact": partial(practising, "poor-contact", seconds=200.0),
    "no-contact": partial(lost, "off-body", Signal.NO_CONTACT),
    "made-up-beats": partial(practising, "made-up", seconds=150.0),
    "no-sound-device": partial(practising, sound=NoDevice()),
}


def photograph(name: str) -> None:
    """Take one view; this process has a screen."""
    application = QApplication([])
    session = VIEWS[name]()
    application.processEvents()
    session.window.grab().save(str(FOLDER / f"window-{name}.png"))
    session.close()


def main() -> None:
    """Take the views that are named, each in a process of its own on one virtual screen."""
    unknown = [name for name in sys.argv[1:] if name not in VIEWS]
    if unknown:
        sys.exit(f"There is no view {', '.join(unknown)}; there are {', '.join(VIEWS)}.")
    with virtual_screen("2600x1500") as screen:
        for name in sys.argv[1:] or VIEWS:
            scale = {"QT_SCALE_FACTOR": "2"} if name.endswith("-2x") else {}
            environment = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", VIEW: name} | scale
            command = [sys.executable, "-m", "scripts.take_screenshots"]
            subprocess.run(command, check=True, env=os.environ | environment)
            print(name)


if __name__ == "__main__":
    if VIEW in os.environ:
        photograph(os.environ[VIEW])
    else:
        main()
