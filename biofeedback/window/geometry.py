"""Size and position of the window, saved between runs as ``1280x720+40+30``."""

import re
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_GEOMETRY: Final = re.compile(r"(\d{1,5})x(\d{1,5})(?:\+(-?\d{1,5})\+(-?\d{1,5}))?( maximized)?")
_LEAST_SEEN_PX: Final = 80
"""A window with less of its top edge on a screen could not be moved back."""


def geometry_of(window: QWidget) -> str:
    """Return size and position of a window; for a full-screen window, those it had before."""
    normal = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    place = window.pos() if not (window.isMaximized() or window.isFullScreen()) else normal.topLeft()
    filled = " maximized" if window.isMaximized() else ""
    return f"{normal.width()}x{normal.height()}+{place.x()}+{place.y()}{filled}"


def restore_geometry(window: QWidget, text: str, *, usual: tuple[int, int]) -> None:
    """Set a window's size and position.

    Parameters
    ----------
    window : QWidget
        The window, not yet shown.
    text : str
        A result of `geometry_of`; any other text sets the usual size.
    usual : (int, int)
        Width and height in device-independent pixels.
    """
    found = _GEOMETRY.fullmatch(text)
    if found is None:
        window.resize(*usual)
        return
    width, height, left, top, filled = found.groups()
    size = QSize(int(width), int(height))
    place = None if left is None else QPoint(int(left), int(top))
    screen = None if place is None else _screen_of(QRect(place, size))
    room = (screen or QGuiApplication.primaryScreen()).availableGeometry().size()
    window.resize(size.boundedTo(room))
    if screen is not None and place is not None:
        window.move(place)
    if filled:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def _screen_of(frame: QRect) -> QScreen | None:
    """Return a screen that shows enough of the window's top edge to move it, or None."""
    edge = QRect(frame.left(), frame.top(), frame.width(), _LEAST_SEEN_PX)
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(edge)
        if seen.width() >= _LEAST_SEEN_PX and seen.height() >= _LEAST_SEEN_PX // 2:
            return screen
    return None
