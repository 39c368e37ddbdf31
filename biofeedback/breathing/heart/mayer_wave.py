"""The Mayer wave: a swing of the heart rate at about 0.1 Hz that does not come from breathing."""

from typing import Final

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.heart.intervals import IntervalArrays
from biofeedback.breathing.heart.modulation import FEWEST_BEATS, RATES_PER_MIN, sine_fits

_BAND_PER_MIN: Final = (3.6, 8.4)
"""0.06 to 0.14 Hz: the rhythm of blood pressure (Julien 2006, DOI 10.1016/j.cardiores.2005.11.008)."""

_IN_BAND_PER_MIN: Final[Floats] = RATES_PER_MIN[
    (_BAND_PER_MIN[0] <= RATES_PER_MIN) & (_BAND_PER_MIN[1] >= RATES_PER_MIN)
]

_LARGEST_SWING_PER_MIN: Final = 12.0
"""Largest swing of the heart rate, lowest to highest in beats a minute, that may be a Mayer wave.

In 384 windows of a person who sits and breathes 12 to 23 times a minute, 98 of 100 swings in the band are
smaller. The swings of a person at 6 to 8 breaths a minute are 17 to 32.
"""


def mayer_wave_per_min(intervals: IntervalArrays, begin_s: float, end_s: float) -> float | None:
    """Return the rate of a swing in a window that may be a Mayer wave; None if there is none.

    From RR intervals alone, a small swing in its band could be either. A large swing is breathing.

    Parameters
    ----------
    intervals : IntervalArrays
        Of the window and of some time around it.
    begin_s, end_s : float
        The window.
    """
    first, end = np.searchsorted(intervals.time_s, [begin_s, end_s], side="right")
    inside = intervals.part(first, end)
    rr_ms = inside.rr_ms[inside.normal]
    if rr_ms.size < FEWEST_BEATS:
        return None
    time_s = inside.time_s[inside.normal] - 0.0005 * rr_ms - begin_s
    rate_per_min = 60_000.0 / rr_ms
    length_s = end_s - begin_s
    fits = sine_fits(time_s, rate_per_min[:, np.newaxis], length_s, rates_per_min=_IN_BAND_PER_MIN)
    best = int(fits.shares[:, 0].argmax())
    if best in (0, _IN_BAND_PER_MIN.size - 1):
        return None
    per_min = float(_IN_BAND_PER_MIN[best])
    small = _swing_per_min(time_s, rate_per_min, length_s, per_min) <= _LARGEST_SWING_PER_MIN
    return per_min if small else None


def _swing_per_min(time_s: Floats, rate_per_min: Floats, length_s: float, per_min: float) -> float:
    """Return the swing of a sine of one rate from its lowest to its highest value."""
    taper = np.sin(np.pi * np.clip(time_s / length_s, 0.0, 1.0))
    angle = 2.0 * np.pi / 60.0 * per_min * time_s
    basis = np.column_stack([np.ones(time_s.size), time_s, np.cos(angle), np.sin(angle)])
    fit = np.linalg.lstsq(basis * taper[:, np.newaxis], rate_per_min * taper)[0]
    return 2.0 * float(np.hypot(fit[2], fit[3]))
