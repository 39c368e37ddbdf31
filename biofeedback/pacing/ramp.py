"""The ramp: it slows the guide from the person's rate to the target, no faster than the person follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from biofeedback.pacing.overbreathing import BreathRecord, overbreathing_shows
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATE_STEP_PER_MIN

SLOWING_PER_MIN: Final = 0.5
"""Slowing in breaths per minute, for each minute."""

EASING_PER_MIN: Final = 1.0
"""How much the breathing rate rises when over-breathing shows."""

UNKNOWN_START_PER_MIN: Final = 8.0
"""Starting rate if the person's rate is not known: below the rate at rest, and comfortable for most."""

MOST_AHEAD_PER_MIN: Final = 0.9
"""A person who is faster than the guide by more than this does not follow. Even if a person follows a guide
that slows down, a rate measured over a minute lags 0.25 to 0.5 breaths a minute behind."""

LEAST_FOLLOWED: Final = 0.6
"""The ramp waits if less than this share of the last breaths followed the guide."""

_EVERY_S: Final = 60.0 * RATE_STEP_PER_MIN / SLOWING_PER_MIN
_SETTLE_S: Final = 120.0
"""After an easing, carbon dioxide takes minutes to settle; over-breathing is checked again only after
that."""


class RampPhase(StrEnum):
    """The present phase of the ramp."""

    SLOWING = "slowing down"
    WAITING = "waiting for you"
    THERE = "at the target"
    EASED = "eased"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person at a moment; unknown values are None.

    Parameters
    ----------
    rate_per_min : float or None
        Measured breathing rate.
    followed : float or None
        Share of the last breaths that followed the guide, 0 to 1.
    breaths : sequence of BreathRecord
        What the breaths since the start of the practice showed, oldest first.
    """

    rate_per_min: float | None = None
    followed: float | None = None
    breaths: Sequence[BreathRecord] = ()


@dataclass(frozen=True, slots=True)
class Ramp:
    """The ramp at one moment; `step` returns the next.

    Parameters
    ----------
    rate_per_min : float
        The guide's rate.
    target_per_min : float
        The rate that it goes to; it is raised when over-breathing shows.
    phase : RampPhase
        The present phase.
    next_s : float
        When it checks again, in seconds of practice.
    counted_breaths : int
        Number of breaths that are no longer checked for over-breathing.
    every_s : float
        Time between two checks, which is the shortest time for each tenth of a breath per minute.
    """

    rate_per_min: float
    target_per_min: float
    phase: RampPhase = RampPhase.SLOWING
    next_s: float = _EVERY_S
    counted_breaths: int = 0
    every_s: float = _EVERY_S

    @classmethod
    def starting(
        cls,
        target_per_min: float,
        measured_per_min: float | None = None,
        *,
        slowing_per_min: float = SLOWING_PER_MIN,
    ) -> "Ramp":
        """Begin at the person's measured rate, within the guide's range and never below the target.

        Without any slowing, the ramp stays at the rate that it begins with.
        """
        rate = UNKNOWN_START_PER_MIN if measured_per_min is None else round(measured_per_min, 1)
        start_per_min = max(target_per_min, min(rate, RATE_RANGE_PER_MIN[1]))
        if slowing_per_min <= 0.0:
            return cls(start_per_min, start_per_min)
        every_s = 60.0 * RATE_STEP_PER_MIN / slowing_per_min
        return cls(start_per_min, target_per_min, next_s=every_s, every_s=every_s)

    def postponed(self, practised_s: float) -> "Ramp":
        """Return the ramp as one that begins after this much practice."""
        return replace(self, next_s=practised_s + self.every_s)

    def aimed_at(self, target_per_min: float) -> "Ramp":
        """Return the ramp with another target; if the target is faster than its rate, it goes there now."""
        if target_per_min == self.target_per_min:
            return self
        rate = max(self.rate_per_min, target_per_min)
        return replace(self, rate_per_min=rate, target_per_min=target_per_min, phase=RampPhase.SLOWING)

    def step(self, practised_s: float, known: Known) -> "Ramp":
        """Return the ramp at a later moment.

        Parameters
        ----------
        practised_s : float
            Seconds of practice, never less than before.
        known : Known
            What is known by then.
        """
        if practised_s < self.next_s:
            return self
        if overbreathing_shows(known.breaths[self.counted_breaths :]):
            return self.eased(practised_s, len(known.breaths))
        ramp = replace(self, next_s=max(self.next_s, practised_s - self.every_s) + self.every_s)
        if self.rate_per_min <= self.target_per_min:
            return ramp if self.phase is RampPhase.EASED else replace(ramp, phase=RampPhase.THERE)
        if not _follows(self.rate_per_min, known):
            return replace(ramp, phase=RampPhase.WAITING)
        slower = max(self.target_per_min, round(self.rate_per_min - RATE_STEP_PER_MIN, 1))
        return replace(ramp, rate_per_min=slower, phase=RampPhase.SLOWING)

    def eased(self, practised_s: float, breaths: int) -> "Ramp":
        """Return the ramp with shorter breaths; it does not slow down again in this practice.

        Parameters
        ----------
        practised_s : float
            Seconds of practice.
        breaths : int
            Number of breaths known by now; they are no longer checked for over-breathing.
        """
        rate = min(round(self.rate_per_min + EASING_PER_MIN, 1), RATE_RANGE_PER_MIN[1])
        return Ramp(rate, rate, RampPhase.EASED, practised_s + _SETTLE_S, breaths, self.every_s)


def _follows(guide_per_min: float, known: Known) -> bool:
    too_fast = known.rate_per_min is not None and known.rate_per_min - guide_per_min > MOST_AHEAD_PER_MIN
    too_few = known.followed is not None and known.followed < LEAST_FOLLOWED
    return not (too_fast or too_few)
