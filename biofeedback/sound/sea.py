"""Renders the sea: noise like breath or surf, brighter for the inhale and darker for the exhale; pure."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples

_LOOP_S: Final = 10.0
"""The noise repeats after this time, which nobody notices in noise."""

_BANDS_HZ: Final = ((240.0, 620.0), (420.0, 950.0), (800.0, 2000.0))
"""Low, middle and high noise. The exhale uses the first two; both reach above 400 Hz, where a laptop's
loudspeaker can play them."""

_SLOPE_OCTAVES: Final = 0.5
"""Width of the fade beyond each edge of a band."""

_RMS: Final = 0.5
_SEED: Final = 20


class SeaNoise:
    """Renders the noise block by block.

    Parameters
    ----------
    sample_rate_hz : int, optional
        Samples per second.
    """

    def __init__(self, sample_rate_hz: int = SAMPLE_RATE_HZ) -> None:
        size = round(_LOOP_S * sample_rate_hz)
        random = np.random.default_rng(_SEED)
        loops = [_loop(band, size, sample_rate_hz, random) for band in _BANDS_HZ]
        self._loops = np.stack(loops).astype(np.float32)
        self._place = 0

    def render(
        self,
        height: NDArray[np.float64],
        amplitude: NDArray[np.float64],
        inflow: NDArray[np.float64],
        brightness: NDArray[np.float64],
    ) -> SoundSamples:
        """Render the next samples.

        Parameters
        ----------
        height : ndarray of float, shape (frames,)
            Lung position, 0 empty to 1 full.
        amplitude : ndarray of float, shape (frames,)
            Amplitude of the noise, full scale 1.
        inflow : ndarray of float, shape (frames,)
            1 during the inhale, 0 during the exhale, and values between at a turn.
        brightness : ndarray of float, shape (frames,)
            0 dull to 1 bright; the loudness stays about the same.

        Returns
        -------
        Samples
            One sample per frame.
        """
        places = (self._place + np.arange(height.size)) % self._loops.shape[1]
        self._place = (self._place + height.size) % self._loops.shape[1]
        low, middle, high = self._loops[:, places]
        up = np.clip(height + 0.5 * brightness - 0.125, 0.0, 1.0)
        flowing_in = _mixed(middle, high, 0.35 + 0.65 * up)
        flowing_out = _mixed(low, middle, up)
        sound: SoundSamples = (amplitude * _mixed(flowing_out, flowing_in, inflow)).astype(np.float32)
        return sound


def _mixed(
    first: NDArray[np.float64], second: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a mixture with the same loudness at every share, because the two noises are independent."""
    mixed: NDArray[np.float64] = np.sqrt(1.0 - share) * first + np.sqrt(share) * second
    return mixed


def _loop(
    band_hz: tuple[float, float], size: int, sample_rate_hz: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return noise of one band that loops without a seam, because it consists of whole cycles."""
    frequency_hz = np.fft.rfftfreq(size, 1.0 / sample_rate_hz)
    octave = np.log2(np.maximum(frequency_hz, 1.0))
    low, high = np.log2(band_hz)
    beyond = np.maximum(np.maximum(low - octave, octave - high), 0.0) / _SLOPE_OCTAVES
    level = np.where(beyond < 1.0, 0.5 + 0.5 * np.cos(np.pi * np.minimum(beyond, 1.0)), 0.0)
    level[1:] /= np.sqrt(np.maximum(frequency_hz[1:], 1.0))  # Equal power in each octave, as in surf.
    phase = np.exp(2j * np.pi * random.random(frequency_hz.size))
    noise = np.fft.irfft(level * phase, size)
    scaled: NDArray[np.float64] = noise * (_RMS / np.sqrt(np.mean(noise**2)))
    return scaled
