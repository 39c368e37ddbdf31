"""People who differ as adults do, for tests that need many: with or without a resonance, by seed.

Sources of each spread: docs/simulation.md, "A population".
"""

import math
from dataclasses import replace
from random import Random
from typing import Final

from devices.simulated.person.traits import PersonTraits

_RESONANCE_PER_MIN: Final = (4.5, 6.5)
_Q_MEDIAN, _Q_LN_SD = 1.4, 0.35
_Q_BOUNDS: Final = (0.6, 3.0)
_SWING_MEDIAN_PER_MIN, _SWING_LN_SD = 16.0, 0.35
_FAINT_SWING_PER_MIN: Final = (0.0, 2.0)
_FAINT_SHARE: Final = 0.3
_ECTOPIC_SHARE: Final = 0.1


def person_with_resonance(seed: int) -> PersonTraits:
    """Draw an adult with the strongest heart response at one breathing rate, `rsa_resonance_per_min`."""
    random = Random(f"{seed}/resonance")
    low, high = _Q_BOUNDS
    return replace(
        _anybody(random),
        rsa_resonance_per_min=random.uniform(*_RESONANCE_PER_MIN),
        rsa_resonance_q=min(high, max(low, _Q_MEDIAN * math.exp(random.gauss(0.0, _Q_LN_SD)))),
        rsa_flat_share=random.uniform(0.0, 0.3),
        rsa_flat_lag_s=random.uniform(0.2, 0.8),
    )


def person_without_resonance(seed: int) -> PersonTraits:
    """Draw an adult with the same heart response at all slow rates, or (three in ten) almost none."""
    random = Random(f"{seed}/no resonance")
    person = replace(_anybody(random), rsa_flat_share=1.0, rsa_flat_lag_s=random.uniform(0.2, 1.0))
    if random.random() < _FAINT_SHARE:
        return replace(person, rsa_swing_per_min=random.uniform(*_FAINT_SWING_PER_MIN))
    return person


def _anybody(random: Random) -> PersonTraits:
    swing_per_min = _SWING_MEDIAN_PER_MIN * math.exp(random.gauss(0.0, _SWING_LN_SD))
    return PersonTraits(
        heart_rate_per_min=min(90.0, max(48.0, random.gauss(66.0, 8.0))),
        rsa_swing_per_min=min(40.0, max(5.0, swing_per_min)),
        rsa_wander=random.uniform(0.08, 0.2),
        mayer_wave_sd_per_min=random.uniform(0.4, 1.4),
        mayer_wave_hz=random.uniform(0.085, 0.105),
        drift_sd_per_min=random.uniform(1.0, 2.2),
        beat_jitter_ms=random.uniform(3.0, 8.0),
        ectopic_per_min=random.uniform(0.1, 1.0) if random.random() < _ECTOPIC_SHARE else 0.0,
        calming_rsa=random.uniform(0.0, 0.26),
        calming_rate_per_min=random.uniform(0.0, 1.5),
        own_rate_per_min=random.uniform(9.0, 18.0),
        follow_delay_s=min(0.7, max(0.25, random.gauss(0.45, 0.1))),
        follow_delay_sd_s=random.uniform(0.1, 0.25),
        follow_depth=random.uniform(0.75, 1.0),
        follow_depth_cv=random.uniform(0.05, 0.15),
    )
