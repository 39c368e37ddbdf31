"""The window's event loop."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication

from biofeedback.desktop.entry import DESKTOP_ENTRY_ID
from biofeedback.practice.practice import Practice
from biofeedback.window.choices import WindowChoices
from biofeedback.window.look.accessible import tell_role
from biofeedback.window.look.icon import program_icon
from biofeedback.window.window import PracticeWindow

FRAME_MS: Final = 16

IDLE_MS: Final = 80
"""Between two frames while nothing moves that would be seen."""

_NO_PAINTING_THREADS: Final = "QT_NO_GUI_THREADPOOL"
"""Qt shares large fills among threads and waits for all of them: a light of 450 pixels costs 0.28 ms of CPU
that way and 0.21 ms in one thread, and on a busy computer the slowest thread decides when a frame is done."""

SWITCH_S: Final = 0.0005
"""How long another thread keeps the interpreter. Each call of Qt gives it away, and a frame has many: with
Python's 5 ms ticks were up to 82, 104 and 118 ms apart while charts and ECG search were imported, with 1 ms
47, 86 and 44, with 0.2 ms 45, 60 and 47, at no more CPU."""


_KEPT: Final[list[PracticeWindow]] = []
"""The window before this one, which stays until this one is there."""


def run_window(practice: Practice, choices: WindowChoices, *, should_stop: Callable[[], bool]) -> None:
    """Show a practice until its window is closed.

    Parameters
    ----------
    practice : Practice
        Begun once the first frame is painted; the caller ends it.
    choices : WindowChoices
        How it is shown.
    should_stop : callable
        Asked before each frame.
    """
    os.environ.setdefault(_NO_PAINTING_THREADS, "1")
    application = QApplication.instance() or QApplication(["biofeedback"])
    QGuiApplication.setDesktopFileName(DESKTOP_ENTRY_ID)
    QGuiApplication.setWindowIcon(program_icon())
    home, demo = _leading_on(choices.on_home_again), _leading_on(choices.on_demo)
    window = PracticeWindow(practice, replace(choices, on_home_again=home, on_demo=demo))
    tell_role(window, QAccessible.Role.Window)  # Qt tells only its own kinds of windows.
    frames = _Frames(window, should_stop)
    arrivals = ArrivalSignal(frames.hasten)
    practice.hasten_by(arrivals.hasten)
    frames.start()
    with _quick_switches():
        application.exec()
    if window.isVisible():
        window.setEnabled(False)  # Its practice is over: no key may reach it any more.
        _KEPT.append(window)
    practice.hasten_by(lambda: None)
    frames.finish()


def _leading_on(told: Callable[[], None] | None) -> Callable[[], None] | None:
    """Return what tells the same and ends the loop, though the window stays until the next one is there."""
    if told is None:
        return None

    def tell() -> None:
        told()
        QTimer.singleShot(0, QApplication.exit)

    return tell


def _take_place() -> None:
    """Take away the window before, now that the next one is shown."""
    while _KEPT:
        old = _KEPT.pop()
        old.hide()
        old.deleteLater()


class _Frames:
    """The frames of a window, one after the other until it is to stop or one of them fails.

    Parameters
    ----------
    window : PracticeWindow
        Shown by `start`.
    should_stop : callable
        Asked before each frame.
    """

    def __init__(self, window: PracticeWindow, should_stop: Callable[[], bool]) -> None:
        self._window = window
        self._should_stop = should_stop
        self._settled = False
        self._failure: Exception | None = None
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame)
        window.woken.connect(lambda: self._go_on_every(FRAME_MS))

    def start(self) -> None:
        """Show the window and begin."""
        self._timer.start(FRAME_MS)
        self._window.show()

    def hasten(self) -> None:
        """Show at once what has come, unless nothing that moves would be seen."""
        if not self._window.is_idle:
            self._frame()

    def finish(self) -> None:
        """Stop; raise what made a frame fail."""
        self._timer.stop()
        gc.unfreeze()
        self._window.panel.wait_for_loading()
        if self._failure is not None:
            raise self._failure

    def _frame(self) -> None:
        try:
            if self._should_stop():
                self._end()
            else:
                self._window.tick()
                _take_place()
                self._settle()
                self._go_on_every(IDLE_MS if self._window.is_idle else FRAME_MS)
        except Exception as error:  # Qt would print it and go on with a dead window
            self._failure = self._failure or error
            self._end()

    def _settle(self) -> None:
        if not self._settled and self._window.panel.has_chart:
            self._settled = True
            gc.freeze()  # Else each full collection looks through all that was loaded: 40 ms at once.

    def _go_on_every(self, milliseconds: int) -> None:
        if self._timer.interval() != milliseconds:  # Set again, it would begin its wait again.
            self._timer.setInterval(milliseconds)

    def _end(self) -> None:
        self._window.end()
        QApplication.exit()  # Also where another window is open, which would keep Qt's loop going.


class ArrivalSignal(QObject):
    """Brings from the source's thread to the window's that something has come, to be seen at once.

    Parameters
    ----------
    take : callable
        Called in the window's thread; once where several things have come meanwhile.
    """

    _came = Signal()

    def __init__(self, take: Callable[[], None]) -> None:
        super().__init__()
        self._take = take
        self._waiting = False
        self._came.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def hasten(self) -> None:
        """Tell that something has come; from any thread."""
        if not self._waiting:
            self._waiting = True
            self._came.emit()

    def _arrive(self) -> None:
        self._waiting = False
        self._take()


@contextmanager
def _quick_switches() -> Iterator[None]:
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_s)
