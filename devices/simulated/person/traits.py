"""The parameters of a simulated person, their chest and their posture.

Defaults, their sources, and the recordings used to set them: docs/simulation.md.
"""

import math
from dataclasses import dataclass
from typing import Final

from devices.simulated.person.ranges import Ranges, require_ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTraits:
    """The parameters in which simulated people differ.

    Parameters
    ----------
    heart_rate_per_min : float
        Mean heart rate at rest, before any calming.
    rsa_swing_per_min : float
        Respiratory sinus arrhythmia: peak-to-trough swing of the heart rate for a full breath (lung
        position 0 to 1 to 0) at the resonance rate.
    rsa_resonance_per_min : float
        Breathing rate with the largest swing; there the heart rate is in phase with the lungs.
    rsa_resonance_q : float
        Sharpness of that resonance. 0.6 leaves 62 % of the swing at 15 breaths/min, 52 degrees late.
    rsa_flat_share : float
        Part of the swing that follows the lungs equally at every rate; 1 is a heart without a resonance.
    rsa_flat_lag_s : float
        Lag of that part.
    rsa_wander : float
        Standard deviation of the slow variation of the swing (natural logarithm, so 0.12 is about 12 %).
    mayer_wave_sd_per_min : float
        Standard deviation of the Mayer wave in the heart rate.
    mayer_wave_hz : float
        Centre frequency of the Mayer wave.
    drift_sd_per_min : float
        Standard deviation of the slow 1/f-like drift of the heart rate.
    beat_jitter_ms : float
        Standard deviation of the sinus node's own jitter, independent from beat to beat.
    ectopic_per_min : float
        Premature beats per minute.
    ectopic_coupling : float
        Mean time of a premature beat, as a fraction of the sinus cycle that it cuts short.
    calming_rsa : float
        Share by which the RSA swing grows after long slow breathing.
    calming_rate_per_min : float
        Fall of the mean heart rate after long slow breathing.
    calming_minutes : float
        Time constant of both effects, for their growth and decay.
    own_rate_per_min : float
        Breaths per minute in the person's own rhythm.
    own_exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale, in the own rhythm.
    own_depth : float
        Depth of a breath in the own rhythm; a full guided breath is 1.
    own_period_cv, own_depth_cv : float
        Breath-to-breath variability (coefficient of variation) in the own rhythm.
    follow_delay_s, follow_delay_sd_s : float
        Delay of the lungs behind the guide: mean, and standard deviation from turn to turn.
    follow_depth, follow_depth_cv : float
        Share of the guide's movement that the person breathes, and its variability from breath to breath.
    follow_ratio_share : float
        The person's exhale:inhale with the guide, as a share of the guide's. If it is not 1, the person
        breathes in when the guide begins to rise, and out at their own time.
    asleep_after_minutes : float
        When the person falls asleep and breathes in the own rhythm, regardless of the guide.
    speech_per_hour : float
        How often the person talks, regardless of the guide.
    speech_s : float
        Usual length of a bout of talking.
    overbreathing_below_per_min : float
        Breathing rate below which breaths are too long for this person, so that they breathe too much; 0
        means never.
    overbreathing_rate_per_min : float
        Rise of the mean heart rate after long over-breathing.
    overbreathing_rsa : float
        Share by which the RSA swing shrinks after long over-breathing.
    overbreathing_minutes : float
        Time constant of both effects, for their growth and decay.

    Raises
    ------
    ValueError
        If a rate, time or share is outside the range of the model.
    """

    heart_rate_per_min: float = 62.0
    rsa_swing_per_min: float = 18.0
    rsa_resonance_per_min: float = 6.0
    rsa_resonance_q: float = 0.6
    rsa_flat_share: float = 0.0
    rsa_flat_lag_s: float = 0.5
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
    follow_ratio_share: float = 1.0
    asleep_after_minutes: float = math.inf
    speech_per_hour: float = 0.0
    speech_s: float = 20.0
    overbreathing_below_per_min: float = 0.0
    overbreathing_rate_per_min: float = 6.0
    overbreathing_rsa: float = 0.4
    overbreathing_minutes: float = 2.0

    def __post_init__(self) -> None:
        require_ranges(self, PERSON_RANGES)


