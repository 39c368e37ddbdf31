"""The breathing rate in successive windows, from what breathing modulates from beat to beat."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from biofeedback.breathing.heart.modulation import RATES_PER_MIN, Modulation, log_evidence, sine_fits
from biofeedback.breathing.heart.phase_count import PhaseCount, phase_count
from biofeedback.breathing.heart.rate_belief import RateBelief
from biofeedback.breathing.rate import BreathingRate, RateSource

_SURE: Final = 0.99
"""Least probability of a rate, within the resolution of the window, for it to be reported."""

_FADED: Final = 0.15
"""If the modulation shrinks below this share of its usual size, a breath may have been missed."""

AGREED_PER_MIN: Final = 1.5
"""Largest difference between sources that agree.

Karlen et al. 2013 (DOI 10.1109/TBME.2013.2246160) allow three estimates a standard deviation of 4 /min, at
rates up to 65 /min.
"""

_LEAST_SD: Final = 0.18
"""Smallest standard error of a count, in breaths, because the lag of the heart behind the lungs wanders."""

_NEAR: Final = 0.12
_AS_LARGE: Final = 0.5
"""With intervals alone, a swing near half or a third of the rate may be the actual breath.

This is possible if the power of the swing is more than this share of the power at the rate.
"""

_FASTEST_HARMONIC_PER_MIN: Final = 13.0
"""Faster rates are not harmonics of slow breaths with a large swing.

At a third of these rates the swing is the Mayer wave.
"""

_Z_OF_90_PERCENT: Final = 1.645


class WindowedRate:
    """Measures the rate in successive windows, and reports it only if it is sure.

    Each source alone must count about as many breaths as all together, and the modulation must not fade in
    the window. The rate must also be much more likely than all others, given the windows before.

    Parameters
    ----------
    window_s, step_s : float
        Length of the windows, and the step from one to the next.
    """

    def __init__(self, window_s: float, step_s: float) -> None:
        self._belief = RateBelief(window_s, step_s)

    def take(
        self, modulations: Mapping[RateSource, Modulation], begin_s: float, end_s: float
    ) -> BreathingRate | None:
        """Add the next window, and return its rate.

        Parameters
        ----------
        modulations : mapping of RateSource to Modulation
            What breathing modulates, from before the window to as far after it as is known.
        begin_s, end_s : float
            The window.

        Returns
        -------
        BreathingRate or None
            The source is the one with beats throughout the window, or `RateSource.FUSED` if both have them.
        """
        evidence = {name: log_evidence(one, begin_s, end_s) for name, one in modulations.items()}
        told = {name: one for name, one in evidence.items() if one is not None}
        likely = self._belief.take(np.sum(list(told.values()), axis=0) if told else None)
        if likely is None or likely.probability < _SURE:
            return None
        used = [modulations[name] for name in told]
        alone = list(told) == [RateSource.SINUS_ARRHYTHMIA]
        if alone and _has_slower_rival(used[0].within(begin_s, end_s), begin_s, end_s, likely.rate_per_min):
            return None
        together = phase_count(used, begin_s, end_s, near_per_min=likely.rate_per_min)
        apart = [
            phase_count([one], begin_s, end_s, near_per_min=likely.rate_per_min).rate_per_min for one in used
        ]
        spread_per_min = max(apart) - min(apart)
        if together.lowest_share < _FADED or spread_per_min > AGREED_PER_MIN:
            return None
        source = next(iter(told)) if len(told) == 1 else RateSource.FUSED
        half_per_min = _half_width(together, spread_per_min, end_s - begin_s)
        return BreathingRate(begin_s, end_s, together.rate_per_min, half_per_min, likely.probability, source)


def _has_slower_rival(inside: Modulation, begin_s: float, end_s: float, rate_per_min: float) -> bool:
    """Whether the rate may be a harmonic of a slower breath: the heart also swings at its half or third.

    Differences weight a swing by its rate, so a swing at half the rate is twice as large as it seems.
    """
    if rate_per_min > _FASTEST_HARMONIC_PER_MIN:
        return False
    shares = sine_fits(inside.time_s - begin_s, inside.values, end_s - begin_s).shares.mean(axis=1)
    near = np.abs(RATES_PER_MIN / rate_per_min - 1.0) < _NEAR
    for part in (2.0, 3.0):
        slower = np.abs(part * RATES_PER_MIN / rate_per_min - 1.0) < _NEAR
        if slower.any() and _AS_LARGE * part**2 * shares[slower].max() > shares[near].max():
            return True
    return False


def _half_width(count: PhaseCount, spread_per_min: float, window_s: float) -> float:
    least_per_min = _LEAST_SD * 60.0 / window_s
    return _Z_OF_90_PERCENT * math.hypot(least_per_min, count.sd_per_min, 0.5 * spread_per_min)
