"""Somebody who uses the window by mouse alone, or by keys alone, with the dialogs for files."""

import os
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from tests.biofeedback.window.by_mouse import click_button
from tests.biofeedback.window.simulated_window import SimulatedSession
from tests.polling import wait_until

KEY = Qt.Key


@dataclass
class Person:
    """Does everything by mouse alone, or by keys alone."""

    session: SimulatedSession
    by_mouse: bool

    def choose(self, words: str, key: Qt.Key) -> None:
        if self.by_mouse:
            click_button(self.session, words)
        else:
            self.session.press(key)

    def answer_dialog(self, place: Path) -> None:
        """Give the dialog a file; its name has to be typed even by somebody who clicks on Save."""
        (dialog,) = (
            one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()
        )
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.clear()
        QTest.keyClicks(line, str(place))
        if self.by_mouse:
            box = dialog.findChild(QDialogButtonBox)
            assert box is not None
            QTest.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(line, KEY.Key_Return)
        self.session.frame()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: self.session.frame(0.02) or words in texts(self.session))


def texts(session: SimulatedSession) -> str:
    return "\n".join(label.text() for label in session.all(QLabel))


def rr_file(folder: Path, name: str = "night.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(str(900 + 40 * (number % 5)) for number in range(200)))
    return path