PERSON_RANGES: Final[Ranges] = {
    "heart_rate_per_min": (35, 180),
    "rsa_swing_per_min": (0, 60),
    "rsa_resonance_per_min": (3, 10),
    "rsa_resonance_q": (0.3, 3),
    "rsa_flat_share": (0, 1),
    "rsa_flat_lag_s": (0.1, 2),
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
    "follow_ratio_share": (0.25, 2),
    "follow_depth_cv": (0, 0.4),
    "asleep_after_minutes": (0, math.inf),
    "speech_per_hour": (0, 120),
    "speech_s": (4, 120),
    "overbreathing_below_per_min": (0, 10),
    "overbreathing_rate_per_min": (0, 20),
    "overbreathing_rsa": (0, 0.9),
    "overbreathing_minutes": (0.5, 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChestTraits:
    """Effects of breath and heart on a strap's accelerometer and electrodes.

    Parameters
    ----------
    breathing_mg : float
        Acceleration of a full breath (lung position 0 to 1), mostly a tilt of the strap against gravity.
    wall_delay_s : float
        Delay of the chest wall behind the lungs.
    plateau : float
        How much longer than the lungs the wall stays near full and empty. With 0 it moves like the lungs,
        with 1 along a smooth step.
    loop_share : float
        Part of the movement that is later and across its main direction, because belly and chest do not move
        together.
    recoil_mg : float
        Standard deviation of the heart's recoil at 60 beats per minute, all three axes together.
    acceleration_noise_mg : float
        Standard deviation of the accelerometer's noise, for each axis and sample.
    r_wave_uv : float
        Height of the R wave.
    r_breathing_share : float
        Share by which the ECG grows from full to empty lungs.
    wander_uv : float
        Rise of the ECG's baseline with a full breath.
    ecg_noise_uv : float
        Standard deviation of the ECG's noise.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    breathing_mg: float = 31.0
    wall_delay_s: float = 0.1
    plateau: float = 0.8
    loop_share: float = 0.1
    recoil_mg: float = 6.0
    acceleration_noise_mg: float = 1.0
    r_wave_uv: float = 1000.0
    r_breathing_share: float = 0.1
    wander_uv: float = 60.0
    ecg_noise_uv: float = 4.0

    def __post_init__(self) -> None:
        require_ranges(self, CHEST_RANGES)


CHEST_RANGES: Final[Ranges] = {
    "breathing_mg": (0, 300),
    "wall_delay_s": (0, 1),
    "plateau": (0, 1),
    "loop_share": (0, 0.5),
    "recoil_mg": (0, 50),
    "acceleration_noise_mg": (0, 50),
    "r_wave_uv": (100, 5000),
    "r_breathing_share": (0, 0.5),
    "wander_uv": (0, 1000),
    "ecg_noise_uv": (0, 500),
}

CHEST: Final = ChestTraits()
"""The default chest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureTraits:
    """How the person sits: the strap's direction relative to gravity, and how still the person is.

    Parameters
    ----------
    gravity_mg : float
        The accelerometer's value at rest: gravity and its own error.
    tilt_mg : float
        Gravity on y and z together at the start; the rest is on −x.
    drift_mg : float
        Standard deviation of the slow drift of y and of z.
    shifts_per_hour : float
        Sudden changes of posture; each also turns the direction in which breathing moves the strap.
    shift_mg : float
        Mean size of such a change.
    movements_per_hour : float
        Bouts of movement, each 2 to 8 s long.
    movement_mg : float
        Standard deviation of the acceleration in such a bout, for each axis.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    gravity_mg: float = 1020.0
    tilt_mg: float = 120.0
    drift_mg: float = 6.0
    shifts_per_hour: float = 4.0
    shift_mg: float = 200.0
    movements_per_hour: float = 2.0
    movement_mg: float = 100.0

    def __post_init__(self) -> None:
        require_ranges(self, POSTURE_RANGES)


POSTURE_RANGES: Final[Ranges] = {
    "gravity_mg": (950, 1050),
    "tilt_mg": (0, 400),
    "drift_mg": (0, 50),
    "shifts_per_hour": (0, 120),
    "shift_mg": (0, 400),
    "movements_per_hour": (0, 120),
    "movement_mg": (0, 1000),
}

UPRIGHT: Final = PostureTraits()
"""The default: a person who sits still for a quarter of an hour."""

CALM: Final = PersonTraits()
"""The default: a rested adult, in the middle of the recordings of slow breathing."""
