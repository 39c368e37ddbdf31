"""The course of a programme: which step runs at which second, without the steps left out."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, replace

from biofeedback.programmes.programme import LeaveOut, Programme, Step


@dataclass(frozen=True, slots=True)
class CoursePlace:
    """A moment in a programme.

    Parameters
    ----------
    number : int
        The step's index among all steps of the programme, from 0.
    step : Step
        The step.
    gone_s : float
        Elapsed time of the step.
    """

    number: int
    step: Step
    gone_s: float


@dataclass(frozen=True, slots=True)
class Course:
    """A programme with one person's choices.

    Parameters
    ----------
    programme : Programme
        The programme.
    skipped_regions : frozenset of str
        English names of the regions to leave out.
    at_bedtime : bool
        Whether to leave out the steps that are not for bedtime.
    """

    programme: Programme
    skipped_regions: frozenset[str] = frozenset()
    at_bedtime: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """The indices of the steps that take place, among all steps of the programme."""
        return tuple(
            number for number, step in enumerate(self.programme.steps) if not self._is_left_out(step)
        )

    @property
    def seconds(self) -> float:
        """Total duration of the steps that take place."""
        return sum(self.programme.steps[number].seconds for number in self.numbers)

    def starts_s(self) -> tuple[tuple[int, float], ...]:
        """Return number and start time of each step that takes place."""
        found, at_s = [], 0.0
        for number in self.numbers:
            found.append((number, at_s))
            at_s += self.programme.steps[number].seconds
        return tuple(found)

    def at(self, time_s: float) -> CoursePlace | None:
        """Return the place after `time_s` seconds of practice; None after the end."""
        starts = self.starts_s()
        if not starts or time_s >= self.seconds:
            return None
        index = max(0, bisect_right([start_s for _, start_s in starts], time_s) - 1)
        number, start_s = starts[index]
        return CoursePlace(number, self.programme.steps[number], max(0.0, time_s - start_s))

    def back_s(self, time_s: float, *, again_within_s: float = 3.0) -> float:
        """Return the time to go back to: the step's start, or the previous step if this one has just begun.

        Parameters
        ----------
        time_s : float
            Current time in the programme, in seconds.
        again_within_s : float, optional
            Time in seconds during which a step counts as just begun.
        """
        starts = [start_s for _, start_s in self.starts_s()]
        index = max(0, bisect_right(starts, time_s) - 1)
        if index and time_s - starts[index] < again_within_s:
            index -= 1
        return starts[index] if starts else 0.0

    def without(self, region: str, time_s: float) -> tuple["Course", float]:
        """Leave a region out from now on; return the new course and its current time.

        Parameters
        ----------
        region : str
            English name of the region.
        time_s : float
            Current time in the programme, in seconds.
        """
        return self._as(replace(self, skipped_regions=self.skipped_regions | {region}), time_s)

    def for_bedtime(self, time_s: float, *, at_bedtime: bool) -> tuple["Course", float]:
        """Leave out or restore the steps that are not for bedtime; see `without` for `time_s` and result."""
        return self._as(replace(self, at_bedtime=at_bedtime), time_s)

    def _as(self, course: "Course", time_s: float) -> tuple["Course", float]:
        """Return another course of the same programme, and the time at which it continues."""
        place = self.at(time_s)
        if place is None:
            return course, course.seconds
        for number, start_s in course.starts_s():
            if number == place.number:
                return course, start_s + place.gone_s
            if number > place.number:
                return course, start_s
        return course, course.seconds

    def _is_left_out(self, step: Step) -> bool:
        return step.region_name in self.skipped_regions or (
            self.at_bedtime and step.leave_out is LeaveOut.BEDTIME
        )


def regions(programme: Programme) -> tuple[str, ...]:
    """Return the English names of a programme's regions, each once, in order."""
    named = (step.region_name for step in programme.steps)
    return tuple(dict.fromkeys(name for name in named if name is not None))


def known_regions(programme: Programme, names: Collection[str]) -> frozenset[str]:
    """Return the names that are regions of the programme."""
    return frozenset(names) & frozenset(regions(programme))
