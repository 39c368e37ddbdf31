"""The guide as a function of time: stage and lung position, continuous when the pattern changes."""

import math
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.events import GuideBegin


class Stage(StrEnum):
    """The stages of a guided breath."""

    INHALE = "inhale"
    HOLD = "hold"
    EXHALE = "exhale"


LET_OUT_S: Final = 3.0
"""How long the person breathes out before the first inhale of a practice."""

_STAGES: Final = (Stage.INHALE, Stage.HOLD, Stage.EXHALE, Stage.HOLD)
"""The stages of one breath, in order; a hold without length is left out."""


@dataclass(frozen=True, slots=True)
class GuidePosition:
    """Where the guide is at one moment.

    Parameters
    ----------
    breath : int
        Number of the breath since the start, from 0; −1 during the exhale before the first inhale.
    stage : Stage
        Inhale, exhale, or a hold after one of them.
    lung_position : float
        0 empty to 1 full, a raised cosine in inhale and exhale.
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
        Rate, ratio and holds.
    running : bool
        False before the start and while paused.
    anchor_s : float
        Time of the last change.
    anchor_breath : int
        Number of the breath at that time.
    anchor_stage : int
        Number of the stage at that time: 0 inhale, 1 hold, 2 exhale, 3 hold.
    anchor_within_s : float
        Time since that stage's beginning, at this pattern's speed.
    """

    pattern: BreathPattern = field(default_factory=BreathPattern)
    running: bool = False
    anchor_s: float = 0.0
    anchor_breath: int = 0
    anchor_stage: int = 0
    anchor_within_s: float = 0.0

    def at(self, time_s: float) -> GuidePosition:
        """Return the position at a time that is not before the last change."""
        breath, stage, within_s = self._place(time_s)
        duration_s = _durations_s(self.pattern)[stage]
        fraction = min(1.0, within_s / duration_s) if duration_s else 0.0
        wave = 0.5 - 0.5 * math.cos(math.pi * fraction)
        lung_position = (wave, 1.0, 1.0 - wave, 0.0)[stage]
        return GuidePosition(breath, _STAGES[stage], lung_position, max(0.0, duration_s - within_s))

    def changed(
        self,
        time_s: float,
        pattern: BreathPattern,
        *,
        running: bool,
        begin: GuideBegin = GuideBegin.WHERE_IT_WAS,
    ) -> "Guide":
        """Return the guide after a change.

        Stage and lung position continue from where they are, unless `begin` says otherwise. In a hold that
        the new pattern does not have, the next stage begins.

        Parameters
        ----------
        time_s : float
            When the guide changes.
        pattern : BreathPattern
            The new pattern.
        running : bool
            Whether the guide moves from now on.
        begin : GuideBegin, optional
            How the guide begins.
        """
        breath, stage, within_s = self._place(time_s)
        if running and begin is not GuideBegin.WHERE_IT_WAS:
            next_breath = breath + (stage > 0 or within_s > 0.0)
            if begin is GuideBegin.INHALE:
                return Guide(pattern, running, time_s, next_breath)
            gone_s = max(0.0, pattern.exhale_s - LET_OUT_S)
            return Guide(pattern, running, time_s, next_breath - 1, _STAGES.index(Stage.EXHALE), gone_s)
        old_s, new_s = _durations_s(self.pattern)[stage], _durations_s(pattern)[stage]
        if not new_s:
            breath, stage = breath + (stage + 1) // len(_STAGES), (stage + 1) % len(_STAGES)
            return Guide(pattern, running, time_s, breath, stage, 0.0)
        return Guide(pattern, running, time_s, breath, stage, min(1.0, within_s / old_s) * new_s)

    def turns(self, from_s: float, until_s: float) -> tuple[Turn, ...]:
        """Return the stage beginnings in the half-open span [from_s, until_s) since the last change."""
        if not self.running:
            return ()
        first, last = (self._breaths_until(time_s) for time_s in (from_s, until_s))
        return tuple(
            Turn(turn_s, _STAGES[stage], self.anchor_breath + breath)
            for turn_s, breath, stage in self._turns_of(first - 1, last + 1)
            if from_s <= turn_s < until_s
        )

    def _place(self, time_s: float) -> tuple[int, int, float]:
        """Return the breath, the number of the stage, and the time within it.

        A turn at exactly this time has begun. The times are equal to those of `turns` to the last digit.
        Otherwise a change at a turn could lose the turn or report it twice.
        """
        if not self.running or time_s <= self.anchor_s:
            return self.anchor_breath, self.anchor_stage, self.anchor_within_s
        return _place_of(self, time_s)

    def _find_place(self, time_s: float) -> tuple[int, int, float]:
        breaths = self._breaths_until(time_s)
        for number in (breaths + 1, breaths, breaths - 1):
            for turn_s, breath, stage in reversed(_turns_of_breath(self, number)):
                if turn_s <= time_s:
                    return self.anchor_breath + breath, stage, time_s - turn_s
        return self.anchor_breath, self.anchor_stage, self.anchor_within_s + time_s - self.anchor_s

    def _breaths_until(self, time_s: float) -> int:
        """Return the whole breaths since the inhale onset before the last change, give or take one."""
        since_s = time_s - self.anchor_s + self._anchor_in_breath_s
        return max(0, math.floor(since_s / self.pattern.period_s))

    def _turns_of(self, first: int, last: int) -> list[tuple[float, int, int]]:
        """Return time, breath since the last change, and stage of the turns of some breaths, in order."""
        durations_s = _durations_s(self.pattern)
        exhale_onset_s = durations_s[0] + durations_s[1]
        onsets_s = (0.0, durations_s[0], exhale_onset_s, exhale_onset_s + durations_s[2])
        known = (0, self.anchor_stage + bool(self.anchor_within_s))
        behind_s, period_s = self._anchor_in_breath_s, self.pattern.period_s
        return [
            (self.anchor_s + max(0.0, breath * period_s + onsets_s[stage] - behind_s), breath, stage)
            for breath in range(max(0, first), last + 1)
            for stage in range(len(_STAGES))
            if durations_s[stage] and (breath, stage) >= known
        ]

    @property
    def _anchor_in_breath_s(self) -> float:
        return sum(_durations_s(self.pattern)[: self.anchor_stage]) + self.anchor_within_s


@lru_cache(maxsize=16)
def _durations_s(pattern: BreathPattern) -> tuple[float, float, float, float]:
    return pattern.inhale_s, pattern.hold_full_s, pattern.exhale_s, pattern.hold_empty_s


@lru_cache(maxsize=16)
def _place_of(guide: Guide, time_s: float) -> tuple[int, int, float]:
    """Return where a running guide is; painting, words and sound need the position at the same moment."""
    return guide._find_place(time_s)


@lru_cache(maxsize=64)
def _turns_of_breath(guide: Guide, number: int) -> list[tuple[float, int, int]]:
    """Return the turns of one breath; each frame asks for those of the same few breaths."""
    return guide._turns_of(number, number)
