"""SIGINT, SIGTERM and a closed terminal, as a flag that a loop can check or as KeyboardInterrupt."""

import atexit
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

EXIT_INTERRUPTED: Final = 130

_AGAIN_S: Final = 0.02
"""Delay in seconds before raising again: an interruption during an import would leave it half loaded."""

_SAME_S: Final = 1.0
"""A second signal within this many seconds is ignored, because the program is already ending."""

_IMPORTING: Final = "<frozen importlib"

_seen: Final[list[int]] = []
"""The signals received since the program began."""


class Interruption:
    """Whether the person or the system wants the program to end."""

    def __init__(self) -> None:
        self.requested = False

    def is_requested(self) -> bool:
        """Return whether the program was asked to stop."""
        return self.requested

    def request(self, number: int, _frame: FrameType | None) -> None:
        """Note the request; used as a signal handler."""
        _seen.append(number)
        self.requested = True


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Catch signals that end the program while the context lasts, so that a session ends cleanly."""
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.request) for number in _signals()}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interrupting() -> Iterator[None]:
    """Make signals that end the program raise KeyboardInterrupt, at a moment when that does no harm."""
    _seen.clear()
    if current_thread() is not main_thread():
        yield
        return
    raising = _Raising()
    before = {number: signal.signal(number, raising.request) for number in _signals()}
    hook, sys.unraisablehook = sys.unraisablehook, raising.take_unraisable
    if hasattr(signal, "SIGALRM"):
        before[signal.SIGALRM] = signal.signal(signal.SIGALRM, raising.request)
    try:
        yield
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def was_interrupted() -> bool:
    """Return whether a signal has asked the program to end."""
    return bool(_seen)


def end_at_once_from_now_on() -> None:
    """Let a further signal end the program silently: everything is written, and Python only cleans up."""
    if current_thread() is main_thread():
        for number in _signals():
            signal.signal(number, lambda _signal, _frame: os._exit(EXIT_INTERRUPTED))
        atexit.register(_ignore_signals)


def _ignore_signals() -> None:
    """Ignore signals at exit: Python drops the handlers then, and a signal would change the exit status."""
    for number in _signals():
        signal.signal(number, signal.SIG_IGN)


class _Raising(Interruption):
    """Raises KeyboardInterrupt, once for signals that arrive together."""

    def __init__(self) -> None:
        super().__init__()
        self._raised_s = -_SAME_S

    def request(self, number: int, frame: FrameType | None) -> None:
        _seen.append(number)
        self.requested = True
        if _is_importing(frame):
            self._try_again()
        elif time.monotonic() - self._raised_s >= _SAME_S:
            self._raised_s = time.monotonic()
            raise KeyboardInterrupt

    def take_unraisable(self, unraisable: "UnraisableHookArgs") -> None:
        """Raise an interruption again that Python could only drop, for example in its own callbacks."""
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            self._raised_s = -_SAME_S
            self._try_again()
        else:
            sys.__unraisablehook__(unraisable)

    def _try_again(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)
        else:
            raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False


def _signals() -> list[int]:
    """Return the signals that end a program, except a hangup ignored by the parent process, as with nohup."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    hangup = getattr(signal, "SIGHUP", None)
    return [one for one in known if one != hangup or signal.getsignal(one) is not signal.SIG_IGN]
