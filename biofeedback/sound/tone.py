"""The warm pad: a tone with its fifth and octave, twice a little apart, whose phase never jumps; pure."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples

LOWEST_HZ: Final = 220.0
"""With the lungs empty."""

RISE_OCTAVES: Final = 7.0 / 12.0
"""From empty to full lungs: a fifth."""

_OSCILLATORS: Final = ((0.0, 0.9), (0.05, 0.1))
"""Distance of each in hertz, and its share: partial after partial they beat every 5 to 20 s and by less than
2 dB, so that no pulse is heard in the tone."""

_TABLE_SIZE: Final = 8192
_DULL: Final = {1.0: 1.0, 1.5: 0.22, 2.0: 0.60, 3.0: 0.24, 4.0: 0.10}
"""Small loudspeakers play nothing of the lowest partial: the next ones carry the exhale to its end."""
_BRIGHT: Final = {
    1.0: 1.0,
    1.5: 0.24,
    2.0: 0.70,
    3.0: 0.70,
    4.0: 0.50,
    5.0: 0.36,
    6.0: 0.24,
    7.0: 0.15,
    8.0: 0.08,
}
_CYCLES: Final = 2
"""A table holds two cycles of the tone, which are three of its fifth."""


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
        for i, (apart_hz, share) in enumerate(_OSCILLATORS):
            cycles = self._cycles[i] + np.cumsum(step + apart_hz / self._sample_rate_hz)
            self._cycles[i] = float(cycles[-1] % _CYCLES)
            dull, bright = _look_up(cycles, self._dull, self._bright)
            sound += share * (dull + brightness * (bright - dull))
        return (amplitude * sound).astype(np.float32)


def _table(amplitudes: Mapping[float, float]) -> NDArray[np.float64]:
    """Two cycles of partials with an RMS of 0.5, their first sample repeated at the end."""
    cycle = _CYCLES * np.arange(_TABLE_SIZE + 1) / _TABLE_SIZE
    wave = np.zeros(cycle.size)
    for k, (multiple, amplitude) in enumerate(amplitudes.items(), start=1):
        # Alternate signs of the cosines' phases keep the crest, hence the peak at the same loudness, low.
        wave += amplitude * np.sin(2.0 * np.pi * multiple * cycle + k * (k - 1) * np.pi / len(amplitudes))
    scaled: NDArray[np.float64] = wave * (0.5 / np.sqrt(np.mean(wave[:-1] ** 2)))
    return scaled


def _look_up(cycles: NDArray[np.float64], *tables: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    place = (cycles / _CYCLES % 1.0) * _TABLE_SIZE
    index = place.astype(np.intp)
    part = place - index
    return [table[index] + part * (table[index + 1] - table[index]) for table in tables]
