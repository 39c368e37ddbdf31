"""The guide of a programme's steps: from where it begins to where it leads, never slowing down too fast."""

from dataclasses import dataclass
from typing import Final

from biofeedback.programmes.programme import StepGuide
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATE_STEP_PER_MIN, BreathPattern

_MINUTE_NS: Final = 60_000_000_000
_NEVER_NS: Final = 2**63


@dataclass(frozen=True, slots=True)
class GuideRun:
    """One guide over the steps that share it.

    Parameters
    ----------
    guide : StepGuide
        What the programme asks for.
    target_per_min : float
        Where it leads to.
    start_per_min : float
        Where it is to begin; a rate below the target begins at the target.
    begin_ns : int
        When it begins, in the programme's time.
    """

    guide: StepGuide
    target_per_min: float
    start_per_min: float
    begin_ns: int

    def pattern_at(self, position_ns: int) -> BreathPattern:
        """Return the pattern at a position in the programme."""
        start_per_min = max(self.target_per_min, min(round(self.start_per_min, 1), RATE_RANGE_PER_MIN[1]))
        steps = (position_ns - self.begin_ns) // self._every_ns if self._every_ns else 0
        slower_per_min = round(start_per_min - steps * RATE_STEP_PER_MIN, 1)
        rate_per_min = max(self.target_per_min, slower_per_min) if steps else start_per_min
        return BreathPattern(rate_per_min, self.guide.exhale_to_inhale)

    def next_change_ns(self, position_ns: int) -> int:
        """Return the next position at which it slows down; one far away where it does not any more."""
        if not self._every_ns or self.pattern_at(position_ns).rate_per_min <= self.target_per_min:
            return _NEVER_NS
        gone = (position_ns - self.begin_ns) // self._every_ns
        return self.begin_ns + (gone + 1) * self._every_ns

    @property
    def _every_ns(self) -> int:
        """How long each tenth of a breath per minute takes; 0 where it never slows down."""
        slows_per_min = self.guide.slows_per_min
        return round(_MINUTE_NS * RATE_STEP_PER_MIN / slows_per_min) if slows_per_min > 0.0 else 0
