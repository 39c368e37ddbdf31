"""The predicted current breath, for drawing it between two updates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from biofeedback.breathing.chest.phase import BreathPhase
from biofeedback.breathing.chest.turning_points import TurningPoint

_TURNS: Final = 5


@dataclass(frozen=True, slots=True)
class BreathCourse:
    """The current breath, predicted from the turns of earlier breaths; each half is a raised cosine.

    Parameters
    ----------
    inhale_s : float
        When it began.
    inhale_length_s, period_s : float
        Length of its inhale, and of the whole breath.
    inhale_unsure_s, exhale_unsure_s : float
        Time around the onset of the inhale and of the exhale in which the half is uncertain.
    until_s : float
        After this time a turn is overdue.
    """

    inhale_s: float
    inhale_length_s: float
    period_s: float
    inhale_unsure_s: float = 0.0
    exhale_unsure_s: float = 0.0
    until_s: float = math.inf

    def half_at(self, time_s: float) -> bool | None:
        """Whether a moment lies in the inhale; None close to a turn, and when a turn is overdue."""
        since_s = self._since_inhale_s(time_s)
        to_inhale_s = min(since_s, self.period_s - since_s)
        near = to_inhale_s < self.inhale_unsure_s or (
            abs(since_s - self.inhale_length_s) < self.exhale_unsure_s
        )
        return None if near or time_s > self.until_s else since_s < self.inhale_length_s

    def inhaling_at(self, time_s: float) -> bool:
        """Whether a moment lies in the inhale."""
        return self._since_inhale_s(time_s) < self.inhale_length_s

    def position_at(self, time_s: float) -> float:
        """Position of the lungs at a moment: 0 empty, 1 as full as usual in this person's recent breaths."""
        since_s = self._since_inhale_s(time_s)
        if since_s < self.inhale_length_s:
            return 0.5 - 0.5 * math.cos(math.pi * since_s / self.inhale_length_s)
        exhale_length_s = self.period_s - self.inhale_length_s
        return 0.5 + 0.5 * math.cos(math.pi * (since_s - self.inhale_length_s) / exhale_length_s)

    def _since_inhale_s(self, time_s: float) -> float:
        return (time_s - self.inhale_s) % self.period_s


def unrest(phase: BreathPhase, time_s: float, points: Sequence[TurningPoint]) -> float:
    """Return the mean distance of the last turns from their predicted times, as a share of a breath.

    Parameters
    ----------
    phase : BreathPhase
        At `time_s`.
    time_s : float
        A moment on the clock of the session.
    points : sequence of TurningPoint
        In order; those among the last five that are in the last segment count.
    """
    low_s = time_s - phase.since_low * phase.period_s
    turns = [point for point in points[-_TURNS:] if point.segment == points[-1].segment]
    breaths = [(turn.time_s - low_s - turn.high * phase.rising_s) / phase.period_s for turn in turns]
    return sum(abs(breath - round(breath)) for breath in breaths) / len(breaths)


def course_of(phase: BreathPhase, time_s: float, *, inhaling: bool) -> BreathCourse:
    """Return the breath that belongs to a phase.

    Parameters
    ----------
    phase : BreathPhase
        At `time_s`.
    time_s : float
        A moment on the clock of the session.
    inhaling : bool
        Whether that moment lies in the inhale, which also gives the sign of the axis.
    """
    low_s = time_s - phase.since_low * phase.period_s
    if phase.rising == inhaling:
        return BreathCourse(low_s, phase.rising_s, phase.period_s)
    high_s = low_s + phase.rising_s
    begun_s = high_s if high_s <= time_s else high_s - phase.period_s
    return BreathCourse(begun_s, phase.period_s - phase.rising_s, phase.period_s)
