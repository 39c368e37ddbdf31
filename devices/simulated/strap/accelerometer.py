"""The signal of an accelerometer on the chest: gravity, breathing, the heart's recoil and body movement.

Sources of the figures: docs/simulation.md.
"""

from collections.abc import Sequence
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.simulated.person.lung_history import lung_positions_at
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.person.posture import BREATHING, MOVEMENT, TILT, Posture
from devices.simulated.person.traits import ChestTraits, PostureTraits
from devices.straps.polar.frames import ACCELERATION_SAMPLES, encode_acceleration_frame

_RANGE_MG: Final = 8000
_LOOP_DELAY_S: Final = 0.4

_EJECTION_S: Final = 0.08
"""Time from the R wave to the opening of the aortic valve, when the recoil begins."""

_VALVE_CLOSING_S: Final = 0.35
_VALVE_CLOSING_SHARE: Final = 0.35
_RECOIL_HZ: Final = 9.0
_RECOIL_FADING_S: Final = 0.08
_RECOIL_OVER_S: Final = 1.0
_RECOIL_DIRECTION: Final = np.array([0.31, 0.46, 0.83])
"""Share of each axis, from phone recordings in which z was across the chest."""

_RECOIL_SD_OF_ONE_MG: Final = 0.144
"""Standard deviation, over a second, of a pulse of 1 mg: sqrt(fading time / 4)."""

_NS: Final = 1_000_000_000


class Accelerometer:
    """The accelerometer of a strap on a person's chest.

    Parameters
    ----------
    person : SimulatedPerson
        Source of lung positions and beats.
    chest : ChestTraits
        How lungs and heart move the chest.
    posture : PostureTraits
        How still the person sits.
    seed : int
        Random seed for posture and sensor.
    """

    samples_per_frame = ACCELERATION_SAMPLES

    def __init__(
        self, person: SimulatedPerson, chest: ChestTraits, posture: PostureTraits, *, seed: int
    ) -> None:
        self._person = person
        self._chest = chest
        self._gravity_mg = posture.gravity_mg
        self._posture = Posture(posture, Random(f"{seed}/posture"))
        self._noise = np.random.default_rng(Random(f"{seed}/accelerometer").getrandbits(64))

    def sample(self, time_s: NDArray[np.float64]) -> list[list[int]]:
        """Return the acceleration in mg.

        Parameters
        ----------
        time_s : array
            Shape ``(n_samples,)``, rising from call to call, in seconds since the person's start. The person
            must be simulated for 0.1 s more.

        Returns
        -------
        list of list of int
            Shape ``(n_samples, 3)``.
        """
        posture = self._posture.at(time_s)
        acceleration_mg = self._gravity(posture[:, TILT] + self._breathing(time_s, posture[:, BREATHING]))
        acceleration_mg += posture[:, MOVEMENT]
        acceleration_mg += self._recoil(time_s)[:, np.newaxis] * _RECOIL_DIRECTION
        acceleration_mg += self._noise.normal(0.0, self._chest.acceleration_noise_mg, acceleration_mg.shape)
        whole: list[list[int]] = np.rint(acceleration_mg).clip(-_RANGE_MG, _RANGE_MG).astype(int).tolist()
        return whole

    def encode(self, device_time_ns: int, samples: Sequence[Sequence[int]]) -> bytes:
        """Encode samples as a frame."""
        return encode_acceleration_frame(device_time_ns, samples)

    def _gravity(self, tilt_mg: NDArray[np.float64]) -> NDArray[np.float64]:
        rest_mg = np.sqrt(np.maximum(0.0, self._gravity_mg**2 - np.square(tilt_mg).sum(axis=1)))
        return np.column_stack([-rest_mg, tilt_mg])

    def _breathing(self, time_s: NDArray[np.float64], direction: NDArray[np.float64]) -> NDArray[np.float64]:
        chest = self._chest
        wall_s = time_s - chest.wall_delay_s
        along = self._wall(wall_s)[:, np.newaxis]
        across = self._wall(wall_s - _LOOP_DELAY_S)[:, np.newaxis]
        perpendicular = direction[:, ::-1] * (-1.0, 1.0)
        return chest.breathing_mg * (along * direction + chest.loop_share * across * perpendicular)

    def _wall(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        lungs, plateau = lung_positions_at(self._person, time_s), self._chest.plateau
        return (1.0 - plateau) * lungs + plateau * lungs**2 * (3.0 - 2.0 * lungs)

    def _recoil(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        size_mg = self._chest.recoil_mg / _RECOIL_SD_OF_ONE_MG / np.hypot(1.0, _VALVE_CLOSING_SHARE)
        recoil_mg = np.zeros_like(time_s)
        start_ns = self._person.start_ns
        first_ns = start_ns + round((time_s[0] - _RECOIL_OVER_S) * _NS)
        for beat in self._person.beats_between(first_ns, start_ns + round(time_s[-1] * _NS)):
            since_s = time_s - (beat.time_ns - start_ns) / _NS
            recoil_mg += size_mg * _pulse(since_s - _EJECTION_S)
            recoil_mg += size_mg * _VALVE_CLOSING_SHARE * _pulse(since_s - _VALVE_CLOSING_S)
        return recoil_mg


def _pulse(since_s: NDArray[np.float64]) -> NDArray[np.float64]:
    later_s = np.maximum(since_s, 0.0)
    return np.asarray(np.exp(-later_s / _RECOIL_FADING_S) * np.sin(2.0 * np.pi * _RECOIL_HZ * later_s))
