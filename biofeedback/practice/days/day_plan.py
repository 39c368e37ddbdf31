"""The plan of one day, from the person's files: what was agreed, what was practised, what is offered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from pathlib import Path

from biofeedback.person.levels import Done
from biofeedback.person.plan_file import load_plan
from biofeedback.person.weeks import PlanDay, Terms, plan_day
from biofeedback.practice.past_practices import practices_of
from sessions.folder import SessionFolder


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What the plan of one day is based on.

    Parameters
    ----------
    today : date
        The date in the person's own calendar.
    terms : Terms
        What was agreed.
    done : tuple of Done
        All practices so far, oldest first.
    """

    today: date
    terms: Terms
    done: tuple[Done, ...]

    @property
    def day(self) -> PlanDay:
        """What the plan offers, without what was done today."""
        return plan_day(self.today, self.done, self.terms)

    def with_terms(self, terms: Terms) -> "DayPlan":
        """Return the same day with other agreed terms."""
        return replace(self, terms=terms)


def read_day_plan(
    folder: SessionFolder,
    plan_file: Path,
    today: date,
    *,
    zone: tzinfo | None = None,
    present: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> DayPlan:
    """Read what the plan is based on, so that the window and the command line offer the same.

    Parameters
    ----------
    folder : SessionFolder
        The person's sessions.
    plan_file : Path
        The file with what was agreed; it need not exist.
    today : date
        The date in the person's own calendar.
    zone : tzinfo or None
        The time zone that decides on which day a session was; None is the computer's own.
    present : Path or None, optional
        The session that is being recorded; it is left out.
    should_stop : callable, optional
        Called before each session; if it returns true, `ReadingStopped` is raised.

    Raises
    ------
    PlanError
        If the file of the plan can't be used.
    SessionFileError
        If the folder can't be read.
    """
    terms = load_plan(plan_file)
    done = practices_of(folder, zone, present=present, should_stop=should_stop)
    return DayPlan(today, terms, tuple(done))
