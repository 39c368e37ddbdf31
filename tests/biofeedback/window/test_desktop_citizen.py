"""The window among others: its theme follows the system, its place is kept, and About tells the licences."""

import os
import re
import tomllib
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from biofeedback.person.settings import Settings, WindowSettings
from biofeedback.window.geometry import geometry_of, restore_geometry
from biofeedback.window.look.look import Theme, theme_of
from biofeedback.window.pages.home.step_sheets import AboutSheet, HelpSheet
from tests.biofeedback.window.simulated_window import SimulatedSession

PROJECT = Path(__file__).parents[3] / "pyproject.toml"
USUAL = (1280, 720)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def test_the_theme_follows_the_system_while_the_window_is_open() -> None:
    settings = Settings(window=WindowSettings(theme="system", safety_read=True))
    session = SimulatedSession("calm", settings=settings)
    hints = QGuiApplication.styleHints()
    try:
        for scheme, theme in ((Qt.ColorScheme.Light, Theme.LIGHT), (Qt.ColorScheme.Dark, Theme.DARK)):
            hints.setColorScheme(scheme)
            session.frame(0.1)
            if hints.colorScheme() is scheme:
                assert theme_of("system") is theme
            hints.colorSchemeChanged.emit(scheme)
            session.frame(0.1)
            assert session.window.view.theme is theme_of("system")
    finally:
        hints.unsetColorScheme()
        session.close()


@pytest.mark.parametrize("theme", list(Theme))
def test_a_chosen_theme_stays(theme: Theme) -> None:
    assert theme_of(theme.value) is theme


def test_t_leaves_the_systems_theme_for_the_other_one() -> None:
    told: list[Settings] = []
    settings = Settings(window=WindowSettings(theme="system", safety_read=True))
    session = SimulatedSession("calm", settings=settings, on_settings=told.append)
    other = session.window.view.theme.other
    session.press(Qt.Key.Key_T)
    assert told[-1].window.theme == other.value
    assert session.window.view.theme is other
    session.close()


@pytest.mark.parametrize(
    ("kept", "moved"),
    [
        ("700x500+40+30", True),
        ("700x500+90000+30", False),
        ("700x500+-90000+30", False),
        ("700x500+40+-600", False),
        ("700x500", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_a_place_on_a_screen_that_is_gone_is_forgotten(kept: str, *, moved: bool) -> None:
    window = QWidget()
    before = window.pos()
    restore_geometry(window, kept, usual=USUAL)
    wanted = (40, 30) if moved else (before.x(), before.y())
    assert (window.pos().x(), window.pos().y()) == wanted
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert window.width() <= max(room.width(), USUAL[0])
    if moved:
        assert geometry_of(window) == kept


def test_a_window_is_not_larger_than_its_screen() -> None:
    window = QWidget()
    restore_geometry(window, "20000x20000+0+0", usual=USUAL)
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert (window.width(), window.height()) == (room.width(), room.height())


def test_f1_leads_to_help_and_about_names_every_library_and_its_licence() -> None:
    session = SimulatedSession("calm")
    session.press(Qt.Key.Key_F1)
    assert session.all(HelpSheet)
    session.press(Qt.Key.Key_Escape)
    session.press(Qt.Key.Key_F2)
    (about,) = session.all(AboutSheet)
    told = " ".join(label.text() for label in about.findChildren(QLabel)).replace("\u00a0", " ").lower()
    required = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[<>=;\[ ]", one)[0].removesuffix("-Essentials").lower() for one in required]
    assert [name for name in names if name not in told] == []
    for words in (
        f"qt {qVersion()}",
        "lesser general public license 3",
        "inter project authors",
        "open font",
    ):
        assert words in told
    session.close()
