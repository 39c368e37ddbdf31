"""A plan that depends on time alone: which pattern runs when."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from devices.breath_pattern import BreathPattern


@dataclass(frozen=True, slots=True)
class SchedulePart:
    """A pattern for a number of whole breaths."""

    pattern: BreathPattern
    breaths: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.breaths * self.pattern.period_s


class Schedule:
    """Patterns one after the other, each for a number of whole breaths.

    Parameters
    ----------
    parts : iterable of SchedulePart
        The parts; at least one.
    """

    def __init__(self, parts: Iterable[SchedulePart]) -> None:
        self.parts = tuple(parts)
        self.starts_s = tuple(accumulate((part.duration_s for part in self.parts[:-1]), initial=0.0))

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.starts_s[-1] + self.parts[-1].duration_s

    def pattern_at(self, practised_s: float) -> BreathPattern:
        """Return the pattern at a time of guided breathing; after the end, return the last one."""
        return self.part_at(practised_s).pattern

    def part_at(self, practised_s: float) -> SchedulePart:
        """Return the part at a time of guided breathing; after the end, return the last one."""
        return self.parts[max(0, bisect_right(self.starts_s, practised_s) - 1)]
