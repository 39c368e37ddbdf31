"""What was practised so far, read from the recorded sessions; the result for each is cached beside them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Final, TypedDict

from msgspec import Meta, MsgspecError, convert

from biofeedback.person.levels import BELLY, OWN_PACE, Done, programme_like, same_level
from biofeedback.practice.reached_rate import how_followed
from devices.breath_pattern import BreathPattern
from devices.guided_spans import GuidedSpan, GuidedSpans, Timed
from devices.regular_file import read_regular_file
from devices.steps import StepChanged
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered
from sessions.errors import SessionFileError
from sessions.events import ReadingStopped
from sessions.folder import SessionFolder
from sessions.history.trends import PRACTISED
from sessions.private_file import replace_private_file
from sessions.store import read_header, read_records

PRACTICES_NAME: Final = "practices.json"
LEAST_PRACTISED_S: Final = 90.0
"""Shortest practice that counts, in seconds: half the shortest programme. After dizziness, any counts."""

_VERSION: Final = 2
_LARGEST_BYTES: Final = 20_000_000
_LONGEST_S: Final = 7 * 86_400.0


class KeptPart(TypedDict):
    """Cached data of one programme within a session, as stored in JSON."""

    programme: Annotated[str, Meta(min_length=1, max_length=255)]
    practised_s: Annotated[float, Meta(ge=0.0, le=_LONGEST_S)]
    dizzy: bool
    restless: bool


class KeptPractice(TypedDict):
    """Cached data of one session, as stored in JSON; `judged` says whether its breaths were checked."""

    stamp: tuple[int, int]
    started_at: datetime
    parts: list[KeptPart]
    ease: Ease | None
    judged: bool
    rate_followed: bool | None
    ratio_reached: bool | None


def practices_of(
    folder: SessionFolder,
    zone: tzinfo | None = None,
    *,
    present: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Done]:
    """Return all practices, oldest first, with or without a strap, that lasted at least a minute and a half.

    Only the events of new or changed sessions are read; the others come from the cache. The breaths are
    checked only in the last three practices of the present level, which decide on the next one.

    Parameters
    ----------
    folder : SessionFolder
        Where the sessions are. One that can't be read is skipped, since the list of sessions reports it.
    zone : tzinfo or None
        The time zone that decides on which day a session was; None is the computer's own.
    present : Path or None, optional
        The session that is being recorded; it is left out.
    should_stop : callable, optional
        Called before each session; if it returns true, reading stops.

    Raises
    ------
    SessionFileError
        If the folder itself can't be read.
    ReadingStopped
        If `should_stop` returned true.
    """
    file = folder.path / PRACTICES_NAME
    known = _kept(file)
    files = {path.stem: path for path in folder.files() if path != present}
    found: dict[str, KeptPractice] = {}
    for name, path in files.items():
        if should_stop():
            raise ReadingStopped
        if (one := _practice(path, known)) is not None:
            found[name] = one
    order = sorted(found, key=lambda name: found[name]["started_at"])
    found |= _judged(files, [(name, _done(found[name], zone)) for name in order], found)
    if found != known:
        with suppress(SessionFileError):  # a folder that can't be written to only costs time
            replace_private_file(file, _as_json(found))
    return [done for name in order for done in _done(found[name], zone)]


def _practice(path: Path, known: dict[str, KeptPractice]) -> KeptPractice | None:
    with suppress(OSError, SessionFileError):
        status = path.stat()
        stamp = (status.st_size, status.st_mtime_ns)
        kept = known.get(path.stem)
        return kept if kept is not None and kept["stamp"] == stamp else _read(path, stamp)
    return None


def _judged(
    files: dict[str, Path], done: Sequence[tuple[str, list[Done]]], found: dict[str, KeptPractice]
) -> dict[str, KeptPractice]:
    """Return new cache entries, with how the breaths followed, for the sessions that decide on the level."""
    named = [(name, one) for name, parts in done for one in parts]
    deciding = {id(one) for one in same_level([one for _, one in named]) if one.programme != BELLY[0]}
    judged: dict[str, KeptPractice] = {}
    for name in dict.fromkeys(name for name, one in named if id(one) in deciding):
        if found[name]["judged"]:
            continue
        with suppress(OSError, SessionFileError):
            known = how_followed(files[name])
            judged[name] = {
                **found[name],
                "judged": True,
                "rate_followed": known.rate_followed,
                "ratio_reached": known.ratio_reached,
            }
    return judged


def _read(path: Path, stamp: tuple[int, int]) -> KeptPractice:
    header = read_header(path)
    parts, ease = _Parts(header.start_ns), None
    for event in read_records(path, events_only=True) if header.origin in PRACTISED else ():
        parts.take(event)
        if isinstance(event, PracticeAnswered):
            ease = event.ease
    return KeptPractice(
        stamp=stamp,
        started_at=header.started_at,
        parts=parts.whole(),
        ease=ease,
        judged=False,
        rate_followed=None,
        ratio_reached=None,
    )


class _Parts:
    """Divides a session at each change to another programme.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of its events.
    """

    def __init__(self, start_ns: int) -> None:
        self._spans = GuidedSpans(start_ns)
        self._closed: list[KeptPart] = []
        self._programme = ""
        self._since_s, self._since_span = 0.0, 0
        self._felt: set[Feeling] = set()

    def take(self, event: Timed) -> None:
        """Take the next event of the session."""
        self._spans.take(event)
        if isinstance(event, StepChanged) and event.programme != self._programme:
            if self._programme or self._practised_s > 0.0:
                self._close()
            self._programme = event.programme
        elif isinstance(event, FeelingTold):
            self._felt.add(event.feeling)
        elif isinstance(event, PracticeAnswered):
            said = {Feeling.DIZZY: event.dizzy, Feeling.RESTLESS: event.restless}
            self._felt |= {feeling for feeling, felt in said.items() if felt}

    def whole(self) -> list[KeptPart]:
        """Return the parts of the session, after all its events were taken."""
        self._close()
        return self._closed

    @property
    def _practised_s(self) -> float:
        return self._spans.practised_s - self._since_s

    def _close(self) -> None:
        spans = self._spans.spans
        self._closed.append(
            KeptPart(
                programme=self._programme or _programme_like(spans[self._since_span :]),
                practised_s=self._practised_s,
                dizzy=Feeling.DIZZY in self._felt,
                restless=Feeling.RESTLESS in self._felt,
            )
        )
        self._since_s, self._since_span = self._spans.practised_s, len(spans)
        self._felt = set()


def _programme_like(spans: Sequence[GuidedSpan]) -> str:
    """Return the programme that a practice without one counts as, by the pace practised longest."""
    lengths_s: dict[BreathPattern, float] = defaultdict(float)
    for span in spans:
        lengths_s[span.guide.pattern] += span.end_s - span.begin_s
    return programme_like(max(lengths_s, key=lambda one: lengths_s[one])) if lengths_s else OWN_PACE


def _as_json(found: dict[str, KeptPractice]) -> bytes:
    return json.dumps({"version": _VERSION, "sessions": found}, default=datetime.isoformat).encode()


def _kept(file: Path) -> dict[str, KeptPractice]:
    """Return the cache entries by session; empty if the file is damaged or has another version."""
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


def _done(kept: KeptPractice, zone: tzinfo | None) -> list[Done]:
    day = kept["started_at"].astimezone(zone).date()
    return [
        Done(
            day,
            part["programme"],
            part["practised_s"] / 60.0,
            kept["ease"] if part is kept["parts"][-1] else None,
            dizzy=part["dizzy"],
            restless=part["restless"],
            rate_followed=kept["rate_followed"],
            ratio_reached=kept["ratio_reached"],
        )
        for part in kept["parts"]
        if part["practised_s"] >= LEAST_PRACTISED_S or (part["dizzy"] and part["practised_s"] > 0.0)
    ]
