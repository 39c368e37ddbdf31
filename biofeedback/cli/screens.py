"""Checks for a screen before Qt does, because Qt ends the program if there is none."""

import ctypes
import os
import socket
import sys
from pathlib import Path

_LIBRARY = "libxcb.so.1"


def has_screen() -> bool:
    """Return whether a window can be shown: whether a display is named and answers."""
    if sys.platform in ("win32", "darwin"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform not in ("", "xcb", "wayland"):
        return True
    return (platform != "xcb" and _wayland_answers()) or (platform != "wayland" and _x_answers())


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    place = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as display:
        try:
            display.connect(str(place))
        except OSError:
            return False
    return True


def _x_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL(_LIBRARY)
    except OSError:
        return True  # A later check then names the missing library and what to install.
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
