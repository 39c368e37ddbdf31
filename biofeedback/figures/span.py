"""The beats and breaths of one span of a recording, for computing its figures."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from biofeedback.hrv.nonlinear import Nonlinear, nonlinear
from biofeedback.hrv.spectrum import BandPowers, band_powers
from biofeedback.hrv.tachogram import Stretch
from biofeedback.hrv.time_domain import TimeDomain, time_domain
from biofeedback.response.rsa import GuidedBreath


class Grade(IntEnum):
    """Quality of the beats in a span; each grade includes the lower ones."""

    RATE = 0
    """The intervals give only the heart rate: a strap made them up, or the rhythm is irregular."""

    BREATHS = 1
    """Many beats are ectopic, so only breaths without an ectopic beat are reliable."""

    MEASURED = 2
    """The intervals are measured beat by beat."""

    WHOLE = 3
    """Few intervals were left out, so spectrum and nonlinear figures are reliable."""


class BeatSpan:
    """One span of a recording; computes values that several figures need only once.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        RR intervals in order.
    valid : ndarray of bool, shape (n_beats,)
        Which of them are NN intervals.
    adjacent : ndarray of bool, shape (n_beats,)
        Which of them follow the previous one without a gap.
    breaths : sequence of GuidedBreath
        The judged breaths within the span.
    stretches : callable
        Returns the stretches of the tachogram; none if the span is too short for a spectrum.
    grade : Grade
        Quality of the beats.
    """

    def __init__(
        self,
        rr_ms: NDArray[np.float64],
        valid: NDArray[np.bool_],
        adjacent: NDArray[np.bool_],
        *,
        breaths: Sequence[GuidedBreath],
        stretches: Callable[[], Sequence[Stretch]],
        grade: Grade,
    ) -> None:
        self.rr_ms = rr_ms
        self.valid = valid
        self.adjacent = adjacent
        self.breaths = breaths
        self.grade = grade
        self._stretches = stretches

    @cached_property
    def time_domain(self) -> TimeDomain:
        """The time-domain figures."""
        return time_domain(self.rr_ms, self.valid, self.adjacent)

    @cached_property
    def band_powers(self) -> BandPowers:
        """The band powers of the tachogram."""
        return band_powers(self._stretches())

    @cached_property
    def nonlinear(self) -> Nonlinear:
        """The nonlinear figures."""
        return nonlinear(self.rr_ms, self.valid, self.adjacent)
