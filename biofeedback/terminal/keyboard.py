"""Single keys from a terminal, without waiting for Enter."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

if sys.platform == "win32":
    import msvcrt
else:
    import os
    import select
    import termios
    import tty


class Key(Enum):
    """The keys that mean something."""

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


@contextmanager
def unbuffered_keys() -> Iterator[None]:
    """Read keys one by one while the context lasts; Ctrl-C still interrupts."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def wait_for_key(timeout_s: float) -> Key | None:
    """Return the next key, or None after the timeout or for a key without meaning."""
    return _KEYS.get(_read(timeout_s))


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
        key = os.read(descriptor, 1)
        # An arrow comes as three bytes at once; a lone escape is the key itself. Other keys come one by one.
        if key == b"\x1b" and select.select([descriptor], [], [], 0.0)[0]:
            key += os.read(descriptor, 2)
        return key.decode(errors="replace")
