"""The outcome of a recorded session, breath by breath, from the engine that ran during the recording."""

from collections.abc import Callable, Mapping
from pathlib import Path

from biofeedback.analysis.outcome import SessionOutcome, summarise_outcome
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from biofeedback.engine.followed import Followed, followed
from biofeedback.engine.run import run
from devices.events import Event, GuideChanged, Rating, RatingMoment, Tick
from sessions.events import decoded
from sessions.store import read_header, read_records


class OutcomeTally:
    """Computes the outcome of a session from its events, in any pass that reads them.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of its events.
    """

    def __init__(self, start_ns: int) -> None:
        self._engine, self._course = Engine(start_ns), SessionCourse()
        self._ratings: dict[RatingMoment, dict[str, float]] = {when: {} for when in RatingMoment}

    def take(self, event: Event) -> None:
        """Take the next event of the session."""
        if isinstance(event, Rating):
            self._ratings[event.when][event.scale] = event.value
        for state in run((event,), engine=self._engine, wanted=_is_seen):
            self._course.see(state)

    def followed(self) -> Followed:
        """Return how the breaths compared with the guide, after all events were taken."""
        state = self._engine.state()
        self._course.see(state)
        return followed(self._course, state.guided)

    def outcome(self, names: Mapping[str, str]) -> SessionOutcome:
        """Return the outcome of the session, after all events were taken.

        Parameters
        ----------
        names : mapping of str to str
            Names of the scales by their key.
        """
        state = self._engine.state()
        self._course.see(state)
        return summarise_outcome(
            self._course,
            guided=state.guided,
            practised_s=state.practised_s,
            before=self._ratings[RatingMoment.BEFORE],
            after=self._ratings[RatingMoment.AFTER],
            ordinary=state.before_after,
            names=names,
        )


def past_outcome(
    path: Path, names: Mapping[str, str], *, should_stop: Callable[[], bool] = bool
) -> SessionOutcome:
    """Return the outcome of a session.

    Parameters
    ----------
    path : Path
        The session's file.
    names : mapping of str to str
        Names of the scales by their key.
    should_stop : callable, optional
        Called at each event; reading stops when it returns true.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true.
    SessionFileError
        If the file is not a readable session.
    """
    tally = OutcomeTally(read_header(path).start_ns)
    for event in decoded(read_records(path), should_stop=should_stop):
        tally.take(event)
    return tally.outcome(names)


def _is_seen(event: Event) -> bool:
    return isinstance(event, Tick | GuideChanged)
