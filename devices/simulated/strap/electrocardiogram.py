"""The ECG between a strap's electrodes: waves around each beat, on a baseline that follows breathing.

The waves are Gaussians, as in McSharry et al. 2003 (doi:10.1109/TBME.2003.808805), placed in time rather than
in phase. Sources of the figures: docs/simulation.md.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.simulated.person.heart import BeatKind
from devices.simulated.person.lung_history import lung_positions_at
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.person.traits import ChestTraits
from devices.straps.polar.frames import ECG_SAMPLES, encode_ecg_frame

_WAVES: Final = {
    BeatKind.SINUS: np.array(
        [
            (-0.130, 0.022, 0.11),
            (-0.026, 0.009, -0.14),
            (0.000, 0.0095, 1.05),
            (0.026, 0.012, -0.60),
            (0.235, 0.032, 0.30),
        ]
    ),
    BeatKind.ECTOPIC: np.array([(0.000, 0.015, 1.55), (0.050, 0.028, -0.78), (0.290, 0.060, -0.25)]),
}
"""For each wave: time after the beat at a cycle of 1 s, and width (standard deviation), both in s; height
relative to an R wave. P, Q, R, S, T of a sinus beat; R, S, T of a premature one."""

_REPOLARISATION_S: Final = 0.15
"""Waves later than this move with the square root of the cycle's length (Bazett)."""

_CYCLE_S: Final = (0.4, 1.5)
_BEATS_BEFORE_S: Final = 3.0
_BEATS_AFTER_S: Final = 0.25
"""Range of beats that a frame needs: all with waves in the frame, and the beat before them."""

_NS: Final = 1_000_000_000


class Electrocardiogram:
    """The ECG of a person, sampled by a strap.

    Parameters
    ----------
    person : SimulatedPerson
        Source of beats and lung positions.
    chest : ChestTraits
        Size of waves, baseline and noise.
    seed : int
        Random seed for the noise.
    """

    samples_per_frame = ECG_SAMPLES

    def __init__(self, person: SimulatedPerson, chest: ChestTraits, *, seed: int) -> None:
        self._person = person
        self._chest = chest
        self._noise = np.random.default_rng(Random(f"{seed}/electrocardiogram").getrandbits(64))

    def sample(self, time_s: NDArray[np.float64]) -> list[int]:
        """Return the ECG in microvolts.

        Parameters
        ----------
        time_s : array
            Shape ``(n_samples,)``, rising from call to call, in seconds since the person's start. The person
            must be simulated for 0.3 s more, because a P wave comes before its beat.

        Returns
        -------
        list of int
            Shape ``(n_samples,)``.
        """
        lungs = lung_positions_at(self._person, time_s)
        ecg_uv = self._chest.wander_uv * (lungs - 0.5)
        ecg_uv += self._noise.normal(0.0, self._chest.ecg_noise_uv, time_s.size)
        height_uv = self._chest.r_wave_uv * (1.0 + self._chest.r_breathing_share * (0.5 - lungs))
        start_ns = self._person.start_ns
        first_ns = start_ns + round((time_s[0] - _BEATS_BEFORE_S) * _NS)
        last_ns = start_ns + round((time_s[-1] + _BEATS_AFTER_S) * _NS)
        for earlier, beat in pairwise(self._person.beats_between(first_ns, last_ns)):
            cycle_s = (beat.time_ns - earlier.time_ns) / _NS
            ecg_uv += height_uv * _waves(beat.kind, cycle_s, time_s - (beat.time_ns - start_ns) / _NS)
        whole: list[int] = np.rint(ecg_uv).astype(int).tolist()
        return whole

    def encode(self, device_time_ns: int, samples: Sequence[int]) -> bytes:
        """Encode samples as a frame."""
        return encode_ecg_frame(device_time_ns, samples)


def _waves(kind: BeatKind, cycle_s: float, since_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the waves of one beat, shape ``(n_samples,)``, relative to an R wave of height 1."""
    after_s, width_s, height = _WAVES[kind].T[:, :, np.newaxis]
    low_s, high_s = _CYCLE_S
    stretch = math.sqrt(min(high_s, max(low_s, cycle_s)))
    after_s = np.where(after_s > _REPOLARISATION_S, after_s * stretch, after_s)
    return np.asarray((height * np.exp(-0.5 * np.square((since_s - after_s) / width_s))).sum(axis=0))
