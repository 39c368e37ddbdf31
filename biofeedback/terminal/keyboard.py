"""Single keys from a terminal, without waiting for Enter."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import os
    import select
    import termios
    import tty


class Key(Enum):
    """The keys that have a meaning."""

    SPACE = auto()
    FASTER = auto()
    SLOWER = auto()
    MARK = auto()
    STEP_BACK = auto()
    SKIP_REGION = auto()
    RESTLESS = auto()
    DIZZY = auto()
    BEDTIME = auto()
    ENTER = auto()
    SKIP = auto()
    END = auto()
    DIGIT_1 = auto()
    DIGIT_2 = auto()
    DIGIT_3 = auto()
    DIGIT_4 = auto()


_KEYS = {
    " ": Key.SPACE,
    "\x1b[A": Key.FASTER,
    "\x1b[B": Key.SLOWER,
    "\x1bOA": Key.FASTER,
    "\x1bOB": Key.SLOWER,
    "\xe0H": Key.FASTER,
    "\xe0P": Key.SLOWER,
    "m": Key.MARK,
    "M": Key.MARK,
    "\x7f": Key.STEP_BACK,
    "\x08": Key.STEP_BACK,
    "x": Key.SKIP_REGION,
    "X": Key.SKIP_REGION,
    "u": Key.RESTLESS,
    "U": Key.RESTLESS,
    "z": Key.DIZZY,
    "Z": Key.DIZZY,
    "b": Key.BEDTIME,
    "B": Key.BEDTIME,
    "\r": Key.ENTER,
    "\n": Key.ENTER,
    "-": Key.SKIP,
    "\x1b": Key.END,
    "q": Key.END,
    "1": Key.DIGIT_1,
    "2": Key.DIGIT_2,
    "3": Key.DIGIT_3,
    "4": Key.DIGIT_4,
}


_AT_ONCE: Final = 1024
"""Number of bytes read at once: more than anybody types between two frames."""


@contextmanager
def unbuffered_keys() -> Iterator[None]:
    """Read keys one by one while the context is active; Ctrl-C still interrupts."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


_SEQUENCE: Final = re.compile(r"\x1b[\[O][0-9;]*.|[\x00\xe0].|.", re.DOTALL)
"""The characters of one key: an arrow sends three, and a single escape is the key itself."""


def wait_for_keys(timeout_s: float) -> list[Key]:
    """Return the keys pressed within the time, in order; ignore keys without a meaning.

    Parameters
    ----------
    timeout_s : float
        How long to wait for the first key, in seconds.
    """
    pressed = _SEQUENCE.findall(_read(timeout_s))
    return [_KEYS[one] for one in pressed if one in _KEYS]


if sys.platform == "win32":

    def _read(timeout_s: float) -> str:
        import time

        deadline_s = time.monotonic() + timeout_s
        while not msvcrt.kbhit():
            if time.monotonic() >= deadline_s:
                return ""
            time.sleep(0.01)
        key = msvcrt.getwch()
        return key + msvcrt.getwch() if key in ("\x00", "\xe0") else key
else:

    def _read(timeout_s: float) -> str:
        descriptor = sys.stdin.fileno()
        if not select.select([descriptor], [], [], timeout_s)[0]:
            return ""
        return os.read(descriptor, _AT_ONCE).decode(errors="replace")


class PressedKeys:
    """Keys one by one: keys that arrived together wait in a queue."""

    def __init__(self) -> None:
        self._waiting: list[Key] = []

    def next(self, timeout_s: float) -> Key | None:
        """Return the next key; None if no key is pressed in time.

        Parameters
        ----------
        timeout_s : float
            How long to wait if no key is in the queue, in seconds.
        """
        if not self._waiting:
            self._waiting = wait_for_keys(timeout_s)
        return self._waiting.pop(0) if self._waiting else None
