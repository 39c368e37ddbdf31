"""The folder of the sessions, and the list of them."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from devices.events import (
    Event,
    HeartRateMeasurement,
    ImportedInterval,
    LinkChanged,
    Rating,
    RatingMoment,
    Tick,
)
from devices.guided_spans import GuidedSpans
from devices.message import message
from devices.notifications import Notification
from devices.straps.protocols import carries_samples
from devices.system_reason import reason_of
from devices.wellbeing import FeelingTold, PracticeAnswered, SessionNote
from sessions.errors import FileExistsAlreadyError, SessionFileError, unreadable_folder
from sessions.events import decoded
from sessions.private_file import make_private_folder
from sessions.records import Record
from sessions.store import SUFFIX, Origin, SessionHeader, read_header, read_records, session_file_name
from sessions.zone import Zone

_T = TypeVar("_T")

_LATEST = 5
"""Number of newest sessions that are searched for the last strap, since some may not have found a strap."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the list of sessions.

    Parameters
    ----------
    name : str
        File name without its ending.
    file : Path
        The file.
    started_at : datetime
        Start in UTC.
    origin : Origin
        Where the beats came from.
    duration_s : float
        From the start to the last record.
    beats : int
        RR intervals received.
    ratings : tuple of Rating
        How the person felt before and after; the last rating of each scale counts, before and after.
    practised_s : float or None
        How long the guide ran; None for an import.
    answers : PracticeAnswered or None
        How the practice was for the person; None if they answered nothing.
    feelings : tuple of FeelingTold
        When the person felt restless or dizzy, and what they did then; times are since the session's start.
    note : str
        What the person wrote about it, in their own words; empty if they wrote nothing.
    zone : Zone or None
        The time zone in which it was recorded; None if unknown.
    """

    name: str
    file: Path
    started_at: datetime
    origin: Origin
    duration_s: float
    beats: int
    ratings: tuple[Rating, ...] = ()
    practised_s: float | None = None
    answers: PracticeAnswered | None = None
    feelings: tuple[FeelingTold, ...] = ()
    note: str = ""
    zone: Zone | None = None


class SessionFolder:
    """The folder of the person's own sessions; it is created with mode 0700 at the first write."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "sessions"

    def new_file(self, started_at: datetime) -> Path:
        """Return a free file name for a session, and create the folder.

        Raises
        ------
        SessionFileError
            If the folder can't be created.
        """
        try:
            make_private_folder(self.path)
        except OSError as error:
            raise SessionFileError(
                message("store.folder_not_made", path=f"{self.path}", why=reason_of(error)),
                message("store.name_folder_or_no_record"),
            ) from error
        number = 1
        while _is_taken(path := self.path / session_file_name(started_at, number)):
            number += 1
        return path

    def place(self, started_at: datetime, make: Callable[[Path], _T]) -> _T:
        """Create a session under the first free name, even if another process takes a name meanwhile.

        Parameters
        ----------
        started_at : datetime
            The session's start.
        make : callable
            Creates it under a name, or raises `FileExistsAlreadyError`.

        Raises
        ------
        SessionFileError
            If the folder or the file can't be created.
        """
        while True:
            with suppress(FileExistsAlreadyError):
                return make(self.new_file(started_at))

    def files(self) -> list[Path]:
        """Return the session files, oldest first.

        Raises
        ------
        SessionFileError
            If the folder can't be read.
        """
        try:
            names = os.listdir(self.path)  # noqa: PTH208 (an unreadable path must not seem empty)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable_folder(self.path, error) from error
        return sorted(self.path / name for name in names if name.endswith(SUFFIX))

    def has(self, name: str) -> bool:
        """Return whether a session in this folder has this name, or this path is a file."""
        return self._candidate(name) is not None

    def find(self, name: str) -> Path:
        """Return the file of a session, given its path or its name.

        Raises
        ------
        SessionFileError
            If there is none.
        """
        path = self._candidate(name)
        if path is None:
            raise SessionFileError(
                message("store.no_such_session", session=name), message("store.give_file_or_name")
            )
        return path

    def find_to_delete(self, name: str) -> Path:
        """Return the file of a session in this folder or at a path; a bare name means this folder only.

        Raises
        ------
        SessionFileError
            If there is none.
        """
        candidates = [self.path / name, self.path / f"{name}{SUFFIX}"]
        if Path(name).name != name:
            candidates.append(Path(name))
        path = next((path for path in candidates if _is_file(path)), None)
        if path is None:
            raise SessionFileError(
                message("store.no_such_session_in", session=name, path=f"{self.path}"),
                message("store.give_name_or_path"),
            )
        return path

    def _candidate(self, name: str) -> Path | None:
        candidates = (Path(name), self.path / name, self.path / f"{name}{SUFFIX}")
        return next((path for path in candidates if _is_file(path)), None)

    def summaries(self) -> Iterator[SessionSummary | SessionFileError]:
        """Yield a summary of each session, oldest first, or an error for a file that can't be read.

        Raises
        ------
        SessionFileError
            If the folder itself can't be read.
        """
        for path in self.files():
            try:
                yield summarise(path)
            except SessionFileError as error:
                yield error

    def files_of(self, started_at: datetime) -> list[Path]:
        """Return the files of the sessions that started in this second."""
        begin = Path(session_file_name(started_at)).stem
        return [path for path in self.files() if path.name.startswith(begin)]

    def last_strap_address(self) -> str:
        """Return the address of the strap that was worn last; empty if unknown."""
        for path in reversed(self.files()[-_LATEST:]):
            with suppress(SessionFileError):
                if read_header(path).origin is Origin.STRAP and (address := _strap_address(path)):
                    return address
        return ""

    def is_writable(self) -> bool:
        """Return whether a session can be recorded here."""
        existing = next(p for p in (self.path, *self.path.parents) if p.exists())
        return existing.is_dir() and os.access(existing, os.W_OK)


