"""How the person sits: the strap's slow tilt, sudden shifts, and bouts of movement."""

import math
from collections import deque
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.simulated.person.reflexes import OrnsteinUhlenbeck
from devices.simulated.person.traits import PostureTraits

_STEP_S: Final = 0.1
_KEEP_STEPS: Final = 100

_DRIFT_TIME_CONSTANTS_S: Final = (3.0, 30.0, 300.0)
_SHIFT_TIME_CONSTANT_S: Final = 0.5
_MOVEMENT_TIME_CONSTANT_S: Final = 0.15
_MOVEMENT_S: Final = (2.0, 8.0)
_FURTHEST_TILT_MG: Final = 500.0

_OFF_AXIS_DEGREES: Final = (15.0, 75.0)
_SIZE_BY_POSTURE: Final = (0.85, 1.15)
"""Limits of the breathing movement's direction, away from the sensor's axes, and of its relative size."""

TILT: Final = slice(0, 2)
BREATHING: Final = slice(2, 4)
MOVEMENT: Final = slice(4, 7)
"""Columns of the result of `Posture.at`."""


class Posture:
    """The posture over time; repeated calls give the same result.

    Parameters
    ----------
    traits : PostureTraits
        How still the person sits.
    random : Random
        Random generator that only the posture uses.
    """

    def __init__(self, traits: PostureTraits, random: Random) -> None:
        self._traits = traits
        self._random = random
        self._drift = tuple(
            tuple(_noise(random, traits.drift_mg / math.sqrt(3.0), s) for s in _DRIFT_TIME_CONSTANTS_S)
            for _ in range(2)
        )
        self._shake = tuple(_noise(random, traits.movement_mg, _MOVEMENT_TIME_CONSTANT_S) for _ in range(3))
        self._moving_steps = 0
        self._effort = 0.0
        angle = random.uniform(0.0, 2.0 * math.pi)
        self._aim: tuple[float, ...] = (
            traits.tilt_mg * math.cos(angle),
            traits.tilt_mg * math.sin(angle),
            *self._direction(),
        )
        self._now: tuple[float, ...] = self._aim
        self._first = 0
        self._steps: deque[tuple[float, ...]] = deque(maxlen=_KEEP_STEPS)

    def at(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the posture at times that never decrease by more than a few seconds.

        Parameters
        ----------
        time_s : array
            Shape ``(n,)``, rising, in seconds since the person's start.

        Returns
        -------
        array
            Shape ``(n, 7)``: tilt (gravity on y and z) in mg; direction and relative size of the
            breathing movement on y and z; acceleration of a bout of movement on x, y and z, in mg.
        """
        place = np.maximum(time_s, 0.0) / _STEP_S
        before = place.astype(np.int64)
        while self._first + len(self._steps) <= before[-1] + 1:
            self._step()
        steps = np.array(self._steps)
        share = (place - before)[:, np.newaxis]
        before -= self._first
        return np.asarray(steps[before] * (1.0 - share) + steps[before + 1] * share)

    def _step(self) -> None:
        if len(self._steps) == _KEEP_STEPS:
            self._first += 1
        if self._happens(self._traits.shifts_per_hour):
            self._shift()
        keep = math.exp(-_STEP_S / _SHIFT_TIME_CONSTANT_S)
        self._now = tuple(aim + (now - aim) * keep for now, aim in zip(self._now, self._aim, strict=True))
        tilt_y, tilt_z, *breathing = self._now
        drift_y, drift_z = (sum(part.step() for part in parts) for parts in self._drift)
        self._steps.append((tilt_y + drift_y, tilt_z + drift_z, *breathing, *self._movement()))

    def _happens(self, per_hour: float) -> bool:
        return self._random.random() < per_hour * _STEP_S / 3600.0

    def _shift(self) -> None:
        # Reverse a shift that would go too far: nobody lies down on the chair.
        size_mg = abs(self._random.gauss(self._traits.shift_mg, 0.2 * self._traits.shift_mg))
        angle = self._random.uniform(0.0, 2.0 * math.pi)
        y, z = self._aim[0] + size_mg * math.cos(angle), self._aim[1] + size_mg * math.sin(angle)
        if math.hypot(y, z) > _FURTHEST_TILT_MG:
            y, z = y - 2.0 * size_mg * math.cos(angle), z - 2.0 * size_mg * math.sin(angle)
        self._aim = (y, z, *self._direction())

    def _direction(self) -> tuple[float, float]:
        degrees = 90.0 * self._random.randrange(4) + self._random.uniform(*_OFF_AXIS_DEGREES)
        size = self._random.uniform(*_SIZE_BY_POSTURE)
        return size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))

    def _movement(self) -> tuple[float, ...]:
        if self._happens(self._traits.movements_per_hour):
            self._moving_steps = round(self._random.uniform(*_MOVEMENT_S) / _STEP_S)
        self._moving_steps -= 1
        keep = math.exp(-_STEP_S / _SHIFT_TIME_CONSTANT_S)
        aim = 1.0 if self._moving_steps > 0 else 0.0
        self._effort = aim + (self._effort - aim) * keep
        return tuple(self._effort * axis.step() for axis in self._shake)


def _noise(random: Random, sd: float, time_constant_s: float) -> OrnsteinUhlenbeck:
    return OrnsteinUhlenbeck(random, sd=sd, time_constant_s=time_constant_s, step_s=_STEP_S)
