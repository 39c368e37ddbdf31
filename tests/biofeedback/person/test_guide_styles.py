"""A guide style that is added to the registry is found in settings, errors, their page and the window."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from biofeedback.person.guide_styles import GUIDE_STYLES, guide_style, next_style
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import say_in

ROOT: Final = Path(__file__).parents[3]
ADDED: Final = """
import sys, types
from biofeedback.person import guide_styles
from devices.message import verbatim

SQUARE = guide_styles.GuideStyle("square", verbatim("a square"), "square_drawing:SquareDrawing")
guide_styles.GUIDE_STYLES = (*guide_styles.GUIDE_STYLES, SQUARE)
guide_styles.guide_style.__defaults__ = guide_styles.next_style.__defaults__ = (guide_styles.GUIDE_STYLES,)

from pathlib import Path
from biofeedback.person.settings import Settings, SettingsError, load_settings
file = Path(sys.argv[1])
file.write_text('[window]\\nguide_style = "square"\\n')
print(load_settings(file).window.guide_style)
file.write_text('[window]\\nguide_style = "cube"\\n')
try:
    load_settings(file)
except SettingsError as error:
    print(error)

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QComboBox
application = QApplication([])

class SquareDrawing:
    draws_breath = False

    def __init__(self, look, size, pixel_ratio):
        self.size = size

    def changed(self, before, now):
        return QRect()

    def paint(self, painter, dirty, scene):
        print("painted", self.size.width() > 1)

sys.modules["square_drawing"] = types.SimpleNamespace(SquareDrawing=SquareDrawing)
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
boxes = SettingsSheet(Settings()).findChildren(QComboBox)
print([box.itemText(index) for box in boxes for index in range(box.count())])
from biofeedback.window.chosen_settings import ChosenSettings
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from PySide6.QtCore import Qt
session = SimulatedSession("calm", settings=chosen(rated=False))
for _ in guide_styles.GUIDE_STYLES[1:]:
    session.press(Qt.Key.Key_G)
print(session.window.guide.style_shown.key)
session.window.guide.grab()
session.press(Qt.Key.Key_G)
print(session.window.guide.style_shown.key)
session.close()
"""


def test_an_added_style_is_found_everywhere(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ADDED, str(tmp_path / "settings.toml")],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    lines = [one for one in ended.stdout.splitlines() if one != "painted True"]
    read, refused, offered, shown, after = lines
    assert read == "square"
    assert all(f'"{one.key}"' in refused for one in GUIDE_STYLES)
    assert '"square"' in refused
    assert "a square" in offered
    assert (shown, after) == ("square", GUIDE_STYLES[0].key)
    assert "painted True" in ended.stdout


@pytest.mark.parametrize("language", languages())
def test_each_style_has_a_name(language: str) -> None:
    assert len({say_in(one.name, language) for one in GUIDE_STYLES}) == len(GUIDE_STYLES)


def test_each_style_has_its_drawing() -> None:
    for one in GUIDE_STYLES:
        module, name = one.drawing.split(":")
        assert hasattr(import_module(module), name)


def test_styles_are_leafed_through_in_their_order() -> None:
    first = GUIDE_STYLES[0]
    style = first
    for expected in (*GUIDE_STYLES[1:], first):
        style = next_style(style)
        assert style is expected
    assert guide_style("wave").key == "wave"
