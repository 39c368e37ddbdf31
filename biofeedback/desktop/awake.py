"""Keeps the computer awake during a practice: no screen lock, no idle, no suspend; released afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

from devices.message import Message, message

_END_TIMEOUT_S: Final = 3.0


def not_held(why: Message) -> Message:
    """Return the message that the screen may lock itself, and why."""
    return message("desktop.may_lock", why=why)


class Inhibitor(Protocol):
    """One system's way to stay awake; both methods are called from the same thread."""

    def hold(self) -> Message | None:
        """Keep the computer awake until `release`; return why that fails, or None if it works."""
        ...

    def release(self) -> None:
        """Let the computer sleep again; do nothing if it is not kept awake."""
        ...


class Awake:
    """Keeps the computer awake and releases it without making the caller wait.

    If the program crashes, the system drops the request when the process ends.

    Parameters
    ----------
    inhibitor : Inhibitor, optional
        The default is this system's own way.

    Attributes
    ----------
    note : Message or None
        Why the computer can't be kept awake, in one sentence; None if it can, or need not be.
    """

    def __init__(self, inhibitor: Inhibitor | None = None) -> None:
        self.note: Message | None = None
        self._inhibitor = inhibitor
        self._wanted = False
        self._requests: SimpleQueue[bool | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="awake", daemon=True)
        self._thread.start()

    def keep(self, *, awake: bool) -> None:
        """Request or release wakefulness; call it from one thread, as often as you like."""
        if awake != self._wanted:
            self._wanted = awake
            self._requests.put(awake)

    def end(self) -> None:
        """Release for good, and wait until the system knows."""
        self._requests.put(None)
        self._thread.join(_END_TIMEOUT_S)

    def _run(self) -> None:
        request: bool | None = False
        while request is not None:
            request = self._requests.get()
            if request:
                # The first practice needs it, not the first frame: its modules take a while to import.
                self._inhibitor = self._inhibitor or system_inhibitor()
                self.note = self._inhibitor.hold()
            elif self._inhibitor is not None:
                self._inhibitor.release()
                self.note = None


class NoInhibitor:
    """A system without a known way to stay awake."""

    def hold(self) -> Message | None:
        """Keep the computer awake; return why this failed, or None."""
        return not_held(message("desktop.way_unknown"))

    def release(self) -> None:
        """Do nothing, because nothing is held."""


class Caffeinate:
    """macOS: its own `caffeinate`, bound to this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def hold(self) -> Message | None:
        """Keep the computer awake; return why this failed, or None."""
        program = shutil.which("caffeinate")
        if program is None:
            return not_held(message("desktop.no_caffeinate"))
        # Display and computer stay awake; -w ends it with this process, even if the process is killed.
        command = [program, "-d", "-i", "-s", "-w", str(os.getpid())]
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        except OSError as error:
            return not_held(message("desktop.caffeinate_fails", why=str(error.strerror)))
        return None

    def release(self) -> None:
        """Let the computer sleep again."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


ES_CONTINUOUS: Final = 0x8000_0000
ES_SYSTEM_REQUIRED: Final = 0x0000_0001
ES_DISPLAY_REQUIRED: Final = 0x0000_0002


class ExecutionState:
    """Windows: `SetThreadExecutionState`, which lasts as long as the calling thread lives.

    Parameters
    ----------
    set_state : callable
        The function of kernel32; it returns 0 if it failed.
    """

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state

    def hold(self) -> Message | None:
        """Keep the computer awake; return why this failed, or None."""
        held = self._set_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED)
        return None if held else not_held(message("desktop.windows_refuses"))

    def release(self) -> None:
        """Let the computer sleep again."""
        self._set_state(ES_CONTINUOUS)


def system_inhibitor() -> Inhibitor:
    """Return this system's way to stay awake."""
    if sys.platform == "win32":
        import ctypes

        return ExecutionState(ctypes.windll.kernel32.SetThreadExecutionState)
    if sys.platform == "darwin":
        return Caffeinate()
    if sys.platform.startswith("linux"):
        from biofeedback.desktop.freedesktop import FreedesktopInhibitor

        return FreedesktopInhibitor()
    return NoInhibitor()
