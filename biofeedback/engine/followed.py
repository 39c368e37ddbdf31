"""Whether a person followed the guide: rate and exhale:inhale of measured breaths. Pure."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from biofeedback.engine.run import run
from devices.events import Event, GuideChanged, Tick
from devices.guided_spans import GuidedTime

RATE_BAND_PER_MIN: Final = 1.0
LEAST_OF_RATIO: Final = 0.8
FEWEST_FOLLOWED: Final = 6
"""Number of breaths that a result needs."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How the breaths of a practice compared with the guide; None if too few of them were measured.

    Parameters
    ----------
    rate_followed : bool or None
        Whether the median breath was within 1 per minute of the guide's rate.
    ratio_reached : bool or None
        Whether the median exhale:inhale was at least 80 % of the guide's.
    rate_per_min : float or None
        The median rate of the newest third of the breaths, and of at least six breaths.
    """

    rate_followed: bool | None = None
    ratio_reached: bool | None = None
    rate_per_min: float | None = None


def followed(course: SessionCourse, guided: GuidedTime) -> Followed:
    """Return how the measured breaths compared with the running guide; only acceleration shows breaths.

    Parameters
    ----------
    course : SessionCourse
        Everything that was observed in the session.
    guided : GuidedTime
        When the guide ran.
    """
    apart_per_min, rates_per_min, ratios = [], [], []
    for breath in course.measured:
        if breath.label is not BreathLabel.NORMAL or not guided.holds(breath.begin_s):
            continue
        pattern = course.pattern_at(breath.begin_s)
        rates_per_min.append(60.0 / (breath.end_s - breath.begin_s))
        apart_per_min.append(abs(rates_per_min[-1] - pattern.rate_per_min))
        if breath.exhale_to_inhale is not None:
            ratios.append(breath.exhale_to_inhale / pattern.measured_exhale_to_inhale)
    if len(rates_per_min) < FEWEST_FOLLOWED:
        return Followed()
    newest = max(FEWEST_FOLLOWED, len(rates_per_min) // 3)
    return Followed(
        median(apart_per_min) <= RATE_BAND_PER_MIN,
        median(ratios) >= LEAST_OF_RATIO if len(ratios) >= FEWEST_FOLLOWED else None,
        median(rates_per_min[-newest:]),
    )


class FollowedTally:
    """Computes from a session's events how the breaths compared with the guide.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of its events.
    """

    def __init__(self, start_ns: int) -> None:
        self._engine, self._course = Engine(start_ns), SessionCourse()

    def take(self, event: Event) -> None:
        """Take the next event of the session."""
        for state in run((event,), engine=self._engine, wanted=_is_seen):
            self._course.see(state)

    def followed(self) -> Followed:
        """Return how the breaths compared with the guide, after all events were taken."""
        state = self._engine.state()
        self._course.see(state)
        return followed(self._course, state.guided)


def _is_seen(event: Event) -> bool:
    return isinstance(event, Tick | GuideChanged)
