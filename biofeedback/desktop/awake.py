"""The computer stays awake while one practises: no screen lock, no idle, no suspend; released after."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

NOT_HELD: Final = "The screen may lock itself while you practise: {why}."
_END_TIMEOUT_S: Final = 3.0


class Inhibitor(Protocol):
    """One system's way to stay awake; both methods are called in one and the same thread."""

    def hold(self) -> str:
        """Keep the computer awake until `release`; return a sentence where it can't be."""
        ...

    def release(self) -> None:
        """Let it sleep again; does nothing where nothing is held."""
        ...


class Awake:
    """Holds the computer awake and lets it go, without ever keeping its caller waiting.

    Whatever happens to the program, the system itself forgets the request when the process ends.

    Parameters
    ----------
    inhibitor : Inhibitor, optional
        The way of this system by default.

    Attributes
    ----------
    note : str
        Why the computer is not held awake, in one sentence; empty while it is, or is not meant to be.
    """

    def __init__(self, inhibitor: Inhibitor | None = None) -> None:
        self.note = ""
        self._inhibitor = inhibitor or system_inhibitor()
        self._wanted = False
        self._requests: SimpleQueue[bool | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="awake", daemon=True)
        self._thread.start()

    def keep(self, *, awake: bool) -> None:
        """Ask for it or let it go; from one thread, as often as one likes."""
        if awake != self._wanted:
            self._wanted = awake
            self._requests.put(awake)

    def end(self) -> None:
        """Let it go for good, and wait until the system knows."""
        self._requests.put(None)
        self._thread.join(_END_TIMEOUT_S)

    def _run(self) -> None:
        request: bool | None = False
        while request is not None:
            request = self._requests.get()
            if request:
                self.note = self._inhibitor.hold()
            else:
                self._inhibitor.release()
                self.note = ""


class NoInhibitor:
    """A system of which no way is known."""

    def hold(self) -> str:
        return NOT_HELD.format(why="how to prevent that is not known on this system")

    def release(self) -> None:
        """Nothing is held."""


class Caffeinate:
    """macOS: its own `caffeinate`, bound to this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def hold(self) -> str:
        program = shutil.which("caffeinate")
        if program is None:
            return NOT_HELD.format(why="the command caffeinate is missing")
        # Neither display nor computer sleeps; -w ends it with this process, even with a killed one.
        command = [program, "-d", "-i", "-s", "-w", str(os.getpid())]
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        except OSError as error:
            return NOT_HELD.format(why=f"caffeinate can't be started ({error.strerror})")
        return ""

    def release(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


ES_CONTINUOUS: Final = 0x8000_0000
ES_SYSTEM_REQUIRED: Final = 0x0000_0001
ES_DISPLAY_REQUIRED: Final = 0x0000_0002


class ExecutionState:
    """Windows: `SetThreadExecutionState`, which holds as long as the calling thread lives.

    Parameters
    ----------
    set_state : callable
        The function of kernel32; 0 where it failed.
    """

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state

    def hold(self) -> str:
        held = self._set_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED)
        return "" if held else NOT_HELD.format(why="Windows refuses to be kept awake")

    def release(self) -> None:
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
