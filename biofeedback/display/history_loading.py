"""The past sessions, read in a thread of their own: the first time, a year of them takes a while."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from biofeedback.past_sessions import past_sessions
from sessions.folder import SessionFolder, SessionSummary
from sessions.history import PastSession


@dataclass(frozen=True, slots=True)
class History:
    """What the history page shows.

    Parameters
    ----------
    sessions : tuple of PastSession
        Those that count.
    files : tuple of SessionSummary
        All that can be opened, the newest first.
    """

    sessions: tuple[PastSession, ...] = ()
    files: tuple[SessionSummary, ...] = ()


class HistorySource(Protocol):
    """Where past sessions come from."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them; asks after each whether to stop."""


class NoHistory:
    """A window that knows of no past sessions."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:  # noqa: ARG002
        """Return nothing."""
        return History()


class FolderHistory:
    """The sessions of a folder.

    Parameters
    ----------
    folder : SessionFolder
        Where they lie.
    """

    def __init__(self, folder: SessionFolder) -> None:
        self._folder = folder

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them, leaving out files that can't be read."""
        files = [one for one in self._folder.summaries() if isinstance(one, SessionSummary)]
        sessions: list[PastSession] = []
        for session in past_sessions(files, self._folder.path):
            if should_stop():
                break
            sessions.append(session)
        return History(tuple(sessions), tuple(reversed(files)))
