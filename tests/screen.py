"""A virtual screen: a window shown, driven by keys, photographed and closed as by a person."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

from tests.polling import wait_until

_PHOTOGRAPH = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(not application.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""
_CLIENT_MESSAGE, _FORMAT_32 = 33, 32


class Screen:
    """One virtual screen with one window on it.

    Parameters
    ----------
    display : str
        Its name, as ``:7``.
    """

    def __init__(self, display: str) -> None:
        self.display = display

    def wait_for_window(self, name: str) -> str:
        """Wait until a window with this in its title is visible, focus it and return its number."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = self._xdotool("search", "--onlyvisible", "--name", name, check=False).split()
            return bool(found)

        wait_until(is_there)
        self._xdotool("windowfocus", "--sync", found[0])
        return found[0]

    def press(self, key: str) -> None:
        """Press a key, named as xdotool names it."""
        self._xdotool("key", key)

    def click(self, x: int, y: int) -> None:
        """Click with the left button at a place of the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def photograph(self, path: Path) -> None:
        """Save the whole screen as a PNG file."""
        environment = os.environ | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([sys.executable, "-c", _PHOTOGRAPH, str(path)], check=True, env=environment)

    def close_window(self, window: str) -> None:
        """Ask a window to close, as a window manager does (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.encode()))
        message = _ClientMessage(type=_CLIENT_MESSAGE, window=int(window), format=_FORMAT_32)
        message.message_type = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
        message.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
        x11.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), ctypes.byref(message))
        x11.XCloseDisplay(display)

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        ended = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=check,
        )
        return ended.stdout


class _ClientMessage(ctypes.Structure):
    # XClientMessageEvent of Xlib.h, padded to the size of an XEvent
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 24),
    )


@contextmanager
def virtual_screen(size: str = "1280x720") -> Iterator[Screen]:
    """Start Xvfb with one screen of this size and end it after the context."""
    reading, writing = os.pipe()
    # A server resets itself when its last client leaves, as xdotool does, and refuses whoever comes then.
    options = ["-noreset", "-nolisten", "tcp", "-screen", "0", f"{size}x24"]
    # A number of its own: left to choose, a starting server and an ending one meet at the lowest.
    number = f":{SystemRandom().randrange(1000, 50_000)}"
    command = ["Xvfb", number, "-displayfd", str(writing), *options]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield Screen(f":{numbers.readline().strip()}")
    finally:
        server.terminate()
        server.wait()
