"""Makes sessions from files of other programs."""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from devices.events import (
    ImportedInterval,
    ImportedPhase,
    LinkChanged,
    LinkState,
    Marker,
    Rating,
    RatingMoment,
)
from devices.message import Message, message, sentences, verbatim
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from sessions.errors import SessionFileError, unreadable
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.formats.intervals import IntervalRecording
from sessions.formats.joined import parts_beside
from sessions.formats.rates import RateRecording
from sessions.formats.registry import read_file
from sessions.records import Record, encode_record
from sessions.store import (
    YEARS,
    Origin,
    SessionHeader,
    is_session,
    read_header,
    read_records,
    write_session,
)
from sessions.zone import zone_of

if TYPE_CHECKING:
    from sessions.formats.signals import Annotation, SignalRecording

_MARKER: Final = "marker"
_NO_WORDS: Final = frozenset({"beat", "missed", "extra", "ectopic", "noise"})
_LONGEST_PHASE_S: Final = 86_400.0
_PHASES: Final = frozenset({"inhale", "exhale", "guide inhale", "guide exhale", "guide hold"})
_RATING: Final = re.compile(r"rating (before|after): (.{1,80}) (10|[0-9](?:\.[0-9]+)?)")
"""A rating in our own EDF files."""


class Judge(Protocol):
    """Detects beats and judges whether intervals can come from a heart; this package can do neither."""

    def intervals_of(self, path: Path, found: "SignalRecording") -> "IntervalRecording | RateRecording":
        """Return the intervals between the beats of an ECG, or between annotated beats.

        If there are neither, return heart rates, notes and breaths.

        Raises
        ------
        SessionFileError
            If there are none of these.
        """

    def require_heart(self, path: Path, found: IntervalRecording) -> None:
        """Refuse intervals that can't be those of a heart.

        Raises
        ------
        SessionFileError
            If they can't be those of a heart.
        """


@dataclass(frozen=True, slots=True)
class Import:
    """The outcome of importing a file.

    Parameters
    ----------
    summary : SessionSummary
        The new session.
    warnings : tuple of Message
        What a person should know about how it was read.
    joined : tuple of Path
        Other files of the same recording, which were imported with it.
    """

    summary: SessionSummary
    warnings: tuple[Message, ...]
    joined: tuple[Path, ...] = ()


def import_file(path: Path, folder: SessionFolder, judge: Judge | None = None) -> Import:
    """Make a session from a file in any format; keep every interval unchanged.

    A session file, for example from another computer, is imported with all its records.

    Parameters
    ----------
    path : Path
        The file.
    folder : SessionFolder
        The folder for the new session.
    judge : Judge, optional
        Detects the beats of an ECG, and refuses intervals that can't be a heart's before anything is stored.

    Raises
    ------
    SessionFileError
        If the file can't be read, has no intervals, or was imported before.
    """
    if _is_session(path):
        return _import_session(path, folder)
    read = read_file(path)
    notes: tuple[Annotation, ...] = ()
    found: IntervalRecording | RateRecording
    if isinstance(read, IntervalRecording | RateRecording):
        found = read
    else:
        if judge is None:
            raise SessionFileError(
                message("file.signals_only", path=str(path)), message("file.signals_only.advice")
            )
        found, notes = judge.intervals_of(path, read), read.annotations
    if judge is not None and isinstance(found, IntervalRecording):
        judge.require_heart(path, found)
    warnings = found.warnings
    told = _told_start(found)
    if told is None:
        warnings = (*warnings, _date_warning(found.started_at))
    started_at = told or _start_by_file(path, found)
    beats = len(found.rr_ms) if isinstance(found, IntervalRecording) else 0
    _refuse_again(path, folder, started_at, beats, _last_s(found))
    zone = None if told is None or found.started_at is None else zone_of(found.started_at)

    def write(file: Path) -> Path:
        header = SessionHeader(started_at, 0, Origin.IMPORT, zone)
        write_session(file, header, map(encode_record, _records(path, found, warnings, notes)))
        return file

    return Import(summarise(folder.place(started_at, write)), warnings, parts_beside(path))


def _is_session(path: Path) -> bool:
    try:
        return path.is_file() and is_session(path)
    except OSError as error:
        raise unreadable(path, error) from error


def _import_session(path: Path, folder: SessionFolder) -> Import:
    """Copy a session into the folder, record by record, so that nothing else is copied with it."""
    header, summary = read_header(path), summarise(path)
    for file in folder.files_of(header.started_at):
        if _is_same(file, header, summary):
            raise _again(path, file.stem)
    outside: list[bool] = []

    def write(file: Path) -> Path:
        records = read_records(path, left_out=lambda: outside.append(True))
        write_session(file, header, map(encode_record, records))
        return file

    placed = folder.place(header.started_at, write)
    warnings = (message("file.records_left_out", count=len(outside)),) if outside else ()
    return Import(summarise(placed), warnings)


