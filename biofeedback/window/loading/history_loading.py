"""The past sessions, read in a thread of their own: the first time, a year of them takes a while."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from biofeedback.analysis.past_sessions import earlier_swings, history_of
from devices.message import Message
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, SessionSummary
from sessions.history.trends import PaceSwing, PastSession

EarlierSwings = tuple[tuple[PaceSwing, ...], ...]
"""Of each session, what it showed at each of its paces."""


@dataclass(frozen=True, slots=True)
class History:
    """What the history page shows.

    Parameters
    ----------
    sessions : tuple of PastSession
        Those that count.
    files : tuple of SessionSummary
        All that can be opened, the newest first.
    unreadable : tuple of Message
        Why each of the others can't be opened.
    """

    sessions: tuple[PastSession, ...] = ()
    files: tuple[SessionSummary, ...] = ()
    unreadable: tuple[Message | str, ...] = ()


class HistorySource(Protocol):
    """Where past sessions come from."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them; asks often whether to stop, and raises ReadingStopped where it is to."""

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read what the last of them showed at each pace; stops in the same way."""


class NoHistory:
    """A window that knows of no past sessions."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:  # noqa: ARG002
        """Return nothing."""
        return History()

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:  # noqa: ARG002
        """Return nothing."""
        return ()


class FolderHistory:
    """The sessions of a folder.

    Parameters
    ----------
    folder : SessionFolder
        Where they lie.
    present : Path or None, optional
        The one that is being recorded.
    own_heart : bool, optional
        Whether its beats are the person's own, who can be compared with earlier sessions.
    """

    def __init__(self, folder: SessionFolder, *, present: Path | None = None, own_heart: bool = True) -> None:
        self._folder, self._present, self._own_heart = folder, present, own_heart

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them, with the reason of each file that can't be read."""
        sessions, files, unreadable = [], [], []
        for one in history_of(self._folder.files(), self._folder.path, should_stop=should_stop):
            if isinstance(one, SessionFileError):
                unreadable.append(one.message)
                continue
            summary, past = one
            files.append(summary)
            if past is not None:
                sessions.append(past)
        return History(tuple(sessions), tuple(reversed(files)), tuple(unreadable))

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read them, the newest first, without the one that is being recorded."""
        if not self._own_heart:
            return ()
        return tuple(earlier_swings(self._folder.path, present=self._present, should_stop=should_stop))
