"""Who is simulated: the parameters of a person, and a few named persons.

Defaults, sources and the recordings they were set by: docs/simulation.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from devices.errors import BiofeedbackError


class UnknownScenarioError(BiofeedbackError):
    """A name that no simulated person has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTraits:
    """Everything that makes one simulated person differ from another.

    Parameters
    ----------
    heart_rate_per_min : float
        Mean heart rate at rest, before any calming.
    rsa_swing_per_min : float
        Respiratory sinus arrhythmia: peak-to-trough swing of the heart rate for a full breath (lung
        position 0 to 1 to 0) at the resonance rate.
    rsa_resonance_per_min : float
        Breathing rate of the largest swing; there the heart rate is in phase with the lungs.
    rsa_resonance_q : float
        Sharpness of that resonance. 0.6 leaves 62 % of the swing at 15 breaths/min, 52 degrees late.
    rsa_wander : float
        Standard deviation of the slow wander of the swing (natural logarithm, so 0.12 is about 12 %).
    mayer_wave_sd_per_min : float
        Standard deviation of the Mayer wave in the heart rate.
    mayer_wave_hz : float
        Centre frequency of the Mayer wave.
    drift_sd_per_min : float
        Standard deviation of the slow 1/f-like drift of the heart rate.
    beat_jitter_ms : float
        Standard deviation of the sinus node's own unrest, independent from beat to beat.
    ectopic_per_min : float
        Premature beats a minute.
    ectopic_coupling : float
        Mean moment of a premature beat as a fraction of the sinus cycle that it cuts short.
    calming_rsa : float
        Share by which the RSA swing has grown after long slow breathing.
    calming_rate_per_min : float
        Fall of the mean heart rate after long slow breathing.
    calming_minutes : float
        Time constant of both, into and out of the calm.
    own_rate_per_min : float
        Breaths per minute in the person's own rhythm.
    own_exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale, own rhythm.
    own_depth : float
        Depth of a breath in the own rhythm, where a full guided breath is 1.
    own_period_cv, own_depth_cv : float
        Breath-to-breath variability (coefficient of variation) in the own rhythm.
    follow_delay_s, follow_delay_sd_s : float
        How late the lungs follow the guide, and how much that differs from turn to turn.
    follow_depth, follow_depth_cv : float
        Share of the guide's movement that is breathed, and its variability from breath to breath.

    Raises
    ------
    ValueError
        If a rate, time or share is outside of what the model can do.
    """

    heart_rate_per_min: float = 62.0
    rsa_swing_per_min: float = 18.0
    rsa_resonance_per_min: float = 6.0
    rsa_resonance_q: float = 0.6
    rsa_wander: float = 0.12
    mayer_wave_sd_per_min: float = 0.9
    mayer_wave_hz: float = 0.095
    drift_sd_per_min: float = 1.5
    beat_jitter_ms: float = 5.0
    ectopic_per_min: float = 0.0
    ectopic_coupling: float = 0.6
    calming_rsa: float = 0.13
    calming_rate_per_min: float = 0.6
    calming_minutes: float = 5.0
    own_rate_per_min: float = 13.0
    own_exhale_to_inhale: float = 1.5
    own_depth: float = 0.6
    own_period_cv: float = 0.15
    own_depth_cv: float = 0.15
    follow_delay_s: float = 0.45
    follow_delay_sd_s: float = 0.15
    follow_depth: float = 0.9
    follow_depth_cv: float = 0.08

    def __post_init__(self) -> None:
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} {value} out of range: [{low}, {high}]")


_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "heart_rate_per_min": (35, 180),
    "rsa_swing_per_min": (0, 60),
    "rsa_resonance_per_min": (3, 10),
    "rsa_resonance_q": (0.3, 3),
    "rsa_wander": (0, 0.5),
    "mayer_wave_sd_per_min": (0, 10),
    "mayer_wave_hz": (0.05, 0.15),
    "drift_sd_per_min": (0, 10),
    "beat_jitter_ms": (0, 30),
    "ectopic_per_min": (0, 15),
    "ectopic_coupling": (0.5, 0.85),
    "calming_rsa": (0, 1),
    "calming_rate_per_min": (0, 10),
    "calming_minutes": (0.5, 60),
    "own_rate_per_min": (3, 40),
    "own_exhale_to_inhale": (0.5, 4),
    "own_depth": (0.2, 1),
    "own_period_cv": (0, 0.4),
    "own_depth_cv": (0, 0.4),
    "follow_delay_s": (0.2, 1.5),
    "follow_delay_sd_s": (0, 0.5),
    "follow_depth": (0.2, 1),
    "follow_depth_cv": (0, 0.4),
}

CALM: Final = PersonTraits()
"""The default: a rested adult, in the middle of the recordings of slow breathing."""

STRESSED: Final = replace(
    CALM,
    heart_rate_per_min=82.0,
    rsa_swing_per_min=10.0,
    mayer_wave_sd_per_min=1.3,
    beat_jitter_ms=4.0,
    drift_sd_per_min=2.0,
    own_rate_per_min=17.0,
    own_period_cv=0.22,
    own_depth=0.5,
    follow_delay_s=0.55,
    follow_delay_sd_s=0.25,
    follow_depth=0.8,
    follow_depth_cv=0.15,
)
"""Fast heart, little sinus arrhythmia, quick and uneven breathing, follows the guide less closely."""

ECTOPIC: Final = replace(CALM, ectopic_per_min=4.0)
"""The calm person with four premature beats a minute."""

TRAINED: Final = replace(CALM, heart_rate_per_min=55.0, rsa_swing_per_min=28.0, own_rate_per_min=9.0)
"""Very large sinus arrhythmia: what an artefact rule must not mistake for artefacts."""

SCENARIOS: Final[Mapping[str, PersonTraits]] = MappingProxyType(
    {"calm": CALM, "stressed": STRESSED, "ectopic": ECTOPIC, "trained": TRAINED}
)


def person_traits(scenario: str) -> PersonTraits:
    """Look up a named person.

    Raises
    ------
    UnknownScenarioError
        If there is none of that name; the advice lists the known ones.
    """
    try:
        return SCENARIOS[scenario]
    except KeyError:
        raise UnknownScenarioError(
            f"There is no simulated person called {scenario!r}.",
            f"Known ones: {', '.join(SCENARIOS)}.",
        ) from None
