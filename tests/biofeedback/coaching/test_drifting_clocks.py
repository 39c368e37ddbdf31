"""People whose inner clock drifts while the guide is away: what they are told, beside the truth."""

import pytest

from biofeedback.coaching.carry_over import Verdict
from devices.breath_pattern import BreathPattern
from scripts.carry_over_effects import (
    DRIFT_TIME_S,
    LARGEST_BIAS_PERCENT,
    LEAST_TOLD,
    MINUTES,
    PERIOD_SCATTER,
    RATIO_SCATTER,
)
from tests.inner_clock import Drift, quick_carry_over

PEOPLE = 25


@pytest.mark.parametrize(
    ("rate_percent", "told"), [(0.0, Verdict.KEPT), (20.0, Verdict.MORE), (-15.0, Verdict.LESS)]
)
def test_most_people_are_told_what_their_clock_did(rate_percent: float, told: Verdict) -> None:
    drift = Drift(rate_percent, 0.0, DRIFT_TIME_S, PERIOD_SCATTER, RATIO_SCATTER)
    verdicts, errors, covered = [], [], 0
    for seed in range(PEOPLE):
        found, clock = quick_carry_over(BreathPattern(5.0, 2.0), drift, seed=seed, minutes=MINUTES)
        verdicts.append(found.rate.verdict)
        assert found.rate.difference_percent is not None
        assert found.rate.half_width_percent is not None
        errors.append(found.rate.difference_percent - clock.true_rate_percent)
        covered += abs(errors[-1]) <= found.rate.half_width_percent
    assert verdicts.count(told) >= LEAST_TOLD[20.0] * PEOPLE
    wrong = {Verdict.MORE: Verdict.LESS, Verdict.LESS: Verdict.MORE}.get(told, Verdict.MORE)
    assert verdicts.count(wrong) <= 2
    assert abs(sorted(errors)[PEOPLE // 2]) <= 1.5 * LARGEST_BIAS_PERCENT
    assert covered >= PEOPLE - 4
