"""What moves the heart rate: breathing, the Mayer wave, slow drift, and calm that comes with time."""

import cmath
import math
from random import Random
from typing import Final

from devices.simulated.traits import PersonTraits

DRIFT_TIME_CONSTANTS_S: Final = (5.0, 20.0, 80.0, 320.0)
"""Equal parts on a logarithmic scale of time add up to a spectrum close to 1/f from 0.0005 to 0.03 Hz."""

_MAYER_COHERENCE_S: Final = 30.0
_RSA_WANDER_S: Final = 60.0


class RespiratorySinusArrhythmia:
    """Heart-rate swing that follows the lungs.

    A second-order resonance: H(s) = (w/Q)·s / (s² + (w/Q)·s + w²), fed with lung position. Its gain is 1
    and its lag 0 at the resonance rate; towards faster breathing the swing comes later and shrinks, about as
    Hirsch & Bishop 1981 measured its size (doi:10.1152/ajpheart.1981.241.4.H620). A steady lung position, as
    in a pause, has no effect. The swing wanders slowly, as a person's does.
    """

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        w = 2.0 * math.pi * traits.rsa_resonance_per_min / 60.0
        self._stiffness = w * w
        self._damping = w / traits.rsa_resonance_q
        self._swing_per_min = traits.rsa_swing_per_min
        self._step_s = step_s
        self._displacement = 0.0
        self._velocity = 0.0
        self._wander = OrnsteinUhlenbeck(
            random, sd=traits.rsa_wander, time_constant_s=_RSA_WANDER_S, step_s=step_s
        )

    def step(self, lung_position: float, growth: float) -> float:
        """Return the deviation of the heart rate in beats/min; `growth` is the share added by calm."""
        force = lung_position - self._damping * self._velocity - self._stiffness * self._displacement
        self._velocity += force * self._step_s
        self._displacement += self._velocity * self._step_s
        swing_per_min = self._swing_per_min * (1.0 + growth) * math.exp(self._wander.step())
        return swing_per_min * self._damping * self._velocity


class MayerWave:
    """A wave near 0.1 Hz whose size and phase wander: a rotating complex Ornstein-Uhlenbeck process."""

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        self._random = random
        self._turn = cmath.exp((2j * math.pi * traits.mayer_wave_hz - 1.0 / _MAYER_COHERENCE_S) * step_s)
        self._kick = traits.mayer_wave_sd_per_min * math.sqrt(1.0 - abs(self._turn) ** 2)
        self._state = traits.mayer_wave_sd_per_min * complex(random.gauss(0.0, 1.0), random.gauss(0.0, 1.0))

    def step(self) -> float:
        """Return the deviation of the heart rate in beats/min."""
        gauss = self._random.gauss
        self._state = self._state * self._turn + self._kick * complex(gauss(0.0, 1.0), gauss(0.0, 1.0))
        return self._state.real


class OrnsteinUhlenbeck:
    """Noise of a given standard deviation that forgets itself with a time constant."""

    def __init__(self, random: Random, *, sd: float, time_constant_s: float, step_s: float) -> None:
        self._random = random
        self._keep = math.exp(-step_s / time_constant_s)
        self._kick = sd * math.sqrt(1.0 - self._keep**2)
        self._state = random.gauss(0.0, sd)

    def step(self) -> float:
        """Return the next value."""
        self._state = self._state * self._keep + self._kick * self._random.gauss(0.0, 1.0)
        return self._state


class Drift:
    """Slow 1/f-like drift of the heart rate: Ornstein-Uhlenbeck processes of spaced time constants."""

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        sd = traits.drift_sd_per_min / math.sqrt(len(DRIFT_TIME_CONSTANTS_S))
        self._parts = tuple(
            OrnsteinUhlenbeck(random, sd=sd, time_constant_s=time_constant_s, step_s=step_s)
            for time_constant_s in DRIFT_TIME_CONSTANTS_S
        )

    def step(self) -> float:
        """Return the deviation of the heart rate in beats/min."""
        return sum(part.step() for part in self._parts)


class Calming:
    """Calm that grows from 0 towards 1 while the breathing is slow, and is lost again afterwards."""

    def __init__(self, traits: PersonTraits, *, step_s: float) -> None:
        self._approach = step_s / (60.0 * traits.calming_minutes)
        self._level = 0.0

    def step(self, *, breathing_slowly: bool) -> float:
        """Return the calm, 0 to 1."""
        self._level += self._approach * ((1.0 if breathing_slowly else 0.0) - self._level)
        return self._level
