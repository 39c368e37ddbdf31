"""What breathing modulates from beat to beat, and the evidence of a window for each breathing rate."""

import math
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats

RATES_PER_MIN: Final[Floats] = np.exp(np.arange(np.log(3.5), np.log(36.0), 0.02))
"""Rates to search, each 2 % above the one before."""

FEWEST_BEATS: Final = 12

_TAPERED: Final = 2.0 / 3.0
"""Share of the beats' information that remains under a Hann window: (sum w)² / (n sum w²)."""

_LONGEST_HOLE: Final = 0.2
"""Longest allowed hole, as a share of the window; a longer one may hide a whole breath."""

_LARGEST_SHARE: Final = 0.999
_HARMONICS: Final = (1, 2)

_NOTHING: Final = 1e-300
"""Divides in place of a length of 0."""


class Modulation(NamedTuple):
    """Series of values, one row for each beat.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``, increasing, unevenly spaced.
    values : array
        Shape ``(n, c)``: c values of each beat in any units, with outliers clipped.
    independent : float
        Number of independent values that the c values count as.
    beside_per_min : float or None
        Rate of a swing in them that may not be breathing, and is not evidence for any rate.
    """

    time_s: Floats
    values: Floats
    independent: float
    beside_per_min: float | None = None

    def within(self, begin_s: float, end_s: float) -> "Modulation":
        """Return the beats in a window."""
        first, end = np.searchsorted(self.time_s, [begin_s, end_s])
        return self._replace(time_s=self.time_s[first:end], values=self.values[first:end])


class SineFits(NamedTuple):
    """Fits of sines of all rates to the values of a window.

    Parameters
    ----------
    shares : array
        Shape ``(n_rates, c)``: share that each sine explains of the variance left by a straight line.
    fitted : int
        Number of other functions in the fit.
    """

    shares: Floats
    fitted: int


def drawn_in(values: Floats, scatters: float = 4.0) -> Floats:
    """Clip outliers at some robust standard deviations (1.48 median absolute deviations) from the median.

    Parameters
    ----------
    values : array
        Shape ``(n, c)``; each column is clipped separately.
    scatters : float
        Number of robust standard deviations.
    """
    if not values.size:
        return values
    middle = _middle(values)
    reach = scatters * 1.4826 * _middle(np.abs(values - middle))
    return np.minimum(np.maximum(values, middle - reach), middle + reach)


