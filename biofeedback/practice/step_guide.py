"""The guide of a programme's steps: it slows down only as fast as the person can follow."""

from typing import Final

from biofeedback.pacing.ramp import Known, Ramp, RampPhase
from biofeedback.programmes.programme import Begin, StepGuide
from devices.breath_pattern import BreathPattern

_SECOND_NS: Final = 1_000_000_000


class GuideRun:
    """One guide for the steps that share it.

    Parameters
    ----------
    guide : StepGuide
        The guide that the programme defines.
    target_per_min : float
        The rate to reach.
    start_per_min : float or None
        The rate to begin at; a rate below the target begins at the target. None if no rate is known: the
        guide then begins at a pace comfortable for most people, and takes the person's own rate once known.
    """

    def __init__(self, guide: StepGuide, target_per_min: float, start_per_min: float | None) -> None:
        self._guide = guide
        self._target_per_min = target_per_min
        self._awaits_own = start_per_min is None and guide.begin is Begin.OWN
        self._gone_ns = 0
        self._ramp = self._starting(start_per_min)

    @property
    def pattern(self) -> BreathPattern:
        """The present pattern of the guide."""
        return BreathPattern(self._ramp.rate_per_min, self._guide.exhale_to_inhale)

    @property
    def waits(self) -> bool:
        """Whether the guide waits for the person at its present rate."""
        return self._ramp.phase is RampPhase.WAITING

    @property
    def next_ns(self) -> int:
        """How long until the guide checks again how the person follows, in nanoseconds."""
        return max(0, round(self._ramp.next_s * _SECOND_NS) - self._gone_ns)

    def let_pass(self, length_ns: int) -> None:
        """Let some time pass."""
        self._gone_ns += length_ns

    def look(self, known: Known) -> bool:
        """Slow down, wait, or ease, if it is time to; return whether the guide eased.

        Parameters
        ----------
        known : Known
            What is known of the person by now.
        """
        if self.next_ns:
            return False
        if self._awaits_own and known.rate_per_min is not None:
            self._awaits_own = False
            if known.rate_per_min > self._ramp.rate_per_min:
                self._ramp = self._starting(known.rate_per_min).postponed(self._gone_ns / _SECOND_NS)
                return False
        before, self._ramp = self._ramp, self._ramp.step(self._gone_s, known)
        return self._ramp.phase is RampPhase.EASED and self._ramp.counted_breaths != before.counted_breaths

    def ease(self, breaths: int) -> None:
        """Make the breaths shorter, and never longer again; `breaths` is the number known by now."""
        self._awaits_own = False
        self._ramp = self._ramp.eased(self._gone_s, breaths)

    @property
    def _gone_s(self) -> float:
        return (self._gone_ns + 1) / _SECOND_NS

    def _starting(self, start_per_min: float | None) -> Ramp:
        slowing_per_min = self._guide.slows_per_min
        return Ramp.starting(self._target_per_min, start_per_min, slowing_per_min=slowing_per_min)
