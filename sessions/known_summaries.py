"""Summaries of sessions, taken from the index if known."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, MsgspecError, Struct
from msgspec.json import Decoder, Encoder

from devices.events import Rating, RatingMoment
from devices.printable import LONGEST_NOTE, printable
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary, summarise
from sessions.session_index import SessionIndex, Stamp, stamp_of
from sessions.store import YEARS, Origin
from sessions.zone import LARGEST_OFFSET_S, Zone, is_zone_name

_PART: Final = "summary/2"
"""Raise the number when the way of computing a summary changes."""

_LONGEST_S: Final = 8 * 86_400.0
_Seconds = Annotated[float, Meta(ge=-60.0, le=_LONGEST_S)]


class _KeptRating(Struct, frozen=True):
    time_ns: int
    scale: Annotated[str, Meta(max_length=255)]
    value: Annotated[float, Meta(ge=0.0, le=10.0)]
    when: RatingMoment


class _KeptAnswers(Struct, frozen=True):
    time_ns: int
    ease: Ease | None
    restless: bool | None
    dizzy: bool | None


class _KeptFeeling(Struct, frozen=True):
    time_ns: int
    feeling: Feeling
    remedy: Remedy | None


class _KeptSummary(Struct, frozen=True, forbid_unknown_fields=True):
    started_at: datetime
    origin: Origin
    duration_s: _Seconds
    beats: Annotated[int, Meta(ge=0, le=10_000_000)]
    ratings: tuple[_KeptRating, ...]
    practised_s: _Seconds | None
    zone: Annotated[str, Meta(max_length=64)]
    utc_offset_s: Annotated[int, Meta(ge=-LARGEST_OFFSET_S, le=LARGEST_OFFSET_S)] | None
    answers: _KeptAnswers | None
    feelings: tuple[_KeptFeeling, ...]
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)]


_ENCODER, _DECODER = Encoder(), Decoder(_KeptSummary)


def known_summaries(
    paths: Iterable[Path], index: SessionIndex
) -> Iterator[SessionSummary | SessionFileError]:
    """Yield a summary of each session, or an error for a file that can't be read.

    Parameters
    ----------
    paths : iterable of Path
        The sessions' files.
    index : SessionIndex
        The index with known summaries.
    """
    index.forget_gone(_PART)
    for path in paths:
        try:
            yield known_summary(path, index)
        except SessionFileError as error:
            yield error


def known_summary(path: Path, index: SessionIndex) -> SessionSummary:
    """Return the summary of a session.

    Raises
    ------
    SessionFileError
        If it can't be read.
    """
    if (found := indexed_summary(path, index)) is not None:
        return found
    try:
        stamp = stamp_of(path)
    except OSError:
        return summarise(path)
    summary = summarise(path)
    keep_summary(summary, index, stamp)
    return summary


def indexed_summary(path: Path, index: SessionIndex) -> SessionSummary | None:
    """Return the summary of a session from the index; None if it is not there."""
    try:
        data = index.find(_PART, path)
        return None if data is None else _summary(path, _DECODER.decode(data))
    except (OSError, MsgspecError, ValueError):
        return None


def keep_summary(summary: SessionSummary, index: SessionIndex, stamp: Stamp) -> None:
    """Store a summary in the index.

    Parameters
    ----------
    summary : SessionSummary
        The summary as read.
    index : SessionIndex
        The index in which to store it.
    stamp : Stamp
        The file's stamp before it was read.
    """
    zone, answers = summary.zone, summary.answers
    kept = _KeptSummary(
        summary.started_at.astimezone(UTC),
        summary.origin,
        summary.duration_s,
        summary.beats,
        tuple(_KeptRating(one.time_ns, one.scale, one.value, one.when) for one in summary.ratings),
        summary.practised_s,
        "" if zone is None else zone.name,
        None if zone is None else zone.utc_offset_s,
        None
        if answers is None
        else _KeptAnswers(answers.time_ns, answers.ease, answers.restless, answers.dizzy),
        tuple(_KeptFeeling(one.time_ns, one.feeling, one.remedy) for one in summary.feelings),
        summary.note,
    )
    index.keep(_PART, summary.file, _ENCODER.encode(kept).decode(), stamp)


def _summary(path: Path, kept: _KeptSummary) -> SessionSummary | None:
    if kept.started_at.tzinfo is None or not YEARS[0] <= kept.started_at.year <= YEARS[1]:
        return None
    zone, answers = None, kept.answers
    if kept.utc_offset_s is not None:
        zone = Zone(kept.utc_offset_s, kept.zone if is_zone_name(kept.zone) else "")
    return SessionSummary(
        path.stem,
        path,
        kept.started_at.astimezone(UTC),
        kept.origin,
        kept.duration_s,
        kept.beats,
        tuple(Rating(one.time_ns, one.scale, one.value, one.when) for one in kept.ratings),
        kept.practised_s,
        None
        if answers is None
        else PracticeAnswered(answers.time_ns, answers.ease, answers.restless, answers.dizzy),
        tuple(FeelingTold(one.time_ns, one.feeling, one.remedy) for one in kept.feelings),
        printable(kept.note, most=LONGEST_NOTE),
        zone,
    )
