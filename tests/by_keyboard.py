"""A window driven by keys, and what can be read in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from biofeedback.window.pages.sheet import Sheet
from tests.biofeedback.window.simulated_window import SimulatedSession

KEY = Qt.Key


def seen(session: SimulatedSession, kind: type[Sheet]) -> bool:
    return any(sheet.isVisible() for sheet in session.window.findChildren(kind))


def texts(session: SimulatedSession) -> str:
    window = session.window
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    shown += [button.text() for button in window.findChildren(QPushButton) if button.isVisible()]
    return "\n".join(shown).replace("\u00a0", " ")


def press(session: SimulatedSession, *keys: Qt.Key) -> None:
    for key in keys:
        session.press(key)


def tab_to(session: SimulatedSession, name: str) -> None:
    """Reach what has this accessible name, or these words, by Tab alone."""
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is not None and (
            focus.accessibleName() == name or (isinstance(focus, QPushButton) and focus.text() == name)
        ):
            return
        session.press(KEY.Key_Tab)
    raise AssertionError(f"{name} is not reached")
