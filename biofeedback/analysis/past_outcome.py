"""What a recorded session came to, breath by breath, through the same engine as when it was recorded."""

from collections.abc import Callable, Mapping
from pathlib import Path

from biofeedback.analysis.outcome import SessionOutcome, summarise
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from devices.events import GuideChanged, Rating, RatingMoment, Tick
from sessions.events import decoded
from sessions.store import read_header, read_records


def past_outcome(
    path: Path, names: Mapping[str, str], *, should_stop: Callable[[], bool] = bool
) -> SessionOutcome:
    """Return what a session came to.

    Parameters
    ----------
    path : Path
        Its file.
    names : mapping of str to str
        Names of the scales by their key.
    should_stop : callable, optional
        Asked at each event.

    Raises
    ------
    ReadingStopped
        Where that was true.
    SessionFileError
        If the file is not a readable session.
    """
    engine, course = Engine(read_header(path).start_ns), SessionCourse()
    ratings: dict[RatingMoment, dict[str, float]] = {when: {} for when in RatingMoment}
    for event in decoded(read_records(path), should_stop=should_stop):
        engine.take(event)
        if isinstance(event, Rating):
            ratings[event.when][event.scale] = event.value
        elif isinstance(event, Tick | GuideChanged):
            course.see(engine.state())
    state = engine.state()
    course.see(state)
    return summarise(
        course,
        guided=state.guided,
        before=ratings[RatingMoment.BEFORE],
        after=ratings[RatingMoment.AFTER],
        ordinary=state.before_after,
        names=names,
    )
