"""What was practised so far, from the recorded sessions; what was found in one is kept beside them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Final, TypedDict

from msgspec import Meta, MsgspecError, convert

from biofeedback.person.levels import EASE_SCALE, OWN_PACE, Done, ease_of, programme_like
from devices.breath_pattern import BreathPattern
from devices.events import Rating, RatingMoment
from devices.guided_spans import GuidedSpans
from devices.regular_file import read_regular_file
from devices.steps import StepChanged
from sessions.errors import SessionFileError
from sessions.events import ReadingStopped
from sessions.folder import SessionFolder
from sessions.history.trends import PRACTISED
from sessions.private_file import replace_private_file
from sessions.store import read_header, read_records

PRACTICES_NAME: Final = "practices.json"
LEAST_PRACTISED_S: Final = 90.0
"""What was shorter counts as not done: half of the shortest programme."""

_VERSION: Final = 1
_LARGEST_BYTES: Final = 20_000_000
_LONGEST_S: Final = 7 * 86_400.0
_SAID_FROM: Final = 5.0
"""A rating of this much, or more, of being dizzy or restless says that one was."""


class KeptPractice(TypedDict):
    """What is kept of one session, as JSON has it."""

    stamp: tuple[int, int]
    started_at: datetime
    programme: Annotated[str, Meta(min_length=1, max_length=255)]
    practised_s: Annotated[float, Meta(ge=0.0, le=_LONGEST_S)]
    ratings: dict[str, Annotated[float, Meta(ge=0.0, le=10.0)]]


def practices_of(
    folder: SessionFolder,
    zone: tzinfo | None = None,
    *,
    present: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Done]:
    """Return what was practised, oldest first: with a strap or without, for a minute and a half at least.

    Of a session that is new or has changed, only the events are read; of the others nothing is.

    Parameters
    ----------
    folder : SessionFolder
        Where the sessions lie. One that can't be read is passed over, since the list of sessions names it.
    zone : tzinfo or None
        Whose calendar says on which day; None is the computer's own.
    present : Path or None, optional
        The session that is being recorded, which is left out.
    should_stop : callable, optional
        Asked before each session whether to stop.

    Raises
    ------
    SessionFileError
        If the folder itself can't be read.
    ReadingStopped
        If it was to stop.
    """
    file = folder.path / PRACTICES_NAME
    known = _kept(file)
    found: dict[str, KeptPractice] = {}
    for path in folder.files():
        if should_stop():
            raise ReadingStopped
        if path != present and (one := _practice(path, known)) is not None:
            found[path.stem] = one
    if found != known:
        with suppress(SessionFileError):  # a folder that can't be written to costs time only
            replace_private_file(file, _as_json(found))
    kept = sorted(found.values(), key=lambda one: one["started_at"])
    return [_done(one, zone) for one in kept if one["practised_s"] >= LEAST_PRACTISED_S]


def _practice(path: Path, known: dict[str, KeptPractice]) -> KeptPractice | None:
    with suppress(OSError, SessionFileError):
        status = path.stat()
        stamp = (status.st_size, status.st_mtime_ns)
        kept = known.get(path.stem)
        return kept if kept is not None and kept["stamp"] == stamp else _read(path, stamp)
    return None


def _read(path: Path, stamp: tuple[int, int]) -> KeptPractice:
    header = read_header(path)
    spans, programme = GuidedSpans(header.start_ns), ""
    ratings: dict[str, float] = {}
    for event in read_records(path, events_only=True) if header.origin in PRACTISED else ():
        spans.take(event)
        if isinstance(event, StepChanged):
            programme = event.programme
        elif isinstance(event, Rating) and event.when is RatingMoment.AFTER:
            ratings[event.scale] = event.value
    return KeptPractice(
        stamp=stamp,
        started_at=header.started_at,
        programme=programme or _programme_like(spans),
        practised_s=spans.practised_s,
        ratings=ratings,
    )


def _programme_like(spans: GuidedSpans) -> str:
    """Return what a practice without a programme counts as, by the pace that was practised longest."""
    lengths_s: dict[BreathPattern, float] = defaultdict(float)
    for span in spans.spans:
        lengths_s[span.guide.pattern] += span.end_s - span.begin_s
    return programme_like(max(lengths_s, key=lambda one: lengths_s[one])) if lengths_s else OWN_PACE


def _as_json(found: dict[str, KeptPractice]) -> bytes:
    return json.dumps({"version": _VERSION, "sessions": found}, default=datetime.isoformat).encode()


def _kept(file: Path) -> dict[str, KeptPractice]:
    """Return what is kept by session; of a damaged file, or one of another version, nothing is believed."""
    try:
        data = json.loads(read_regular_file(file, _LARGEST_BYTES))
        return dict(_sensible(data["sessions"])) if data["version"] == _VERSION else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _sensible(sessions: dict[str, object]) -> Iterator[tuple[str, KeptPractice]]:
    for name, said in sessions.items():
        with suppress(MsgspecError, ValueError):
            kept = convert(said, KeptPractice)
            if kept["started_at"].tzinfo is not None:
                yield name, kept


def _done(kept: KeptPractice, zone: tzinfo | None) -> Done:
    ratings = kept["ratings"]
    return Done(
        kept["started_at"].astimezone(zone).date(),
        kept["programme"],
        kept["practised_s"] / 60.0,
        ease_of(ratings[EASE_SCALE]) if EASE_SCALE in ratings else None,
        dizzy=ratings.get("dizzy", 0.0) >= _SAID_FROM,
        restless=ratings.get("restless", 0.0) >= _SAID_FROM,
    )
