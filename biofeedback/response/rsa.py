"""Guided breaths and the heart's response to them: respiratory sinus arrhythmia (RSA) over the last breaths.

`response.py` computes the response to one breath. Breath times are those of the person's own breath, if it
was measured, and the guide's otherwise.
"""

import math
from collections.abc import Reversible, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from statistics import fmean, median
from typing import Final

from biofeedback.beats.beats import Beat
from biofeedback.response.response import breath_response

MEDIAN_BREATHS: Final = 3
"""Number of breaths in a live figure."""

_RECENT_BREATHS: Final = 6


class BreathTimes(StrEnum):
    """Whether the times of a breath are the person's own or the guide's."""

    GUIDE = "by the guide"
    MEASURED = "by your breath"


@dataclass(frozen=True, slots=True)
class GuidedBreath:
    """One breath while the guide ran, and the response to it.

    Parameters
    ----------
    number : int
        Number of the guide's breath in which it began.
    inhale_s, exhale_s, next_inhale_s : float
        Its three turns on the session's clock.
    rsa_ms : float or None
        RSA amplitude: the swing of RR over the breath. None if beats are missing or doubtful.
    power_ms2 : float or None
        Power of RR at the breathing rate and its second harmonic.
    exhale_less_inhale_ms : float or None
        Mean RR late in the exhale minus mean RR late in the inhale.
    times : BreathTimes
        Whether the turns are the person's own or the guide's.
    counted : bool
        False for a sigh: it is shown, but no response is computed from it.
    """

    number: int
    inhale_s: float
    exhale_s: float
    next_inhale_s: float
    rsa_ms: float | None = None
    power_ms2: float | None = None
    exhale_less_inhale_ms: float | None = None
    times: BreathTimes = BreathTimes.GUIDE
    counted: bool = True

    def judged(self, beats: Reversible[Beat]) -> "GuidedBreath":
        """Return the breath with the response that these beats show."""
        if not self.counted:
            return self
        response = breath_response(beats, self.inhale_s, self.exhale_s, self.next_inhale_s)
        if response is None:
            return self.unknown()
        return replace(
            self,
            rsa_ms=response.swing_ms,
            power_ms2=response.power_ms2,
            exhale_less_inhale_ms=response.exhale_less_inhale_ms,
        )

    def unknown(self) -> "GuidedBreath":
        """Return the breath without a response."""
        return replace(self, rsa_ms=None, power_ms2=None, exhale_less_inhale_ms=None)


def response_times(breaths: Reversible[GuidedBreath]) -> BreathTimes:
    """Return the source of the times of most of the three breaths in the live figures."""
    recent = islice(reversed(breaths), _RECENT_BREATHS)
    known = [breath.times for breath in recent if breath.rsa_ms is not None][:MEDIAN_BREATHS]
    measured = sum(times is BreathTimes.MEASURED for times in known)
    return BreathTimes.MEASURED if 2 * measured > len(known) else BreathTimes.GUIDE


def median_rsa_ms(breaths: Sequence[GuidedBreath]) -> float | None:
    """Return the median amplitude of the last three judged breaths, if they are among the last six."""
    return _over_three([b.rsa_ms for b in breaths[-_RECENT_BREATHS:]])


def median_exhale_less_inhale_ms(breaths: Sequence[GuidedBreath]) -> float | None:
    """Return the median difference between exhale and inhale of the same three breaths."""
    return _over_three([b.exhale_less_inhale_ms for b in breaths[-_RECENT_BREATHS:]])


def session_rsa_ms(breaths: Sequence[GuidedBreath]) -> float | None:
    """Return the median amplitude of all breaths that could be judged."""
    known = [b.rsa_ms for b in breaths if b.rsa_ms is not None]
    return median(known) if known else None


def live_response_ln_ms2(breaths: Sequence[GuidedBreath]) -> float | None:
    """Return `response_ln_ms2` of the same three breaths."""
    known = [b for b in breaths[-_RECENT_BREATHS:] if b.power_ms2 is not None]
    return response_ln_ms2(known[-MEDIAN_BREATHS:]) if len(known) >= MEDIAN_BREATHS else None


def response_ln_ms2(breaths: Sequence[GuidedBreath]) -> float | None:
    """Return the natural logarithm of respiration-synchronous power.

    Parameters
    ----------
    breaths : sequence of GuidedBreath
        The breaths of the window.

    Returns
    -------
    float or None
        ln of the mean power in ms², over the breaths that could be judged. The power is taken at each
        breath's rate and its second harmonic, whatever band that is. None without such a breath or without
        power.

        The logarithm of power around the breathing rate is the usual spectral figure of RSA (Berntson et al.
        1997, DOI 10.1111/j.1469-8986.1997.tb02140.x). Deviations: harmonics count, because unequal inhale and
        exhale move power into them, and each breath's own rate is used instead of a band.
    """
    power_ms2 = [b.power_ms2 for b in breaths if b.power_ms2 is not None]
    mean_ms2 = fmean(power_ms2) if power_ms2 else 0.0
    return math.log(mean_ms2) if mean_ms2 > 0.0 else None


def _over_three(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known[-MEDIAN_BREATHS:]) if len(known) >= MEDIAN_BREATHS else None