def _middle(values: Floats) -> Floats:
    """Return the median of each column of finite values; `numpy.median` takes ten times as long for few."""
    ordered = np.sort(values, axis=0)
    size = len(ordered)
    middle: Floats = 0.5 * (ordered[(size - 1) // 2] + ordered[size // 2])
    return middle


def log_evidence(modulation: Modulation, begin_s: float, end_s: float) -> Floats | None:
    """Return the evidence of a window of beats for breathing at each rate.

    It is the logarithm of the probability of the values under a model with one sine of this rate, a straight
    line and noise of unknown size (a Student t: Bretthorst 1988, DOI 10.1007/978-1-4684-9399-3). The values
    are weighted with a Hann window. Least squares use the times of the beats without interpolation, so that
    rates up to half the heart rate can be distinguished.

    Parameters
    ----------
    modulation : Modulation
        Values of the window and of some time around it.
    begin_s, end_s : float
        The window.

    Returns
    -------
    array or None
        Shape ``(n_rates,)`` as `RATES_PER_MIN`: 0 for a rate that explains nothing, minus infinity above half
        the heart rate. None if there are too few beats, or a hole longer than a fifth of the window.
    """
    inside = modulation.within(begin_s, end_s)
    time_s = inside.time_s
    holes_s = np.diff(np.concatenate(([begin_s], time_s, [end_s])))
    if time_s.size < FEWEST_BEATS or holes_s.max() > _LONGEST_HOLE * (end_s - begin_s):
        return None
    fits = sine_fits(time_s - begin_s, inside.values, end_s - begin_s, modulation.beside_per_min)
    freedom = max(_TAPERED * time_s.size - fits.fitted, 0.0)
    evidence = -0.5 * freedom * np.log(1.0 - fits.shares.clip(0.0, _LARGEST_SHARE))
    highest_per_min = 30.0 / float(_middle(np.diff(time_s)))
    together = evidence.mean(axis=1) * modulation.independent
    return np.where(highest_per_min > RATES_PER_MIN, together, -np.inf)


def sine_fits(
    time_s: Floats,
    values: Floats,
    length_s: float,
    beside_per_min: float | None = None,
    *,
    rates_per_min: Floats = RATES_PER_MIN,
) -> SineFits:
    """Fit sines of all rates to the values of a window, weighted with a Hann window.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: since the start of the window.
    values : array
        Shape ``(n, c)``.
    length_s : float
        Length of the window.
    beside_per_min : float, optional
        Rate of a swing that is fitted with its harmonic, together with the straight line.
    rates_per_min : array, optional
        Shape ``(n_rates,)``: the rates to fit.
    """
    taper = np.sin(np.pi * np.clip(time_s / length_s, 0.0, 1.0))
    known = _line(time_s, taper)
    if beside_per_min is not None:
        angle = 2.0 * np.pi / 60.0 * beside_per_min * np.outer(_HARMONICS, time_s)
        beside = taper * np.concatenate((np.cos(angle), np.sin(angle)))
        known, _ = np.linalg.qr(np.column_stack((known, beside.T)))
    rest = values * taper[:, np.newaxis]
    rest = rest - known @ (known.T @ rest)
    return SineFits(
        _explained(2.0 * np.pi / 60.0 * rates_per_min, time_s, taper, known, rest), known.shape[1]
    )


def _line(time_s: Floats, taper: Floats) -> Floats:
    """Return an orthonormal basis of the weighted straight lines, ``(n, 2)``."""
    level = taper / max(math.sqrt(float(taper @ taper)), _NOTHING)
    middle_s = float(time_s * taper @ level) / max(float(taper @ level), _NOTHING)
    slope = taper * (time_s - middle_s)
    slope = slope - level * (level @ slope)
    return np.column_stack((level, slope / max(math.sqrt(float(slope @ slope)), _NOTHING)))


def _explained(speeds: Floats, time_s: Floats, taper: Floats, known: Floats, rest: Floats) -> Floats:
    """Return the share of the residuals that a cosine and sine of each speed explain, ``(n_rates, c)``.

    The products of a cosine and sine without what `known` explains are those of the whole waves minus those
    of their projections on `known`. So no wave is changed, and the taper weights only the narrow arrays.
    """
    angles = np.multiply.outer(speeds, time_s)
    cosines, sines = np.cos(angles), np.sin(angles)
    narrow = taper[:, np.newaxis] * np.column_stack((known, rest))
    of_cosines, of_sines = cosines @ narrow, sines @ narrow
    width = known.shape[1]
    known_c, c = of_cosines[:, :width], of_cosines[:, width:]
    known_s, s = of_sines[:, :width], of_sines[:, width:]
    weights = np.square(taper)
    sines *= cosines
    cosines *= cosines
    squares = cosines @ weights
    cc = squares - np.square(known_c).sum(axis=1)
    ss = weights.sum() - squares - np.square(known_s).sum(axis=1)
    cs = sines @ weights - (known_c * known_s).sum(axis=1)
    explained = ss[:, np.newaxis] * c**2 - 2.0 * cs[:, np.newaxis] * c * s + cc[:, np.newaxis] * s**2
    whole = (cc * ss - cs**2)[:, np.newaxis] * np.square(rest).sum(axis=0)
    shares: Floats = np.divide(
        explained, whole, out=np.zeros_like(explained), where=whole > 1e-9 * whole.max()
    )
    return shares