def _is_same(file: Path, header: SessionHeader, summary: SessionSummary) -> bool:
    with suppress(SessionFileError):  # a damaged file can't be compared
        if read_header(file) == header:
            known = summarise(file)
            return (known.beats, known.duration_s) == (summary.beats, summary.duration_s)
    return False


def _refuse_again(
    path: Path, folder: SessionFolder, started_at: datetime, beats: int, duration_s: float
) -> None:
    if (same := _imported_before(folder, started_at, beats, duration_s)) is not None:
        raise _again(path, same)


def _again(path: Path, same: str) -> SessionFileError:
    return SessionFileError(
        message("file.imported_before", path=str(path), session=same), message("file.imported_before.advice")
    )


def _told_start(found: IntervalRecording | RateRecording) -> datetime | None:
    """Return the start that the file gives; None if it gives none or an impossible one."""
    with suppress(OverflowError, OSError, ValueError):  # this system has no time zones for such a year
        if found.started_at is not None:
            started_at = found.started_at.astimezone(UTC)
            return started_at if YEARS[0] <= started_at.year < YEARS[1] else None
    return None


def _date_warning(started_at: datetime | None) -> Message:
    """Return the warning that the start comes from the file's modification date, and why."""
    if started_at is None:
        return message("store.import_without_date")
    return message("store.import_odd_date", day=started_at.date())


def _last_s(found: IntervalRecording | RateRecording) -> float:
    return found.end_s[-1] if isinstance(found, IntervalRecording) else found.duration_s


def _start_by_file(path: Path, found: IntervalRecording | RateRecording) -> datetime:
    ended_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    started_at = ended_at - timedelta(seconds=_last_s(found))
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in YEARS)
    return min(max(started_at, first), last)


def _imported_before(
    folder: SessionFolder, started_at: datetime, beats: int, duration_s: float
) -> str | None:
    """Return the name of an import that began in the same second and has the same beats or length."""
    for file in folder.files_of(started_at):
        with suppress(SessionFileError):  # a damaged file can't be compared
            if read_header(file).origin is Origin.IMPORT:
                known = summarise(file)
                if known.beats == beats and (beats or abs(known.duration_s - duration_s) < 1.0):
                    return file.stem
    return None


def _records(
    path: Path,
    found: IntervalRecording | RateRecording,
    warnings: tuple[Message, ...],
    notes: tuple["Annotation", ...],
) -> Iterator[Record]:
    yield Marker(0, sentences(message("store.imported_from", file=path.name, form=found.format), *warnings))
    yield LinkChanged(0, LinkState.STREAMING)
    end_ns = 0
    waiting = deque(notes)
    for record in _heard(found):
        end_ns = record.time_ns
        while waiting and round(waiting[0].onset_s * 1e9) <= end_ns:
            yield from _said(waiting.popleft())
        yield record
    for note in waiting:
        end_ns = max(end_ns, round(note.onset_s * 1e9))
        yield from _said(note)
    if isinstance(found, RateRecording):
        end_ns = max(end_ns, round(found.duration_s * 1e9))
    yield LinkChanged(end_ns, LinkState.IDLE)


def _heard(found: IntervalRecording | RateRecording) -> Iterator[Record]:
    """Yield the intervals, or heart rates in the packets of a strap that sends no intervals."""
    if isinstance(found, IntervalRecording):
        for rr_ms, end_s, adjacent in zip(found.rr_ms, found.end_s, found.adjacent, strict=True):
            yield ImportedInterval(round(end_s * 1e9), rr_ms, adjacent)
        return
    for time_s, rate_per_min in zip(found.time_s, found.rate_per_min, strict=True):
        packet = encode_heart_rate_measurement(heart_rate_per_min=rate_per_min)
        yield Notification(round(time_s * 1e9), HEART_RATE_MEASUREMENT, packet)


def _said(note: "Annotation") -> Iterator[Record]:
    """Yield the person's entries and the parts of breaths; skip the annotations of beats and their labels."""
    time_ns = round(note.onset_s * 1e9)
    if (rated := _RATING.fullmatch(note.text)) is not None:
        yield Rating(time_ns, rated[2], float(rated[3]), RatingMoment(rated[1]))
    elif note.text in _PHASES and note.duration_s is not None and note.duration_s <= _LONGEST_PHASE_S:
        yield ImportedPhase(time_ns, note.duration_s, note.text)
    elif note.duration_s is None and note.text not in _NO_WORDS:
        yield Marker(time_ns, None if note.text == _MARKER else verbatim(note.text))
