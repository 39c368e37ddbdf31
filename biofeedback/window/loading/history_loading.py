"""The past sessions, read in their own thread because the first reading of a year takes a while."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from sessions.folder import SessionFolder, SessionSummary
from sessions.history.trends import PRACTISED, PaceSwing, PastSession
from sessions.known_summaries import known_summary
from sessions.session_index import session_index

WEEK_DAYS: Final = 7
_FIRST_TOLD_S: Final = 0.2
_TOLD_EVERY_S: Final = 2.0
_MOST_RECENT: Final = 40

EarlierSwings = tuple[tuple[PaceSwing, ...], ...]
"""What each session showed at each of its paces."""


@dataclass(frozen=True, slots=True)
class History:
    """What the history page shows.

    Parameters
    ----------
    sessions : tuple of PastSession
        Sessions that count.
    files : tuple of SessionSummary
        All files that can be opened, the newest first.
    unreadable : tuple of Message
        Why each of the other files can't be opened.
    diary : tuple of DiaryDay
        Days of the diary.
    of : int or None
        Number of files while some of them are still unread; None once all are read.
    """

    sessions: tuple[PastSession, ...] = ()
    files: tuple[SessionSummary, ...] = ()
    unreadable: tuple[Message | str, ...] = ()
    diary: tuple[DiaryDay, ...] = ()
    of: int | None = None

    @property
    def read(self) -> int:
        """Number of files read so far."""
        return len(self.files) + len(self.unreadable)


Tell = Callable[[History], None]
"""Called with what was read so far."""


@dataclass(frozen=True, slots=True)
class RecentPractice:
    """What Home shows of the sessions before this one.

    Parameters
    ----------
    days : frozenset of date
        The days of the last week on which the person practised, in the computer's time zone.
    sessions : int
        Sessions in which the person practised, counted up to the number that decides the depth.
    is_own : bool
        Whether the present session is the person's own and not a simulated or recorded one.
    """

    days: frozenset[date] = frozenset()
    sessions: int = 0
    is_own: bool = False


class HistorySource(Protocol):
    """Where past sessions come from."""

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:
        """Read the sessions; call `should_stop` often, and raise ReadingStopped if it returns True.

        If reading takes a while, call `tell` now and then with what was read so far.
        """

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:
        """Read when the person practised recently; stop in the same way."""

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read what the last sessions showed at each pace; stop in the same way."""


class NoHistory:
    """The source for a window without past sessions."""

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:  # noqa: ARG002
        """Return an empty history."""
        return History()

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:  # noqa: ARG002
        """Return an empty practice."""
        return RecentPractice()

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:  # noqa: ARG002
        """Return no sessions."""
        return ()


class FolderHistory:
    """The sessions of a folder.

    Parameters
    ----------
    folder : SessionFolder
        Folder with the sessions.
    present : Path or None, optional
        File of the session that is being recorded.
    own_heart : bool, optional
        Whether its beats are the person's own and can be compared with earlier sessions.
    diary : Path or None, optional
        File of the diary, or None if there is no diary.
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

    def read(self, *, should_stop: Callable[[], bool], tell: Tell = lambda _: None) -> History:
        """Read the sessions, the newest first, and the reason for each file that can't be read."""
        sessions, files, unreadable = list[PastSession](), list[SessionSummary](), list[Message | str]()
        paths = self._folder.files()[::-1]
        due_s = time.monotonic() + _FIRST_TOLD_S
        for one in history_of(paths, self._folder.path, should_stop=should_stop):
            if isinstance(one, SessionFileError):
                unreadable.append(one.message)
            else:
                summary, past = one
                files.append(summary)
                sessions += [past] if past is not None else []
            if time.monotonic() >= due_s:
                tell(_history(sessions, files, unreadable, of=len(paths)))
                due_s = time.monotonic() + _TOLD_EVERY_S
        diary = self._noted(unreadable)
        return replace(_history(sessions, files, unreadable), diary=diary)

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:
        """Read the newest files, at most 40, until a week is covered and enough sessions are counted."""
        first = today - timedelta(days=WEEK_DAYS - 1)
        days, sessions = set[date](), 0
        files = [path for path in self._folder.files() if path != self._present]
        with session_index(self._folder.path) as index:
            for path in reversed(files[-_MOST_RECENT:]):
                if should_stop():
                    raise ReadingStopped
                try:
                    one = known_summary(path, index)
                except SessionFileError:
                    continue
                day = one.started_at.astimezone().date()
                if day < first and sessions >= GUIDE_ONLY_SESSIONS:
                    break
                if one.origin in PRACTISED and (one.practised_s or 0.0) > 0.0:
                    sessions += 1
                    days.add(day)
        return RecentPractice(
            frozenset(day for day in days if day >= first), sessions, is_own=self._own_heart
        )

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Read the sessions, the newest first, without the one that is being recorded."""
        if not self._own_heart:
            return ()
        return tuple(earlier_swings(self._folder.path, present=self._present, should_stop=should_stop))

    def _noted(self, unreadable: list[Message | str]) -> tuple[DiaryDay, ...]:
        """Read the diary; if it can't be read, the sessions are still shown."""
        if self._diary is None:
            return ()
        try:
            return tuple(load_diary(self._diary))
        except DiaryError as error:
            unreadable.append(error.message)
            return ()


def _history(
    sessions: Sequence[PastSession],
    files: Sequence[SessionSummary],
    unreadable: Sequence[Message | str],
    of: int | None = None,
) -> History:
    """Return what was read: the files with the newest first, and the sessions that count in order of time."""
    return History(tuple(reversed(sessions)), tuple(files), tuple(unreadable), of=of)
