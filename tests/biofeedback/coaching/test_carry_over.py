"""Breathing with the guide and without it, side by side: what is told, and what is left open."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.coaching.carry_over import (
    LEAST_BREATHS,
    CarryOver,
    OneBreath,
    Verdict,
    carry_over,
)

GUIDED, ALONE = [(0.0, 120.0)], [(120.0, 360.0)]


def breaths(
    rate_per_min: float, ratio: float, until_s: float, *, from_s: float = 0.0, scatter: float = 0.02
) -> list[OneBreath]:
    random, at_s, found = Random(f"{rate_per_min} {from_s}"), from_s, []
    while at_s < until_s - 1.0:
        end_s = at_s + 60.0 / rate_per_min * random.lognormvariate(0.0, scatter)
        found.append(OneBreath(at_s, end_s, ratio * random.lognormvariate(0.0, 2.0 * scatter)))
        at_s = end_s
    return found


def compared(rate_per_min: float, ratio: float = 2.0) -> CarryOver:
    both = [*breaths(5.0, 2.0, 120.0), *breaths(rate_per_min, ratio, 360.0, from_s=120.0)]
    return carry_over(both, guided=GUIDED, alone=ALONE, free=[])


@pytest.mark.parametrize(
    ("rate_per_min", "told"), [(5.0, Verdict.KEPT), (6.5, Verdict.MORE), (4.0, Verdict.LESS)]
)
def test_the_rate_is_kept_faster_or_slower(rate_per_min: float, told: Verdict) -> None:
    found = compared(rate_per_min)
    assert found.rate.verdict is told
    assert found.with_guide.rate_per_min == pytest.approx(5.0, rel=0.04)
    assert found.without_guide.rate_per_min == pytest.approx(rate_per_min, rel=0.04)
    assert found.rate.difference_percent == pytest.approx(20.0 * rate_per_min - 100.0, abs=5.0)


@pytest.mark.parametrize(("ratio", "told"), [(2.0, Verdict.KEPT), (1.2, Verdict.LESS), (3.2, Verdict.MORE)])
def test_the_ratio_is_kept_longer_or_shorter(ratio: float, told: Verdict) -> None:
    found = compared(5.0, ratio)
    assert found.exhale_to_inhale.verdict is told
    assert found.without_guide.exhale_to_inhale == pytest.approx(ratio, rel=0.08)


def test_a_few_breaths_tell_nothing() -> None:
    few = [*breaths(5.0, 2.0, 120.0), *breaths(8.0, 2.0, 120.0 + 7.5 * (LEAST_BREATHS - 1), from_s=120.0)]
    found = carry_over(few, guided=GUIDED, alone=ALONE, free=[])
    assert 0 < found.without_guide.breaths < LEAST_BREATHS
    assert found.without_guide.rate_per_min is None
    assert found.rate.verdict is Verdict.UNKNOWN
    assert found.rate.difference_percent is None


def test_the_breath_that_the_guide_ends_does_not_count() -> None:
    """It is as long as the guide lets it be, not as the person would have made it."""
    spans = [(start_s, start_s + 24.0) for start_s in range(120, 360, 36)]
    guided = [*GUIDED, *((end_s, end_s + 12.0) for _, end_s in spans)]
    found = carry_over(breaths(5.0, 2.0, 360.0, scatter=0.0), guided=guided, alone=spans, free=[])
    assert found.without_guide.breaths == len(spans)


def test_free_breathing_has_the_same_figures() -> None:
    found = carry_over(breaths(13.0, 1.5, 120.0), guided=[], alone=[], free=GUIDED)
    assert found.free.rate_per_min == pytest.approx(13.0, rel=0.03)
    assert found.free.exhale_to_inhale == pytest.approx(1.5, rel=0.08)
    assert found.rate.verdict is Verdict.UNKNOWN


def test_breaths_all_alike_are_no_trouble() -> None:
    both = breaths(5.0, 2.0, 360.0, scatter=0.0)
    found = carry_over(both, guided=GUIDED, alone=ALONE, free=[])
    assert found.rate.verdict is Verdict.KEPT
    assert found.rate.half_width_percent == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=30)
@given(
    st.lists(st.floats(1.0, 30.0), max_size=80),
    st.lists(st.one_of(st.none(), st.floats(0.1, 9.0)), min_size=80, max_size=80),
    st.lists(st.floats(0.0, 900.0), max_size=12).map(sorted),
)
def test_no_course_of_breaths_breaks_it(
    periods_s: list[float], ratios: list[float | None], turns_s: list[float]
) -> None:
    ends_s = [sum(periods_s[:k]) for k in range(len(periods_s) + 1)]
    both = [OneBreath(a, b, ratio) for (a, b), ratio in zip(pairwise(ends_s), ratios, strict=False)]
    spans = list(pairwise(turns_s))
    found = carry_over(both, guided=spans[::2], alone=spans[1::2], free=[])
    for kept in (found.rate, found.exhale_to_inhale):
        assert (kept.difference_percent is None) is (kept.half_width_percent is None)
        if kept.difference_percent is None:
            assert kept.verdict is Verdict.UNKNOWN
