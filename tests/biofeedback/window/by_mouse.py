"""Clicks on the window, as a person makes them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from biofeedback.window.widgets.key_line import KeyLine
from tests.biofeedback.window.simulated_window import SimulatedSession

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def click(session: SimulatedSession, widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center() if place is None else place)
    session.frame()


def click_button(session: SimulatedSession, words: str) -> None:
    (button,) = (one for one in session.all(QPushButton) if one.text() == words)
    click(session, button)


def hover(widget: QWidget, place: QPoint) -> None:
    """Move the mouse over a widget, whatever other windows a test before this one has left on the screen."""
    at = QPointF(place)
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, none, keys)
    QApplication.sendEvent(widget, moved)


def click_words(session: SimulatedSession, words: str) -> None:
    """Click on some words of the line that names the keys, wherever they stand in it."""
    (line,) = (one for one in session.all(KeyLine) if words in one.text())
    keys: list[str] = []
    line.linkHovered.connect(keys.append)
    parts = line.text().split(" · ")
    wanted = str(int({"Esc": KEY.Key_Escape}.get(words.split()[0], KEY(ord(words[0])))))
    assert words in parts
    for y in range(4, line.height(), 6):
        for x in range(0, line.width(), 6):
            hover(line, QPoint(x, y))
            if keys and keys[-1] == wanted:
                click(session, line, QPoint(x, y))
                return
    raise AssertionError(words)
