"""The guide as a function of time: stage and lung position, continuous when the pattern changes."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from biofeedback.pacing.pattern import BreathPattern


class Stage(StrEnum):
    """The two halves of a guided breath."""

    INHALE = "inhale"
    EXHALE = "exhale"


@dataclass(frozen=True, slots=True)
class GuidePosition:
    """Where the guide is at one moment.

    Parameters
    ----------
    breath : int
        Number of the breath since the start, from 0.
    stage : Stage
        Inhale or exhale.
    lung_position : float
        0 empty to 1 full, a raised cosine in each stage.
    remaining_s : float
        Time left in this stage at the present pattern.
    """

    breath: int
    stage: Stage
    lung_position: float
    remaining_s: float


@dataclass(frozen=True, slots=True)
class Turn:
    """The beginning of a stage."""

    time_s: float
    stage: Stage
    breath: int


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide from one change to the next.

    Parameters
    ----------
    pattern : BreathPattern
        Rate and ratio.
    running : bool
        False before the start and while paused.
    anchor_s : float
        Time of the last change.
    anchor_breath : int
        Breath at that time.
    anchor_within_s : float
        Time since that breath's inhale onset, at this pattern's speed.
    """

    pattern: BreathPattern = field(default_factory=BreathPattern)
    running: bool = False
    anchor_s: float = 0.0
    anchor_breath: int = 0
    anchor_within_s: float = 0.0

    def at(self, time_s: float) -> GuidePosition:
        """Position at a time not before the last change."""
        breath, within_s = self._breath_and_time_within(time_s)
        inhale_s = self.pattern.inhale_s
        if within_s < inhale_s:
            fraction = within_s / inhale_s
            lung = 0.5 - 0.5 * math.cos(math.pi * fraction)
            return GuidePosition(breath, Stage.INHALE, lung, inhale_s - within_s)
        fraction = (within_s - inhale_s) / self.pattern.exhale_s
        lung = 0.5 + 0.5 * math.cos(math.pi * fraction)
        return GuidePosition(breath, Stage.EXHALE, lung, self.pattern.period_s - within_s)

    def changed(self, time_s: float, pattern: BreathPattern, *, running: bool) -> "Guide":
        """Return the guide after a change: stage and lung position go on from where they are."""
        breath, within_s = self._breath_and_time_within(time_s)
        old = self.pattern
        if within_s < old.inhale_s:
            within_s = within_s / old.inhale_s * pattern.inhale_s
        else:
            within_s = pattern.inhale_s + (within_s - old.inhale_s) / old.exhale_s * pattern.exhale_s
        return Guide(pattern, running, time_s, breath, within_s)

    def turns(self, from_s: float, until_s: float) -> tuple[Turn, ...]:
        """Stage beginnings in the half-open span [from_s, until_s), none before the last change."""
        if not self.running:
            return ()
        period_s, inhale_s = self.pattern.period_s, self.pattern.inhale_s
        origin_s = self.anchor_s - self.anchor_within_s
        first = max(0, math.floor((from_s - origin_s) / period_s))
        last = math.floor((until_s - origin_s) / period_s)
        turns = [
            Turn(origin_s + k * period_s + offset_s, stage, self.anchor_breath + k)
            for k in range(first, last + 1)
            for offset_s, stage in ((0.0, Stage.INHALE), (inhale_s, Stage.EXHALE))
        ]
        return tuple(t for t in turns if max(from_s, self.anchor_s) <= t.time_s < until_s)

    def _breath_and_time_within(self, time_s: float) -> tuple[int, float]:
        if not self.running:
            return self.anchor_breath, self.anchor_within_s
        since_s = max(0.0, time_s - self.anchor_s) + self.anchor_within_s
        breaths = math.floor(since_s / self.pattern.period_s)
        within_s = min(since_s - breaths * self.pattern.period_s, math.nextafter(self.pattern.period_s, 0.0))
        return self.anchor_breath + breaths, max(0.0, within_s)
