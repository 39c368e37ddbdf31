"""The past sessions, read in a thread of their own: the first time, a year of them takes a while."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Protocol

from biofeedback.analysis.past_sessions import earlier_swings, history_of
from biofeedback.person.diary import DiaryDay
from biofeedback.person.diary_file import DiaryError, load_diary
from biofeedback.window.look.depth import GUIDE_ONLY_SESSIONS
from devices.message import Message
from sessions.errors import SessionFileError
from sessions.events import ReadingStopped
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.history.trends import PRACTISED, PaceSwing, PastSession

WEEK_DAYS: Final = 7
_MOST_RECENT: Final = 40

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
    diary : tuple of DiaryDay
        What was noted besides.
    """

    sessions: tuple[PastSession, ...] = ()
    files: tuple[SessionSummary, ...] = ()
    unreadable: tuple[Message | str, ...] = ()
    diary: tuple[DiaryDay, ...] = ()


@dataclass(frozen=True, slots=True)
class RecentPractice:
    """What Home shows of the sessions before this one.

    Parameters
    ----------
    days : frozenset of date
        The days of the last week on which the person practised, in the computer's time zone.
    sessions : int
        Sessions in which the person practised; counted up to the number that decides the depth.
    is_own : bool
        Whether the session of now is the person's own too, and no simulated or recorded one.
    """

    days: frozenset[date] = frozenset()
    sessions: int = 0
    is_own: bool = False


class HistorySource(Protocol):
    """Where past sessions come from."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them; asks often whether to stop, and raises ReadingStopped where it is to."""

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:
        """Read when the person practised of late; stops in the same way."""

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read what the last of them showed at each pace; stops in the same way."""


class NoHistory:
    """A window that knows of no past sessions."""

    def read(self, *, should_stop: Callable[[], bool]) -> History:  # noqa: ARG002
        """Return nothing."""
        return History()

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:  # noqa: ARG002
        """Return nothing."""
        return RecentPractice()

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
    diary : Path or None, optional
        The file of the diary; None for none.
    """

    def __init__(
        self,
        folder: SessionFolder,
        *,
        present: Path | None = None,
        own_heart: bool = True,
        diary: Path | None = None,
    ) -> None:
        self._folder, self._present, self._own_heart = folder, present, own_heart
        self._diary = diary

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        """Read them, with the reason of each file that can't be read."""
        sessions, files = [], []
        unreadable: list[Message | str] = []
        for one in history_of(self._folder.files(), self._folder.path, should_stop=should_stop):
            if isinstance(one, SessionFileError):
                unreadable.append(one.message)
                continue
            summary, past = one
            files.append(summary)
            if past is not None:
                sessions.append(past)
        diary = self._noted(unreadable)
        return History(tuple(sessions), tuple(reversed(files)), tuple(unreadable), diary)

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:
        """Read the newest files, until a week is over and enough sessions are counted; at most 40."""
        first = today - timedelta(days=WEEK_DAYS - 1)
        days, sessions = set[date](), 0
        for path in reversed(self._folder.files()[-_MOST_RECENT:]):
            if should_stop():
                raise ReadingStopped
            with suppress(SessionFileError):
                one = summarise(path)
                day = one.started_at.astimezone().date()
                if day < first and sessions >= GUIDE_ONLY_SESSIONS:
                    break
                if path != self._present and one.origin in PRACTISED and (one.practised_s or 0.0) > 0.0:
                    sessions += 1
                    days.add(day)
        return RecentPractice(
            frozenset(day for day in days if day >= first), sessions, is_own=self._own_heart
        )

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read them, the newest first, without the one that is being recorded."""
        if not self._own_heart:
            return ()
        return tuple(earlier_swings(self._folder.path, present=self._present, should_stop=should_stop))

    def _noted(self, unreadable: list[Message | str]) -> tuple[DiaryDay, ...]:
        """Read the diary; one that can't be read hides none of the sessions."""
        if self._diary is None:
            return ()
        try:
            return tuple(load_diary(self._diary))
        except DiaryError as error:
            unreadable.append(error.message)
            return ()
