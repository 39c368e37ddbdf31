"""Sessions made of files of other programs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from devices.events import ImportedInterval, LinkChanged, LinkState, Marker
from devices.message import Message, as_message, message, sentences
from sessions.errors import SessionFileError, unreadable
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.formats.detection import read_intervals
from sessions.formats.edf.header import is_edf
from sessions.formats.intervals import IntervalRecording
from sessions.records import Record, encode_record
from sessions.store import YEARS, Origin, SessionHeader, is_session, read_header, write_session


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a file.

    Parameters
    ----------
    summary : SessionSummary
        The new session.
    warnings : tuple of Message or str
        What a person should know of how it was read.
    """

    summary: SessionSummary
    warnings: tuple[Message | str, ...]


def import_file(path: Path, folder: SessionFolder) -> Import:
    """Make a session of a file of RR intervals, whatever its format; every interval is kept as it is.

    Raises
    ------
    SessionFileError
        If the file can't be read, is no file of intervals, or was imported before.
    """
    _refuse_what_is_read_otherwise(path)
    found = read_intervals(path)
    warnings: tuple[Message | str, ...] = found.warnings
    told = _told_start(found)
    if told is None:
        warnings = (*warnings, _date_warning(found.started_at))
    started_at = told or _start_by_file(path, found)
    if (same := _imported_before(folder, started_at, len(found.rr_ms))) is not None:
        raise SessionFileError(
            message("store.imported_before", path=f"{path}", session=same), message("store.delete_first")
        )

    def write(file: Path) -> Path:
        header = SessionHeader(started_at, 0, Origin.IMPORT)
        write_session(file, header, map(encode_record, _records(path, found, warnings)))
        return file

    return Import(summarise(folder.place(started_at, write)), warnings)


def _refuse_what_is_read_otherwise(path: Path) -> None:
    try:
        if path.is_file() and is_session(path):
            read_header(path)
            raise SessionFileError(
                message("store.is_session_already", path=f"{path}"), message("store.taken_by_path")
            )
        if path.is_file() and is_edf(path):
            raise SessionFileError(message("store.is_edf", path=f"{path}"), message("store.analyze_reads_it"))
    except OSError as error:
        raise unreadable(path, error) from error


def _told_start(found: IntervalRecording) -> datetime | None:
    """Return when the file says that it began, None where it does not or that can't be."""
    with suppress(OverflowError, OSError, ValueError):  # a year that this system has no time zones for
        if found.started_at is not None:
            started_at = found.started_at.astimezone(UTC)
            return started_at if YEARS[0] <= started_at.year < YEARS[1] else None
    return None


def _date_warning(started_at: datetime | None) -> Message:
    """Say why the file's own date was taken for the start."""
    if started_at is None:
        return message("store.import_without_date")
    return message("store.import_odd_date", day=started_at.date())


def _start_by_file(path: Path, found: IntervalRecording) -> datetime:
    ended_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    started_at = ended_at - timedelta(seconds=found.end_s[-1])
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in YEARS)
    return min(max(started_at, first), last)


def _imported_before(folder: SessionFolder, started_at: datetime, beats: int) -> str | None:
    """Return the name of a session that began in the same second with as many beats."""
    for file in folder.files_of(started_at):
        with suppress(SessionFileError):  # a damaged file is another matter
            if read_header(file).origin is Origin.IMPORT and summarise(file).beats == beats:
                return file.stem
    return None


def _records(path: Path, found: IntervalRecording, warnings: tuple[Message | str, ...]) -> Iterator[Record]:
    imported = message("store.imported_from", file=path.name, form=found.format.value)
    yield Marker(0, sentences(imported, *map(as_message, warnings)))
    yield LinkChanged(0, LinkState.STREAMING)
    end_ns = 0
    for rr_ms, end_s, adjacent in zip(found.rr_ms, found.end_s, found.adjacent, strict=True):
        end_ns = round(end_s * 1e9)
        yield ImportedInterval(end_ns, rr_ms, adjacent)
    yield LinkChanged(end_ns, LinkState.IDLE)
