"""What recorded sessions came to, for the history: read from their files, through the engine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final

from biofeedback.engine import Engine
from biofeedback.session_course import SessionCourse
from biofeedback.session_outcome import SessionOutcome, summarise
from devices.decoder import Decoder
from devices.events import Event, GuideChanged, Rating, RatingMoment, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder
from sessions.store import Origin, read_header, read_records

_FEWEST_BREATHS: Final = 12
"""A session's median response rests on at least so many: two minutes at 6 a minute."""

_COUNTED: Final = (Origin.STRAP, Origin.IMPORT)


@dataclass(frozen=True, slots=True)
class PastSession:
    """One line of the history.

    Parameters
    ----------
    name : str
        File name without its ending.
    file : Path
        The file.
    started_at : datetime
        Start in UTC.
    counts : bool
        Whether it is a person's own practice: simulated and replayed sessions do not count.
    practised_min : float
        Time with the guide running.
    rate_per_min : float or None
        The guide's, most of the time.
    response_ms : float or None
        Median RSA amplitude of the guided breaths.
    ratings : tuple of Rating
        Before and after.
    """

    name: str
    file: Path
    started_at: datetime
    counts: bool
    practised_min: float
    rate_per_min: float | None
    response_ms: float | None
    ratings: tuple[Rating, ...]

    def rating(self, scale: str, when: RatingMoment) -> float | None:
        """Return the last rating on a scale on one side of the practice."""
        return next((r.value for r in reversed(self.ratings) if (r.scale, r.when) == (scale, when)), None)


class PastSessions:
    """The sessions of a folder.

    Parameters
    ----------
    folder : SessionFolder
        Where they lie.
    """

    def __init__(self, folder: SessionFolder) -> None:
        self._folder = folder

    def newest_first(self, *, should_stop: Callable[[], bool]) -> Iterator[PastSession]:
        """Yield them, leaving out files that can't be read; asks before each whether to stop."""
        for path in self._folder.files_newest_first():
            if should_stop():
                return
            with suppress(SessionFileError):
                yield past_session(path)


def past_session(path: Path) -> PastSession:
    """Read one session's beats through.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.
    """
    header = read_header(path)
    course, engine, ratings = _seen(path, header.start_ns, only_beats=True)
    state = engine.state()
    known_ms = [breath.rsa_ms for breath in course.breaths if breath.rsa_ms is not None]
    return PastSession(
        name=path.stem,
        file=path,
        started_at=header.started_at,
        counts=header.origin in _COUNTED,
        practised_min=state.practised_s / 60.0,
        rate_per_min=course.usual_rate_per_min,
        response_ms=median(known_ms) if len(known_ms) >= _FEWEST_BREATHS else None,
        ratings=ratings,
    )


def past_outcome(path: Path, names: Mapping[str, str]) -> SessionOutcome:
    """Return what a session came to, breath by breath.

    Parameters
    ----------
    path : Path
        Its file.
    names : mapping of str to str
        Names of the scales by their key.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.
    """
    header = read_header(path)
    course, engine, ratings = _seen(path, header.start_ns, only_beats=False)
    before, after = (
        {r.scale: round(r.value) for r in ratings if r.when is when}
        for when in (RatingMoment.BEFORE, RatingMoment.AFTER)
    )
    state = engine.state()
    return summarise(
        course,
        practised_s=state.practised_s,
        target_ratio=state.guide.pattern.exhale_to_inhale,
        before=before,
        after=after,
        ordinary=state.before_after,
        names=names,
    )


def _seen(path: Path, start_ns: int, *, only_beats: bool) -> tuple[SessionCourse, Engine, tuple[Rating, ...]]:
    engine, course, ratings = Engine(start_ns), SessionCourse(), []
    for event in _events(path, only_beats=only_beats):
        engine.take(event)
        if isinstance(event, Rating):
            ratings.append(event)
        elif isinstance(event, Tick | GuideChanged):
            course.see(engine.state())
    return course, engine, tuple(ratings)


def _events(path: Path, *, only_beats: bool) -> Iterator[Event]:
    decoder = Decoder()
    for record in read_records(path):
        if not isinstance(record, Notification):
            yield record
        elif not only_beats or record.characteristic == HEART_RATE_MEASUREMENT:
            yield decoder.decode(record)
