"""The window's event loop."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import Settings
from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.window.companion import Companion
from biofeedback.window.loading.history_loading import HistorySource
from biofeedback.window.window import PracticeWindow
from devices.breath_pattern import BreathPattern

FRAME_MS: Final = 16

IDLE_MS: Final = 80
"""Between two frames while nothing moves that would be seen."""

SWITCH_S: Final = 0.0005
"""How long another thread keeps the interpreter. Each call of Qt gives it away, and a frame has many: with
Python's 5 ms ticks were up to 82, 104 and 118 ms apart while charts and ECG search were imported, with 1 ms
47, 86 and 44, with 0.2 ms 45, 60 and 47, at no more CPU."""


def run_window(
    practice: Practice,
    pattern: BreathPattern,
    *,
    minutes: float,
    start_at_once: bool,
    should_stop: Callable[[], bool],
    settings: Settings | None = None,
    language: str | None = None,
    on_settings: Callable[[Settings], None] = lambda _: None,
    sound: Companion | None = None,
    history: HistorySource | None = None,
    shelf: ProfileShelf | None = None,
    search: SearchPlan | None = None,
) -> None:
    """Show a practice until its window is closed.

    Parameters
    ----------
    practice : Practice
        Begun once the first frame is painted; the caller ends it.
    pattern : BreathPattern
        To begin with.
    minutes : float
        Of practice until it is complete.
    start_at_once : bool
        Whether nothing is asked: the guide starts by itself, and the window closes by itself.
    should_stop : callable
        Asked before each frame.
    settings : Settings, optional
        How it is shown, and what is asked.
    language : str, optional
        The language to speak, in place of the one in the settings.
    on_settings : callable, optional
        Told when the person has changed them.
    sound : Companion, optional
        What is heard along with it.
    history : HistorySource, optional
        The past sessions.
    shelf : ProfileShelf, optional
        What is known of the person, and where results of searches are kept.
    search : SearchPlan, optional
        Which the practice begins with.
    """
    application = QApplication.instance() or QApplication(["biofeedback"])
    window = PracticeWindow(
        practice,
        pattern,
        minutes=minutes,
        start_at_once=start_at_once,
        settings=settings,
        language=language,
        on_settings=on_settings,
        sound=sound,
        history=history,
        shelf=shelf,
        search=search,
    )
    failures: list[Exception] = []

    def go_on_every(milliseconds: int) -> None:
        if timer.interval() != milliseconds:  # Set again, it would begin its wait again.
            timer.setInterval(milliseconds)

    settled = False

    def settle() -> None:
        nonlocal settled
        if not settled and window.panel.has_chart:
            settled = True
            gc.freeze()  # Else each full collection looks through all that was loaded: 40 ms at once.

    def end() -> None:
        window.end()
        application.exit()  # Also where another window is open, which would keep Qt's loop going.

    def frame() -> None:
        try:
            if should_stop():
                end()
            else:
                window.tick()
                settle()
                go_on_every(IDLE_MS if window.is_idle else FRAME_MS)
        except Exception as error:  # Qt would print it and go on with a dead window
            failures.append(error)
            end()

    arrivals = Arrivals(lambda: frame() if not window.is_idle else None)
    practice.hasten_by(arrivals.hasten)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(frame)
    window.woken.connect(lambda: go_on_every(FRAME_MS))
    timer.start(FRAME_MS)
    window.show()
    with _quick_switches():
        application.exec()
    timer.stop()
    practice.hasten_by(lambda: None)
    gc.unfreeze()
    window.panel.wait_for_loading()
    if failures:
        raise failures[0]


class Arrivals(QObject):
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
