"""The version of Qt, and a check for the system libraries without which Qt ends the whole program."""

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

import PySide6
from PySide6.QtCore import qVersion

from devices.errors import BiofeedbackError
from devices.message import message

_X11_PLUGIN: Final = Path("Qt", "plugins", "platforms", "libqxcb.so")


class DisplayError(BiofeedbackError):
    """The window can't be shown on this computer."""


def qt_version() -> str:
    """Return the version of the Qt library."""
    return qVersion()


def require_screen_libraries() -> None:
    """Make sure that Qt can open a window on X11.

    Raises
    ------
    DisplayError
        If Qt's plugin lacks a library; the error names it.
    """
    on_x11 = sys.platform.startswith("linux") and not os.environ.get("WAYLAND_DISPLAY")
    plugin = Path(PySide6.__file__).parent / _X11_PLUGIN
    if not on_x11 or "QT_QPA_PLATFORM" in os.environ or not plugin.exists():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise DisplayError(
            message("window.library_missing", library=str(error).split(":")[0]),
            message("window.install_library"),
        ) from error
