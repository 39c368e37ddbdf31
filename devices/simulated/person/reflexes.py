"""Influences on the heart rate: breathing, the Mayer wave, slow drift, and effects that build up."""

import cmath
import math
from random import Random
from typing import Final

from devices.simulated.person.traits import PersonTraits

DRIFT_TIME_CONSTANTS_S: Final = (5.0, 20.0, 80.0, 320.0)
"""Equal parts on a logarithmic scale of time add up to a spectrum close to 1/f from 0.0005 to 0.03 Hz."""

_MAYER_COHERENCE_S: Final = 30.0
_RSA_WANDER_S: Final = 60.0
_FLAT_MEMORY_S: Final = 40.0
"""Memory of the flat part of the swing for a lung position: a pause has no lasting effect."""


class RespiratorySinusArrhythmia:
    """Heart-rate swing that follows the lungs.

    A second-order resonance: H(s) = (w/Q)·s / (s² + (w/Q)·s + w²), with lung position as input. Its gain is 1
    and its lag 0 at the resonance rate. With faster breathing the swing comes later and shrinks, about as
    Hirsch & Bishop 1981 measured its size (doi:10.1152/ajpheart.1981.241.4.H620). A steady lung position, as
    in a pause, has no effect. The swing varies slowly, as in real people. A part of it may follow the lungs
    equally at every rate (`FlatResponse`), like the gating in the brain stem.
    """

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        w = 2.0 * math.pi * traits.rsa_resonance_per_min / 60.0
        self._stiffness = w * w
        self._damping = w / traits.rsa_resonance_q
        self._flat_share = traits.rsa_flat_share
        self._flat = FlatResponse(lag_s=traits.rsa_flat_lag_s, step_s=step_s)
        self._swing_per_min = traits.rsa_swing_per_min
        self._step_s = step_s
        self._displacement = 0.0
        self._velocity = 0.0
        self._wander = OrnsteinUhlenbeck(
            random, sd=traits.rsa_wander, time_constant_s=_RSA_WANDER_S, step_s=step_s
        )

    def step(self, lung_position: float, growth: float) -> float:
        """Return the deviation of the heart rate in beats/min; `growth` is the share that calm adds."""
        force = lung_position - self._damping * self._velocity - self._stiffness * self._displacement
        self._velocity += force * self._step_s
        self._displacement += self._velocity * self._step_s
        swing_per_min = self._swing_per_min * (1.0 + growth) * math.exp(self._wander.step())
        resonant, flat = self._damping * self._velocity, self._flat.step(lung_position)
        return swing_per_min * (resonant + self._flat_share * (flat - resonant))


class FlatResponse:
    """Lung position minus its slow mean, with a short lag: the same size at every breathing rate."""

    def __init__(self, *, lag_s: float, step_s: float) -> None:
        self._forget = step_s / _FLAT_MEMORY_S
        self._follow = step_s / lag_s
        self._mean = self._late = 0.0

    def step(self, lung_position: float) -> float:
        """Return the response, which swings by 1 for a full breath."""
        self._mean += self._forget * (lung_position - self._mean)
        self._late += self._follow * (lung_position - self._mean - self._late)
        return self._late


class MayerWave:
    """A wave near 0.1 Hz with varying size and phase: a rotating complex Ornstein-Uhlenbeck process."""

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
    """Noise with a given standard deviation and correlation time constant."""

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
    """Slow 1/f-like drift of the heart rate: Ornstein-Uhlenbeck processes with spaced time constants."""

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        sd = traits.drift_sd_per_min / math.sqrt(len(DRIFT_TIME_CONSTANTS_S))
        self._parts = tuple(
            OrnsteinUhlenbeck(random, sd=sd, time_constant_s=time_constant_s, step_s=step_s)
            for time_constant_s in DRIFT_TIME_CONSTANTS_S
        )

    def step(self) -> float:
        """Return the deviation of the heart rate in beats/min."""
        return sum(part.step() for part in self._parts)


class SlowEffect:
    """An effect that grows from 0 to 1 while the breathing causes it, then fades: calm, over-breathing."""

    def __init__(self, *, minutes: float, step_s: float) -> None:
        self._approach = step_s / (60.0 * minutes)
        self._level = 0.0

    def step(self, *, caused: bool) -> float:
        """Return the effect, 0 to 1."""
        self._level += self._approach * ((1.0 if caused else 0.0) - self._level)
        return self._level
