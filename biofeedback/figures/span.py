"""The beats and breaths of one span of a recording, from which its figures are computed."""

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
    """How good the beats of a span are; each is as good as those before it, too."""

    RATE = 0
    """The intervals tell the heart rate only: a strap made them up, or they follow no steady rhythm."""

    BREATHS = 1
    """So many of them are ectopic that only breaths without one can be trusted."""

    MEASURED = 2
    """The intervals are measured, beat by beat."""

    WHOLE = 3
    """So few of them were left out that spectrum and nonlinear figures can be trusted."""


class BeatSpan:
    """One span of a recording; what several figures need is computed once.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        RR intervals in the order they came.
    valid : ndarray of bool, shape (n_beats,)
        Which of them are NN intervals.
    adjacent : ndarray of bool, shape (n_beats,)
        Which of them follow the one before without a gap.
    breaths : sequence of GuidedBreath
        The judged breaths that lie within the span.
    stretches : callable
        Returns the stretches of the tachogram, none where the span is too short for a spectrum.
    grade : Grade
        How good the beats are.
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
        """The powers of the tachogram."""
        return band_powers(self._stretches())

    @cached_property
    def nonlinear(self) -> Nonlinear:
        """The nonlinear figures."""
        return nonlinear(self.rr_ms, self.valid, self.adjacent)
