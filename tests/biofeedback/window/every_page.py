"""Leads through every page of the window, in any language, with own words that look like the program's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt

from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import BreathingSettings, OwnScale, RatingSettings, Settings
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet
from biofeedback.window.pages.practise.forget_sheet import ForgetSheet, ToForget
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from devices.breath_pattern import BreathPattern
from devices.message import message
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

KEY: Final = Qt.Key
EXPLAINED: Final = 7
"""Figures that W leafs through."""

OWN_SCALE: Final = OwnScale("Fear of pain", "none", "Heart rate of {value}")
OWN_PATTERNS: Final = {"{0} of von %s": BreathPattern(6.0, 1.5), "Settings": BreathPattern(4.0, 1.5)}
OWN_WORDS: Final = (
    *(OWN_SCALE.name, OWN_SCALE.low, OWN_SCALE.high, *OWN_PATTERNS),
    *("Polar H10 (simulated)", "made-up", "English", "Deutsch", "biofeedback"),
)
"""A person's own, a strap's and a session's; and what languages and the program call themselves."""

Page = tuple[str, SimulatedSession]


def own_settings(language: str, *, safety_read: bool = True) -> Settings:
    """Somebody with scales and patterns of their own."""
    return replace(
        chosen(language=language, safety_read=safety_read),
        ratings=RatingSettings(own_scales=(OWN_SCALE,)),
        breathing=BreathingSettings(own_patterns=OWN_PATTERNS),
    )


def before_the_practice(language: str, folder: Path) -> Iterator[Page]:  # noqa: ARG001
    """Safety, ratings, settings and patterns."""
    first = SimulatedSession(None, settings=own_settings(language, safety_read=False))
    yield "safety", first
    first.close()
    kept = ToForget(lambda: (message("forget.diary"),), lambda: None)
    session = SimulatedSession("calm", settings=own_settings(language), to_forget=kept)
    session.press(KEY.Key_1)
    yield "ratings", session
    session.press(KEY.Key_O)
    yield "settings", session
    (settings,) = session.all(SettingsSheet)
    settings.own_scales.name.entered.emit()
    yield "a scale without a name", session
    settings.forget_wanted.emit()
    (forget,) = session.all(ForgetSheet)
    assert forget.word is not None
    forget.word.entered.emit()
    yield "forget", session
    session.press(KEY.Key_Escape)
    session.press(KEY.Key_P)
    yield "patterns", session
    (patterns,) = session.all(PatternSheet)
    patterns.name.entered.emit()
    yield "a pattern without a name", session
    patterns.name.line.setText(next(iter(OWN_PATTERNS)))
    patterns.name.entered.emit()
    yield "a pattern kept", session
    session.close()


def while_practising(language: str, folder: Path) -> Iterator[Page]:  # noqa: ARG001
    """The practise view with a strap, its few words, the guide alone, and each figure's explanation."""
    session = SimulatedSession("calm", settings=own_settings(language))
    session.press(KEY.Key_Space)
    yield "the first second", session
    session.live(40.0, step_s=1.0)
    yield "practising", session
    for key in (KEY.Key_M, KEY.Key_S, KEY.Key_G, KEY.Key_G, KEY.Key_F, KEY.Key_Escape, KEY.Key_Space):
        session.press(key)
        yield f"practising, {key.name}", session
    session.press(KEY.Key_W)
    for number in range(EXPLAINED):
        yield f"why, {number}", session
        session.press(KEY.Key_Right)
    session.close()


def with_each_strap(language: str, folder: Path) -> Iterator[Page]:  # noqa: ARG001
    """What is said of straps that are missing, stuck, off the body or send no beats."""
    for scenario in (None, "made-up", "rate-only", "off-body", "poor-contact"):
        session = SimulatedSession(scenario, settings=own_settings(language))
        session.press(KEY.Key_Space)
        for _ in range(4):
            session.live(40.0, step_s=1.0)
            yield f"practising, {scenario}", session
        session.close()


def during_a_search(language: str, folder: Path) -> Iterator[Page]:
    """What is offered, under way, stopped and found."""
    shelf = ProfileShelf(folder / "profile.toml")
    for rate_per_min in (5.3, 5.5):
        shelf.take(Protocol.STEPPED, 2.0, Resonance(rate_per_min, 0.3, 8.0, 0.9, 48))
    session = SimulatedSession("resonance", settings=own_settings(language), shelf=shelf)
    session.press(KEY.Key_R)
    yield "search", session
    session.press(KEY.Key_3)
    yield "searching", session
    session.press(KEY.Key_Up)
    yield "refused", session
    session.press(KEY.Key_R)
    yield "under way", session
    session.press(KEY.Key_2)
    yield "stopped", session
    session.close()


def after_the_practice(language: str, folder: Path) -> Iterator[Page]:
    """Ratings, summary, history, a session of it and its replay."""
    file = folder / "a.session"
    assert run("simulate", "calm", "--minutes", "1", "--output", file).returncode == 0
    session = SimulatedSession(
        "calm",
        minutes=1.0,
        settings=own_settings(language),
        history=MadeUpHistory(file, duration_s=60.0),
        today=NOW.date,
    )
    session.press(KEY.Key_Space)
    session.live(72.0, step_s=1.0)  # The last breath is a whole one.
    yield "ratings afterwards", session
    for key in (KEY.Key_3, KEY.Key_2, KEY.Key_1, KEY.Key_5, KEY.Key_5):
        session.press(key)
    yield "summary", session
    session.press(KEY.Key_H)
    session.wait_for_history()
    yield "history", session
    session.press(KEY.Key_Tab)
    session.press(KEY.Key_Return)
    wait_until(lambda: session.frame(0.02) or any(session.all(PastSummarySheet)))
    yield "a past session", session
    session.press(KEY.Key_R)
    for key in (KEY.Key_Space, KEY.Key_Up, KEY.Key_Right, KEY.Key_W, KEY.Key_W):
        session.press(key)
        yield f"replay, {key.name}", session
    session.close()


Way = Callable[[str, Path], Iterator[Page]]
"""Goes through some pages in a language, with a folder for what it writes."""

WAYS: Final[tuple[Way, ...]] = (
    before_the_practice,
    while_practising,
    with_each_strap,
    during_a_search,
    after_the_practice,
)
