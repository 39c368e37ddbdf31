"""The ramp: from the person's own rate down to the target, no faster than the person can follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from biofeedback.pacing.overbreathing import BreathRecord, overbreathing_shows
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATE_STEP_PER_MIN

SLOWING_PER_MIN: Final = 0.5
"""Breaths a minute, each minute."""

EASING_PER_MIN: Final = 1.0
"""How much quicker the breaths become where over-breathing shows."""

UNKNOWN_START_PER_MIN: Final = 8.0
"""Where the person's rate is not known: below rest, and comfortable for most."""

MOST_AHEAD_PER_MIN: Final = 0.9
"""A person who is faster than the guide by more does not follow. A rate measured over a minute is 0.25 to 0.5
behind a guide that slows down, whoever follows."""

LEAST_FOLLOWED: Final = 0.6
"""Share of the last breaths that went with the guide, below which it waits."""

_EVERY_S: Final = 60.0 * RATE_STEP_PER_MIN / SLOWING_PER_MIN
_SETTLE_S: Final = 120.0
"""After an easing carbon dioxide takes minutes to settle; only then is over-breathing looked for again."""


class RampPhase(StrEnum):
    """What the ramp does."""

    SLOWING = "slowing down"
    WAITING = "waiting for you"
    THERE = "at the target"
    EASED = "eased"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person at a moment; None for what is not.

    Parameters
    ----------
    rate_per_min : float or None
        Breathing rate as it is measured.
    followed : float or None
        Share of the last breaths that went with the guide, 0 to 1.
    breaths : sequence of BreathRecord
        What the breaths since the start of the practice showed, oldest first.
    """

    rate_per_min: float | None = None
    followed: float | None = None
    breaths: Sequence[BreathRecord] = ()


@dataclass(frozen=True, slots=True)
class Ramp:
    """The ramp at one moment; `step` gives the next.

    Parameters
    ----------
    rate_per_min : float
        The guide's rate.
    target_per_min : float
        Where it goes; raised where over-breathing shows.
    phase : RampPhase
        What it does.
    next_s : float
        When it looks again, in seconds of practice.
    counted_breaths : int
        Breaths that are no longer looked at for over-breathing.
    every_s : float
        How often it looks, which is how long each tenth of a breath per minute takes at least.
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
        """Begin at the person's measured rate, within what the guide offers, and never below the target.

        Without any slowing, it stays where it begins.
        """
        rate = UNKNOWN_START_PER_MIN if measured_per_min is None else round(measured_per_min, 1)
        start_per_min = max(target_per_min, min(rate, RATE_RANGE_PER_MIN[1]))
        if slowing_per_min <= 0.0:
            return cls(start_per_min, start_per_min)
        every_s = 60.0 * RATE_STEP_PER_MIN / slowing_per_min
        return cls(start_per_min, target_per_min, next_s=every_s, every_s=every_s)

    def postponed(self, practised_s: float) -> "Ramp":
        """Return the ramp as one that begins after so many seconds of practice."""
        return replace(self, next_s=practised_s + self.every_s)

    def aimed_at(self, target_per_min: float) -> "Ramp":
        """Return the ramp on its way to another rate; to a faster one than its own it goes at once."""
        if target_per_min == self.target_per_min:
            return self
        rate = max(self.rate_per_min, target_per_min)
        return replace(self, rate_per_min=rate, target_per_min=target_per_min, phase=RampPhase.SLOWING)

    def step(self, practised_s: float, known: Known) -> "Ramp":
        """Return the ramp a moment later.

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
        """Return the ramp with shorter breaths, and no slower ones again in this practice.

        Parameters
        ----------
        practised_s : float
            Seconds of practice.
        breaths : int
            How many breaths are known by now; they are no longer looked at for over-breathing.
        """
        rate = min(round(self.rate_per_min + EASING_PER_MIN, 1), RATE_RANGE_PER_MIN[1])
        return Ramp(rate, rate, RampPhase.EASED, practised_s + _SETTLE_S, breaths, self.every_s)


def _follows(guide_per_min: float, known: Known) -> bool:
    too_fast = known.rate_per_min is not None and known.rate_per_min - guide_per_min > MOST_AHEAD_PER_MIN
    too_few = known.followed is not None and known.followed < LEAST_FOLLOWED
    return not (too_fast or too_few)
