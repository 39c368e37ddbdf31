"""Something that is read from files in its own thread while the window is open."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Final, Generic, TypeVar

from devices.errors import BiofeedbackError
from sessions.events import ReadingStopped

_REST_S: Final = 0.004
"""Rest after each event, in seconds. Most events take a tenth of that, so painting gets its turn at once."""

_T = TypeVar("_T")


class Loading(Generic[_T]):
    """Reads once in the background.

    Parameters
    ----------
    read : callable
        Reads and returns the result. Its argument is a callable that it must often ask whether to stop.
    in_haste : bool, optional
        Whether somebody waits for the result. Otherwise the reading rests whenever it asks.
    """

    def __init__(self, read: Callable[[Callable[[], bool]], _T], *, in_haste: bool = True) -> None:
        self._read, self._in_haste = read, in_haste
        self._ending = Event()
        self.found: _T | None = None
        """What was read; None if reading failed or was stopped."""
        self._thread = Thread(target=self._run, name="history loading")
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether the reading has ended."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Stop the reading and wait for its thread to end."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self.found = self._read(self._should_stop)
        except (BiofeedbackError, ReadingStopped):
            self.found = None

    def _should_stop(self) -> bool:
        if not self._in_haste:
            time.sleep(_REST_S)
        return self._ending.is_set()
