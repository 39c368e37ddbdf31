"""The bundled typeface is found without any font of the system, in both weights, and its licence with it."""

from importlib.resources import files

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.window.look.typeface import FAMILY, SMALLEST_TEXT_PX, font
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import speech
from devices.message import message
from tests.biofeedback.window.simulated_window import SimulatedSession

pytestmark = pytest.mark.usefixtures("application")
WEIGHTS = [QFont.Weight.Normal, QFont.Weight.DemiBold]
SIGNS = "äöüßÄÖÜ ±−×·–…“”„ ↑↓←→ ≥≤° ² α µ 0123456789"


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_typeface_is_the_bundled_one(weight: QFont.Weight) -> None:
    found = QFontInfo(font(20.0, weight))
    assert (found.family(), found.weight()) == (FAMILY, weight)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_all_figures_are_of_one_width(weight: QFont.Weight) -> None:
    metrics = QFontMetricsF(font(20.0, weight))
    widths = [metrics.horizontalAdvance(figure) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.1


@pytest.mark.parametrize("weight", WEIGHTS)
def test_it_has_the_signs_of_the_window(weight: QFont.Weight) -> None:
    names = "".join(speech(code).say(message("language.name")) for code in languages())
    metrics = QFontMetricsF(font(20.0, weight))
    assert [sign for sign in SIGNS + names if not metrics.inFontUcs4(ord(sign))] == []


def test_no_font_is_smaller_than_one_can_read() -> None:
    assert font(3.0).pixelSize() == SMALLEST_TEXT_PX


def test_everything_in_the_window_is_written_in_it() -> None:
    session = SimulatedSession("calm")
    assert QFontInfo(QApplication.font()).family() == FAMILY
    assert {QFontInfo(part.font()).family() for part in session.window.findChildren(QWidget)} == {FAMILY}
    session.close()


def test_the_licence_comes_with_the_files() -> None:
    folder = files("biofeedback.window.look") / "fonts"
    assert "SIL Open Font License, Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert all((folder / name).is_file() for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"))