def _is_taken(path: Path) -> bool:
    """Return whether a name is taken, by a file or by a log that was left beside one."""
    return any(os.path.lexists(f"{path}{suffix}") for suffix in ("", "-wal", "-journal"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # the name is too long for the system, or the folder can't be listed
        return False


def _strap_address(path: Path) -> str:
    links = (record for record in read_records(path) if isinstance(record, LinkChanged))
    return next((link.strap_address for link in links if link.state.is_connected), "")


def summarise(path: Path) -> SessionSummary:
    """Read a whole session and summarise it.

    Raises
    ------
    SessionFileError
        If it can't be read.
    """
    header = read_header(path)
    tally = SessionTally(header)
    for event in decoded(map(without_samples, read_records(path))):
        tally.take(event)
    return tally.summary(path)


class SessionTally:
    """Counts a session's events for its summary; other readers can share the same pass.

    Parameters
    ----------
    header : SessionHeader
        The session's header.
    """

    def __init__(self, header: SessionHeader) -> None:
        self._header = header
        self._last_ns = header.start_ns
        self._beats = 0
        self._note = ""
        self._guided = GuidedSpans(header.start_ns)
        self._ratings: dict[tuple[str, RatingMoment], Rating] = {}
        self._answers: PracticeAnswered | None = None
        self._feelings: list[FeelingTold] = []

    def take(self, event: Event) -> None:
        """Take the next event of the session."""
        self._last_ns = max(self._last_ns, event.time_ns)
        self._guided.take(event)
        if isinstance(event, HeartRateMeasurement):
            self._beats += len(event.rr_ticks)
        elif isinstance(event, ImportedInterval):
            self._beats += 1
        elif isinstance(event, Rating):
            self._ratings[event.scale, event.when] = event
        elif isinstance(event, PracticeAnswered):
            self._answers = event
        elif isinstance(event, FeelingTold):
            self._feelings.append(replace(event, time_ns=event.time_ns - self._header.start_ns))
        elif isinstance(event, SessionNote):
            self._note = event.text

    def summary(self, path: Path) -> SessionSummary:
        """Return the summary of the session from the events taken."""
        header = self._header
        return SessionSummary(
            path.stem,
            path,
            header.started_at,
            header.origin,
            (self._last_ns - header.start_ns) / 1e9,
            self._beats,
            tuple(self._ratings.values()),
            None if header.origin is Origin.IMPORT else self._guided.practised_s,
            self._answers,
            tuple(self._feelings),
            self._note,
            header.zone,
        )


def without_samples(record: Record) -> Record:
    """Return a record as a summary needs it: without samples, because only their time counts."""
    if isinstance(record, Notification) and carries_samples(record.characteristic):
        return Tick(record.time_ns)
    return record
