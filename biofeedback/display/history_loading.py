"""The past sessions, read in a thread of their own: a year of them takes a while."""

from collections.abc import Callable, Iterable
from datetime import date
from threading import Event, Thread
from typing import Protocol

from biofeedback.past_session import PastSession


class Sessions(Protocol):
    """Where past sessions come from."""

    def newest_first(self, *, should_stop: Callable[[], bool]) -> Iterable[PastSession]:
        """Yield them; asks before each whether to stop."""


class NoSessions:
    """A window that knows of no past sessions."""

    def newest_first(self, *, should_stop: Callable[[], bool]) -> Iterable[PastSession]:  # noqa: ARG002
        """Yield nothing."""
        return ()


class HistoryLoading:
    """Reads the sessions once, in the background.

    Parameters
    ----------
    sessions : Sessions
        Where they come from.
    since : date
        Older ones are not read.
    """

    def __init__(self, sessions: Sessions, *, since: date) -> None:
        self._sessions, self._since = sessions, since
        self._ending = Event()
        self._read: list[PastSession] = []
        self._thread = Thread(target=self._run, name="history loading")
        self._thread.start()

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    @property
    def sessions(self) -> tuple[PastSession, ...]:
        """Those that were read so far."""
        return tuple(self._read)

    def stop(self) -> None:
        """End the reading after the session it is at."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        for session in self._sessions.newest_first(should_stop=self._ending.is_set):
            if session.started_at.date() < self._since:
                return
            self._read.append(session)
