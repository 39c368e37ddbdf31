"""The tone of the breath: two oscillators a little apart, whose phase never jumps; pure."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples

LOWEST_HZ: Final = 220.0
"""With the lungs empty."""

RISE_OCTAVES: Final = 7.0 / 12.0
"""From empty to full lungs: a fifth."""

_OSCILLATORS: Final = ((1.0, 0.8), (1.0005, 0.2))
"""Frequency and share of each: they beat more slowly than a breath, so that no pulse is heard in the tone."""

_TABLE_SIZE: Final = 4096
_DULL: Final = (1.0, 0.60, 0.18, 0.10)
"""Small loudspeakers play nothing of the lowest partial: the next ones carry the exhale to its end."""
_BRIGHT: Final = (1.0, 0.70, 0.65, 0.50, 0.36, 0.24, 0.15, 0.08)


class BreathTone:
    """Renders the tone block by block.

    Parameters
    ----------
    sample_rate_hz : int, optional
        Samples a second.
    """

    def __init__(self, sample_rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._dull, self._bright = _table(_DULL), _table(_BRIGHT)
        self._cycles = [0.0, 0.37]

    def render(
        self, height: NDArray[np.float64], amplitude: NDArray[np.float64], brightness: NDArray[np.float64]
    ) -> SoundSamples:
        """Render the next samples.

        Parameters
        ----------
        height : ndarray of float, shape (frames,)
            0 lowest to 1 highest.
        amplitude : ndarray of float, shape (frames,)
            Of the tone, full scale 1.
        brightness : ndarray of float, shape (frames,)
            0 dull to 1 bright; equally loud.

        Returns
        -------
        Samples
            As many.
        """
        step = LOWEST_HZ / self._sample_rate_hz * np.exp2(RISE_OCTAVES * height)
        sound = np.zeros(height.size)
        for i, (detune, share) in enumerate(_OSCILLATORS):
            cycles = self._cycles[i] + np.cumsum(step * detune)
            self._cycles[i] = float(cycles[-1] % 1.0)
            dull, bright = _look_up(cycles, self._dull, self._bright)
            sound += share * (dull + brightness * (bright - dull))
        return (amplitude * sound).astype(np.float32)


def _table(amplitudes: tuple[float, ...]) -> NDArray[np.float64]:
    """One cycle of harmonics with an RMS of 0.5, its first sample repeated at the end."""
    cycle = np.arange(_TABLE_SIZE + 1) / _TABLE_SIZE
    wave = np.zeros(cycle.size)
    for k, amplitude in enumerate(amplitudes, start=1):
        # Alternate signs of the cosines' phases keep the crest, hence the peak at the same loudness, low.
        wave += amplitude * np.sin(2.0 * np.pi * k * cycle + k * (k - 1) * np.pi / len(amplitudes))
    scaled: NDArray[np.float64] = wave * (0.5 / np.sqrt(np.mean(wave[:-1] ** 2)))
    return scaled


def _look_up(cycles: NDArray[np.float64], *tables: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    place = (cycles % 1.0) * _TABLE_SIZE
    index = place.astype(np.intp)
    part = place - index
    return [table[index] + part * (table[index + 1] - table[index]) for table in tables]
