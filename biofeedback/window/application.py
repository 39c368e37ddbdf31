"""The window's event loop."""

import gc
import os
import sys
import time
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
from biofeedback.window.look.depth import Depth
from biofeedback.window.look.icon import program_icon
from biofeedback.window.window import PracticeWindow

FRAME_MS: Final = 16

_SLOW_MS: Final = 32
_EVEN: Final = 3
"""Milliseconds between two frames while the guide moves by less than a visible step in `FRAME_MS`, as at the
end of an exhale; and how many such frames must show a step before they come faster again."""

_TICK_S: Final = 0.075
"""Seconds between two ticks while the guide moves: in between, only the guide is shown. In this time, charts
move by about one pixel."""

_TICK_WITHOUT_CHARTS_S: Final = 0.15
"""The same while no chart is shown. New data and keys do not wait for it."""

IDLE_MS: Final = 80
"""Milliseconds between two frames while nothing visible moves."""

_NO_PAINTING_THREADS: Final = "QT_NO_GUI_THREADPOOL"
"""Qt splits large fills among threads and waits for all of them. A light of 450 pixels costs 0.28 ms of CPU
that way, but 0.21 ms in one thread. On a busy computer the frame also has to wait for the slowest thread."""

SWITCH_S: Final = 0.0005
"""How long another thread may keep the interpreter, in seconds.

Each call to Qt releases the interpreter, and a frame makes many calls. The longest times between ticks, while
charts and ECG search were imported, were 82, 104 and 118 ms with Python's 5 ms; 47, 86 and 44 ms with 1 ms;
and 45, 60 and 47 ms with 0.2 ms. The shorter settings need no more CPU.
"""


_KEPT: Final[list[PracticeWindow]] = []
"""The previous window, which stays open until the next one is shown."""


def run_window(practice: Practice, choices: WindowChoices, *, should_stop: Callable[[], bool]) -> None:
    """Show a practice until its window is closed.

    Parameters
    ----------
    practice : Practice
        The practice starts once the first frame is painted; the caller ends it.
    choices : WindowChoices
        How the practice is shown.
    should_stop : callable
        Called before each frame; the window closes when it returns true.
    """
    os.environ.setdefault(_NO_PAINTING_THREADS, "1")
    application = QApplication.instance() or QApplication(["biofeedback"])
    QGuiApplication.setDesktopFileName(DESKTOP_ENTRY_ID)
    QGuiApplication.setWindowIcon(program_icon())
    home, demo = _leading_on(choices.on_home_again), _leading_on(choices.on_demo)
    window = PracticeWindow(practice, replace(choices, on_home_again=home, on_demo=demo))
    tell_role(window, QAccessible.Role.Window)  # Qt reports this role only for its own window classes.
    frames = _Frames(window, should_stop)
    arrivals = ArrivalSignal(frames.hasten)
    practice.hasten_by(arrivals.hasten)
    frames.start()
    with _quick_switches():
        application.exec()
    if window.isVisible():
        window.setEnabled(False)  # Its practice is over, so it must not receive any more keys.
        _KEPT.append(window)
    practice.hasten_by(lambda: None)
    frames.finish()


def _leading_on(told: Callable[[], None] | None) -> Callable[[], None] | None:
    """Return a callable that calls `told` and ends the loop; the window stays until the next one is shown."""
    if told is None:
        return None

    def tell() -> None:
        told()
        QTimer.singleShot(0, QApplication.exit)

    return tell


def _take_place() -> None:
    """Remove the previous window, now that the next one is shown."""
    while _KEPT:
        old = _KEPT.pop()
        old.hide()
        old.deleteLater()


class _Frames:
    """Paints the frames of a window, one after the other, until it should stop or a frame fails.

    Parameters
    ----------
    window : PracticeWindow
        The window that `start` shows.
    should_stop : callable
        Called before each frame; the frames stop when it returns true.
    """

    def __init__(self, window: PracticeWindow, should_stop: Callable[[], bool]) -> None:
        self._window = window
        self._should_stop = should_stop
        self._ticked_s, self._moves = 0.0, 0
        self._settled_with_chart: bool | None = None
        self._failure: Exception | None = None
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame)
        window.woken.connect(self._wake)

    def start(self) -> None:
        """Show the window and start the frames."""
        self._timer.start(FRAME_MS)
        self._window.show()

    def hasten(self) -> None:
        """Show new data at once, unless nothing visible moves."""
        if not self._window.is_idle:
            self._show(self._tick)

    def _wake(self) -> None:
        """Show what a key changed with the next frame."""
        self._ticked_s = 0.0
        self._go_on_every(FRAME_MS)

    def finish(self) -> None:
        """Stop; raise the error that made a frame fail."""
        self._timer.stop()
        gc.unfreeze()
        self._window.panel.wait_for_loading()
        if self._failure is not None:
            raise self._failure

    def _frame(self) -> None:
        self._show(self._tick if self._is_due else self._move_guide)

    @property
    def _is_due(self) -> bool:
        """Whether more than the guide has to be shown."""
        without_charts = self._window.view.depth_shown is Depth.BREATHE
        wait_s = _TICK_WITHOUT_CHARTS_S if without_charts else _TICK_S
        return not self._window.moves_only_guide or time.monotonic() - self._ticked_s >= wait_s

    def _tick(self) -> None:
        self._ticked_s = time.monotonic()
        self._window.tick()

    def _move_guide(self) -> None:
        self._moves = self._moves + 1 if self._window.move_guide() else 0

    @property
    def _interval_ms(self) -> int:
        """Time to the next frame; a guide that moves slowly needs fewer."""
        if self._window.is_idle:
            return IDLE_MS
        return _SLOW_MS if self._window.moves_only_guide and self._moves < _EVEN else FRAME_MS

    def _show(self, show: Callable[[], None]) -> None:
        try:
            if self._should_stop():
                self._end()
            else:
                show()
                _take_place()
                self._settle()
                self._go_on_every(self._interval_ms)
        except Exception as error:  # Qt would print it and continue with a dead window
            self._failure = self._failure or error
            self._end()

    def _settle(self) -> None:
        panel = self._window.panel
        if panel.is_loaded and self._settled_with_chart is not panel.has_chart:
            self._settled_with_chart = panel.has_chart
            gc.freeze()  # Otherwise each full collection scans all loaded objects: 40 ms.

    def _go_on_every(self, milliseconds: int) -> None:
        if self._timer.interval() != milliseconds:  # Setting it again would restart its wait.
            self._timer.setInterval(milliseconds)

    def _end(self) -> None:
        self._window.end()
        QApplication.exit()  # Otherwise Qt's loop would continue while another window is open.


class ArrivalSignal(QObject):
    """Notifies the window's thread that the source's thread has new data to show at once.

    Parameters
    ----------
    take : callable
        Called in the window's thread; only once if several pieces of data have arrived meanwhile.
    """

    _came = Signal()

    def __init__(self, take: Callable[[], None]) -> None:
        super().__init__()
        self._take = take
        self._waiting = False
        self._came.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def hasten(self) -> None:
        """Report that data has arrived; this can be called from any thread."""
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
