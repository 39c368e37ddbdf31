"""What breathing modulates from beat to beat, and how far a window of it speaks for each rate."""

from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.samples import Floats

RATES_PER_MIN: Final[Floats] = np.exp(np.arange(np.log(3.5), np.log(36.0), 0.02))
"""Rates that are looked for, each 2 % above the one before."""

FEWEST_BEATS: Final = 12

_TAPERED: Final = 2.0 / 3.0
"""Share of the beats' information that a Hann window leaves: (sum w)² / (n sum w²)."""

_LARGEST_SHARE: Final = 0.999


class Modulation(NamedTuple):
    """Figures of beats.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``, increasing, not even.
    values : array
        Shape ``(n, c)``: c figures of each beat in any units; outliers are drawn in.
    independent : float
        As how many independent figures the c count.
    """

    time_s: Floats
    values: Floats
    independent: float

    def within(self, begin_s: float, end_s: float) -> "Modulation":
        """Return the beats of a window."""
        first, end = np.searchsorted(self.time_s, [begin_s, end_s])
        return self._replace(time_s=self.time_s[first:end], values=self.values[first:end])


def drawn_in(values: Floats, scatters: float = 4.0) -> Floats:
    """Draw outliers in to some robust standard deviations (1.48 median absolute deviations) of their median.

    Parameters
    ----------
    values : array
        Shape ``(n, c)``; each column on its own.
    scatters : float
        How many.
    """
    middle = np.median(values, axis=0)
    reach = scatters * 1.4826 * np.median(np.abs(values - middle), axis=0)
    drawn: Floats = np.clip(values, middle - reach, middle + reach)
    return drawn


def log_evidence(modulation: Modulation, begin_s: float, end_s: float) -> Floats | None:
    """Tell how far a window of beats speaks for breathing at each rate.

    The logarithm of the probability of the figures where one sine of this rate modulates them beside a
    straight line and noise of unknown size (a Student t: Bretthorst 1988, DOI 10.1007/978-1-4684-9399-3),
    under a Hann window. Least squares at the times of the beats: nothing is interpolated, so that rates up to
    half the heart rate can be told from one another.

    Parameters
    ----------
    modulation : Modulation
        Of more than the window.
    begin_s, end_s : float
        The window.

    Returns
    -------
    array or None
        Shape ``(n_rates,)`` as `RATES_PER_MIN`, 0 where a rate explains nothing; minus infinity above half
        the heart rate. None where there are too few beats, or they fill the window badly.
    """
    time_s, values, independent = modulation.within(begin_s, end_s)
    if time_s.size < FEWEST_BEATS or not _filled(time_s, begin_s, end_s):
        return None
    shares = _shares(time_s - begin_s, values, end_s - begin_s)
    evidence: Floats = -0.5 * _TAPERED * time_s.size * np.log(1.0 - shares.clip(0.0, _LARGEST_SHARE))
    highest_per_min = 30.0 / float(np.median(np.diff(time_s)))
    together = evidence.mean(axis=1) * independent
    return np.where(highest_per_min > RATES_PER_MIN, together, -np.inf)


def _filled(time_s: Floats, begin_s: float, end_s: float) -> bool:
    """Whether beats are known without a hole of a fifth of the window."""
    steps_s = np.diff(np.concatenate(([begin_s], time_s, [end_s])))
    return bool(steps_s.max() < 0.2 * (end_s - begin_s))


def _shares(time_s: Floats, values: Floats, length_s: float) -> Floats:
    """Return the share of the variance that a sine of each rate explains, ``(n_rates, c)``."""
    taper = np.sin(np.pi * time_s / length_s)
    line, _ = np.linalg.qr(np.column_stack([taper, taper * time_s]))
    rest = values * taper[:, np.newaxis]
    rest = rest - line @ (line.T @ rest)
    total = np.square(rest).sum(axis=0)
    angles = 2.0 * np.pi / 60.0 * RATES_PER_MIN[:, np.newaxis] * time_s
    cosines, sines = np.cos(angles) * taper, np.sin(angles) * taper
    cosines -= (cosines @ line) @ line.T
    sines -= (sines @ line) @ line.T
    cc, ss = np.square(cosines).sum(axis=1), np.square(sines).sum(axis=1)
    cs = (cosines * sines).sum(axis=1)
    c, s = cosines @ rest, sines @ rest
    explained = ss[:, np.newaxis] * c**2 - 2.0 * cs[:, np.newaxis] * c * s + cc[:, np.newaxis] * s**2
    determinant = (cc * ss - cs**2)[:, np.newaxis]
    shares: Floats = explained / np.maximum(determinant * total, 1e-12 * determinant.max() * total.max())
    return shares
