"""Frequency-domain heart-rate variability: the power of the tachogram in the usual bands.

Bands and lengths follow the Task Force of the ESC and NASPE, Circulation 93(5):1043–1065 (1996),
DOI 10.1161/01.CIR.93.5.1043. The spectrum is Welch's, DOI 10.1109/TAU.1967.1161901: the mean periodogram of
Hann windows. Windows are 180 s long for LF and HF (seven periods of the slowest LF swing, and three windows
in five minutes) and 300 s for VLF, or as long as the longest unbroken stretch if it is shorter. Stretches
shorter than the window are left out. Deviations from Welch: windows overlap by half or more, so that they
cover a stretch to its end, and each is padded with zeros to 2048 samples.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.hrv.tachogram import MINIMUM_S, SAMPLES_PER_S, Stretch

VLF_HZ: Final = (0.0033, 0.04)
LF_HZ: Final = (0.04, 0.15)
HF_HZ: Final = (0.15, 0.40)

MINIMUM_HF_S: Final = MINIMUM_S
MINIMUM_LF_S: Final = 114.0
MINIMUM_VLF_S: Final = 285.0
"""Unbroken stretch that a band needs: 1, 2 and 5 minutes (Task Force 1996), minus 5 % for the edges, because
the first interval of a window ends after the window's start."""

SPECTRUM_WINDOW_S: Final = 180.0
VLF_WINDOW_S: Final = 300.0

_PADDED_SAMPLES: Final = 2048
_PIECES_AT_ONCE: Final = 16
"""Number of pieces that fits into the processor's cache."""

_NO_POWER_MS2: Final = 1e-3
"""A hundredth of the rounding noise of 1/1024 s: a smaller power can't be a divisor."""


@dataclass(frozen=True, slots=True)
class BandPowers:
    """Power of the tachogram by frequency; None if no stretch is long enough.

    Parameters
    ----------
    vlf_ms2 : float or None
        0.0033 to 0.04 Hz, of the tachogram minus a straight line in each window.
    lf_ms2, hf_ms2 : float or None
        0.04 to 0.15 Hz and 0.15 to 0.40 Hz, of the tachogram without its smooth trend.
    total_power_ms2 : float or None
        The sum of the three.
    lf_hf : float or None
        LF / HF, without unit; None if HF is zero.
    """

    vlf_ms2: float | None = None
    lf_ms2: float | None = None
    hf_ms2: float | None = None
    total_power_ms2: float | None = None
    lf_hf: float | None = None


def band_powers(stretches: Sequence[Stretch]) -> BandPowers:
    """Compute the powers over the stretches of one span.

    Removing the smooth trend also removes most of VLF, so only VLF comes from the original tachogram.
    """
    longest_s = max((stretch.rr_ms.size for stretch in stretches), default=0) / SAMPLES_PER_S
    if longest_s < MINIMUM_HF_S:
        return BandPowers()
    density = power_density(
        [stretch.detrended_ms for stretch in stretches], min(longest_s, SPECTRUM_WINDOW_S)
    )
    hf = band_power_ms2(density, HF_HZ)
    if longest_s < MINIMUM_LF_S:
        return BandPowers(hf_ms2=hf)
    lf = band_power_ms2(density, LF_HZ)
    lf_hf = lf / hf if hf > _NO_POWER_MS2 else None
    if longest_s < MINIMUM_VLF_S:
        return BandPowers(lf_ms2=lf, hf_ms2=hf, lf_hf=lf_hf)
    slow = power_density([stretch.rr_ms for stretch in stretches], min(longest_s, VLF_WINDOW_S))
    vlf = band_power_ms2(slow, VLF_HZ)
    return BandPowers(vlf, lf, hf, vlf + lf + hf, lf_hf)


def power_density(series_ms: Sequence[NDArray[np.float64]], window_s: float) -> NDArray[np.float64]:
    """Return Welch's estimate over several series with 4 samples per second.

    Parameters
    ----------
    series_ms : sequence of ndarray, each of shape (n_samples,)
        In ms. Series shorter than the window are left out; at least one must be long enough.
    window_s : float
        Length of the Hann window, at most 512 s; a straight line is subtracted from each window.

    Returns
    -------
    ndarray, shape (1025,)
        One-sided density in ms²/Hz at k · 4 Hz / 2048; its sum times the spacing is the variance.
    """
    window_samples = round(window_s * SAMPLES_PER_S)
    window = np.hanning(window_samples + 1)[:-1]
    squares = np.zeros(_PADDED_SAMPLES // 2 + 1)
    count = 0
    for series in series_ms:
        for pieces in _pieces(series, window_samples):
            spectra = np.fft.rfft(_straightened(pieces) * window, _PADDED_SAMPLES)
            squares += np.sum(spectra.real**2 + spectra.imag**2, axis=0)
            count += len(spectra)
    squares[1:-1] *= 2.0
    return squares / (count * SAMPLES_PER_S * np.sum(window**2))


def band_power_ms2(density: NDArray[np.float64], band_hz: tuple[float, float]) -> float:
    """Integrate the density over a band; each value covers half its spacing to either side."""
    spacing_hz = SAMPLES_PER_S / _PADDED_SAMPLES
    edges_hz = (np.arange(density.size + 1) - 0.5) * spacing_hz
    cumulated = np.concatenate(([0.0], np.cumsum(density))) * spacing_hz
    low, high = np.interp(band_hz, edges_hz, cumulated)
    return float(high - low)


def _pieces(series: NDArray[np.float64], length: int) -> Iterator[NDArray[np.float64]]:
    """Cut a series into pieces that overlap by half or more and cover it fully; yield groups as rows."""
    rest = series.size - length
    if rest < 0:
        return
    count = 1 + -(-2 * rest // length)
    starts = np.linspace(0, rest, count).round().astype(int)
    views = np.lib.stride_tricks.sliding_window_view(series, length)
    for first in range(0, count, _PIECES_AT_ONCE):
        yield views[starts[first : first + _PIECES_AT_ONCE]]


def _straightened(pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    """Subtract the least-squares straight line from each row."""
    ramp = np.arange(pieces.shape[1]) - (pieces.shape[1] - 1) / 2.0
    centred = pieces - pieces.mean(axis=1, keepdims=True)
    slopes = centred @ ramp / (ramp @ ramp)
    straight: NDArray[np.float64] = centred - np.outer(slopes, ramp)
    return straight
