"""Renders the warm pad: two slightly detuned tones with fifth and octave, without jumps of phase; pure."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.cues import SAMPLE_RATE_HZ, SoundSamples

LOWEST_HZ: Final = 220.0
"""Frequency at empty lungs."""

RISE_OCTAVES: Final = 7.0 / 12.0
"""Rise from empty to full lungs: a fifth."""

_OSCILLATORS: Final = ((0.0, 0.9), (0.05, 0.1))
"""Detuning of each oscillator in hertz, and its share. Their partials beat every 5 to 20 s and by less than
2 dB, so that no pulse is heard in the tone."""

_TABLE_SIZE: Final = 8192
_DULL: Final = {1.0: 1.0, 1.5: 0.22, 2.0: 0.60, 3.0: 0.24, 4.0: 0.10}
"""Small loudspeakers can't play the lowest partial, so the next ones keep the exhale audible to its end."""
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
"""A table has two cycles of the tone, which equal three cycles of its fifth."""


class BreathTone:
    """Renders the tone block by block.

    Parameters
    ----------
    sample_rate_hz : int, optional
        Samples per second.
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
            Amplitude of the tone, full scale 1.
        brightness : ndarray of float, shape (frames,)
            0 dull to 1 bright; the loudness stays the same.

        Returns
        -------
        Samples
            One sample per frame.
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
    """Return two cycles of partials with an RMS of 0.5; the first sample is repeated at the end."""
    cycle = _CYCLES * np.arange(_TABLE_SIZE + 1) / _TABLE_SIZE
    wave = np.zeros(cycle.size)
    for k, (multiple, amplitude) in enumerate(amplitudes.items(), start=1):
        # Phases that grow with the square of k give a low crest factor, and so a low peak at equal loudness.
        wave += amplitude * np.sin(2.0 * np.pi * multiple * cycle + k * (k - 1) * np.pi / len(amplitudes))
    scaled: NDArray[np.float64] = wave * (0.5 / np.sqrt(np.mean(wave[:-1] ** 2)))
    return scaled


def _look_up(cycles: NDArray[np.float64], *tables: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    place = (cycles / _CYCLES % 1.0) * _TABLE_SIZE
    index = place.astype(np.intp)
    part = place - index
    return [table[index] + part * (table[index + 1] - table[index]) for table in tables]
