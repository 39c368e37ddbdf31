"""A heart with beats from integral pulse frequency modulation and occasional premature beats."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from devices.simulated.person.reflexes import Drift, MayerWave, RespiratorySinusArrhythmia, SlowEffect
from devices.simulated.person.traits import PersonTraits

SLOWEST_PER_MIN: Final = 35.0
FASTEST_PER_MIN: Final = 200.0
"""Limits of the sinus node: no combination of reflexes exceeds them."""

_COUPLING_SD: Final = 0.04
_COUPLING_BOUNDS: Final = (0.45, 0.9)


class BeatKind(StrEnum):
    """The origin of a beat."""

    SINUS = "sinus"
    ECTOPIC = "ectopic"


@dataclass(frozen=True, slots=True)
class SimulatedBeat:
    """One true beat of the simulated heart.

    Parameters
    ----------
    time_ns : int
        Time of the beat on the person's clock.
    kind : BeatKind
        Sinus, or a premature ectopic beat.
    """

    time_ns: int
    kind: BeatKind


class Heart:
    """Produces beats step by step.

    Integral pulse frequency modulation: the rate is integrated over time, and a beat occurs each time the
    integral reaches one. A premature beat comes before that. The next sinus impulse finds the ventricle
    refractory and is lost, so the pause is fully compensatory (short + long = two cycles).

    Parameters
    ----------
    traits : PersonTraits
        Rate, reflexes, premature beats.
    random : Random
        Random generator that only the heart uses.
    step_s : float
        Time between two calls of `step`.
    """

    def __init__(self, traits: PersonTraits, random: Random, *, step_s: float) -> None:
        self._traits = traits
        self._random = random
        self._step_s = step_s
        self._rsa = RespiratorySinusArrhythmia(traits, random, step_s=step_s)
        self._mayer_wave = MayerWave(traits, random, step_s=step_s)
        self._drift = Drift(traits, random, step_s=step_s)
        self._calming = SlowEffect(minutes=traits.calming_minutes, step_s=step_s)
        self._overbreathing = SlowEffect(minutes=traits.overbreathing_minutes, step_s=step_s)
        self._sum = 0.0
        self._full = 1.0
        self._ectopic_at: float | None = None
        self._refractory = False

    def step(
        self, lung_position: float, *, breathing_slowly: bool, overbreathing: bool
    ) -> tuple[float, BeatKind] | None:
        """Advance by one step.

        Parameters
        ----------
        lung_position : float
            Current lung position.
        breathing_slowly : bool
            Whether the breathing is slow enough to have a calming effect.
        overbreathing : bool
            Whether the breaths are too long for this person.

        Returns
        -------
        (float, BeatKind) or None
            How many seconds ago, within this step, a beat occurred, and its kind.
        """
        calm = self._calming.step(caused=breathing_slowly)
        too_much = self._overbreathing.step(caused=overbreathing)
        rate_hz = self._rate_per_min(lung_position, calm, too_much) / 60.0
        self._sum += rate_hz * self._step_s
        if self._ectopic_at is not None and self._sum >= self._ectopic_at:
            ago_s = (self._sum - self._ectopic_at) / rate_hz
            self._ectopic_at, self._refractory = None, True
            return ago_s, BeatKind.ECTOPIC
        if self._sum < self._full:
            return None
        self._sum -= self._full
        ago_s = self._sum / rate_hz
        self._full = 1.0 + self._random.gauss(0.0, self._traits.beat_jitter_ms / 1000.0) * rate_hz
        if self._refractory:
            self._refractory = False
            return None
        self._plan_ectopic(rate_hz * 60.0)
        return ago_s, BeatKind.SINUS

    def _rate_per_min(self, lung_position: float, calm: float, too_much: float) -> float:
        traits = self._traits
        growth = (1.0 + traits.calming_rsa * calm) * (1.0 - traits.overbreathing_rsa * too_much) - 1.0
        rate_per_min = (
            traits.heart_rate_per_min
            - traits.calming_rate_per_min * calm
            + traits.overbreathing_rate_per_min * too_much
            + self._rsa.step(lung_position, growth)
            + self._mayer_wave.step()
            + self._drift.step()
        )
        return min(FASTEST_PER_MIN, max(SLOWEST_PER_MIN, rate_per_min))

    def _plan_ectopic(self, rate_per_min: float) -> None:
        # A premature beat takes two sinus cycles, so this probability per cycle gives the rate per minute.
        share = self._traits.ectopic_per_min / rate_per_min
        if self._random.random() >= share / (1.0 - share):
            return
        low, high = _COUPLING_BOUNDS
        coupling = self._random.gauss(self._traits.ectopic_coupling, _COUPLING_SD)
        self._ectopic_at = min(high, max(low, coupling))
