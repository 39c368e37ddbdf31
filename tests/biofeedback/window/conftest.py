"""What tests of the window share: Qt without a screen, and one application."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from biofeedback.window.window import PracticeWindow


@pytest.fixture(scope="session")
def application() -> QCoreApplication:
    """Return the one application of this process."""
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(autouse=True)
def _no_window_outlives_its_test() -> Iterator[None]:
    """Delete the windows a test opened: Qt tells each living widget of every change of font or style."""
    before = _windows()
    yield
    for window in _windows():
        if window not in before:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _windows() -> list[PracticeWindow]:
    if QApplication.instance() is None:
        return []
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PracticeWindow)]
