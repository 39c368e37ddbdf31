"""What tests of the window share: Qt without a screen, and one application."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def application() -> QCoreApplication:
    """Return the one application of this process."""
    return QApplication.instance() or QApplication(["test"])
