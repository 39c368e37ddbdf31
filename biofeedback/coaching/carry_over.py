"""Whether a person keeps a pace without the guide: a comparison of breaths with and without it. Pure.

Rates and ratios are compared as logarithms, so that twice and half differ equally. Successive breaths
resemble each other, because they share a turn, and a person's inner clock drifts. The interval is therefore
computed from the means of blocks of four breaths, each within one stretch with or without the guide (batch
means; Conway 1963, DOI 10.1287/mnsc.10.1.47), and by Welch's test. A block of fewer breaths counts as a part
of a block, also in the degrees of freedom.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Final, NamedTuple

from biofeedback.response.confidence import student_t_95

LEAST_BREATHS: Final = 6
"""Number of breaths needed with the guide, and without it; fewer could give a result by chance."""

_SAME_S: Final = 0.5
_BLOCK: Final = 4
_FEWEST_BLOCKS: Final = 3

KEPT_RATE_BAND: Final = 0.10
"""A rate within this share of the guided one counts as kept."""

KEPT_RATIO_BAND: Final = 0.25
"""The same for exhale:inhale, which is measured less precisely."""

LEAST_CHANGE: Final = 0.5
"""A change below this share of the band is not reported, however certain it is."""

Spans = Sequence[tuple[float, float]]
"""Start and end of each stretch, in seconds of the session and in order."""


class OneBreath(NamedTuple):
    """A measured breath.

    Parameters
    ----------
    begin_s, end_s : float
        When it begins and ends, in seconds of the session.
    exhale_to_inhale : float or None
        None if it is not known.
    """

    begin_s: float
    end_s: float
    exhale_to_inhale: float | None


class Verdict(StrEnum):
    """The result of a comparison."""

    KEPT = "kept"
    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BreathsOf:
    """How a person breathed in one condition; unknown figures are None.

    Parameters
    ----------
    breaths : int
        Number of normal breaths that were measured.
    rate_per_min : float or None
        Breaths per minute.
    exhale_to_inhale : float or None
        Geometric mean of the breaths' ratios.
    """

    breaths: int = 0
    rate_per_min: float | None = None
    exhale_to_inhale: float | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A comparison of one figure without the guide and with it.

    Parameters
    ----------
    verdict : Verdict
        Whether the figure was kept, or is higher or lower without the guide.
    difference_percent : float or None
        How much higher the figure is without the guide.
    half_width_percent : float or None
        Half of the 95 % interval of the difference.
    """

    verdict: Verdict = Verdict.UNKNOWN
    difference_percent: float | None = None
    half_width_percent: float | None = None


@dataclass(frozen=True, slots=True)
class CarryOver:
    """How a person breathed with the guide, without it, and freely.

    Parameters
    ----------
    with_guide, without_guide : BreathsOf
        Breathing in a practice with a guide that fades.
    free : BreathsOf
        Ordinary breathing before and after the practice.
    rate, exhale_to_inhale : Kept
        Comparison of breathing without the guide and with it.
    """

    with_guide: BreathsOf = BreathsOf()
    without_guide: BreathsOf = BreathsOf()
    free: BreathsOf = BreathsOf()
    rate: Kept = Kept()
    exhale_to_inhale: Kept = Kept()


def carry_over(breaths: Sequence[OneBreath], *, guided: Spans, alone: Spans, free: Spans) -> CarryOver:
    """Compare breathing with the guide and without it.

    Parameters
    ----------
    breaths : sequence of OneBreath
        The normal breaths, in order. Each belongs to the stretch that contains its middle.
    guided, alone, free : sequence of (float, float)
        When the guide ran, when the person was to keep its pace without it, and when the person breathed
        freely.
    """
    with_guide = _stretches(breaths, guided)
    without_guide = [
        # The returning guide ends the present breath, so the breath's length is not the person's own.
        stretch[:-1] if any(abs(begin_s - end_s) < _SAME_S for begin_s, _ in guided) else stretch
        for stretch, (_, end_s) in zip(_stretches(breaths, alone), alone, strict=True)
    ]
    return CarryOver(
        _breaths_of(with_guide),
        _breaths_of(without_guide),
        _breaths_of(_stretches(breaths, free)),
        _kept(_log_rates(with_guide), _log_rates(without_guide), KEPT_RATE_BAND),
        _kept(_log_ratios(with_guide), _log_ratios(without_guide), KEPT_RATIO_BAND),
    )


_Stretches = list[list[OneBreath]]


def _stretches(breaths: Sequence[OneBreath], spans: Spans) -> _Stretches:
    return [
        [one for one in breaths if begin_s <= 0.5 * (one.begin_s + one.end_s) < end_s]
        for begin_s, end_s in spans
    ]


def _breaths_of(stretches: _Stretches) -> BreathsOf:
    rates, ratios = _flat(_log_rates(stretches)), _flat(_log_ratios(stretches))
    return BreathsOf(
        sum(map(len, stretches)),
        math.exp(fmean(rates)) if len(rates) >= LEAST_BREATHS else None,
        math.exp(fmean(ratios)) if len(ratios) >= LEAST_BREATHS else None,
    )


def _log_rates(stretches: _Stretches) -> list[list[float]]:
    return [[math.log(60.0 / (one.end_s - one.begin_s)) for one in stretch] for stretch in stretches]


def _log_ratios(stretches: _Stretches) -> list[list[float]]:
    return [
        [math.log(one.exhale_to_inhale) for one in stretch if one.exhale_to_inhale] for stretch in stretches
    ]


def _flat(stretches: list[list[float]]) -> list[float]:
    return [value for stretch in stretches for value in stretch]


def _kept(guided: list[list[float]], alone: list[list[float]], band: float) -> Kept:
    """Compare two conditions, both given as logarithms."""
    first, second = _Mean.of(guided), _Mean.of(alone)
    if first is None or second is None:
        return Kept()
    difference, error = second.value - first.value, math.hypot(first.error, second.error)
    freedom = error**4 / (first.spread + second.spread) if error else math.inf
    half_width = student_t_95(max(3.0, freedom)) * error
    return Kept(
        _verdict(difference, half_width, math.log1p(band)),
        100.0 * math.expm1(difference),
        100.0 * math.exp(difference) * math.sinh(half_width),
    )


def _verdict(difference: float, half_width: float, band: float) -> Verdict:
    if abs(difference) > half_width and abs(difference) >= LEAST_CHANGE * band:
        return Verdict.MORE if difference > 0.0 else Verdict.LESS
    return Verdict.KEPT if abs(difference) + half_width <= band else Verdict.UNKNOWN


class _Mean(NamedTuple):
    """A mean of blocks, its standard error, and the fourth power of the error over its degrees of freedom."""

    value: float
    error: float
    spread: float

    @classmethod
    def of(cls, stretches: list[list[float]]) -> "_Mean | None":
        values = _flat(stretches)
        blocks = [
            (len(block), fmean(block))
            for stretch in _joined(stretches)
            for block in (stretch[k : k + _BLOCK] for k in range(0, len(stretch), _BLOCK))
        ]
        if len(values) < LEAST_BREATHS or len(blocks) < _FEWEST_BLOCKS:
            return None
        mean, count = fmean(values), len(blocks)
        # Blocks of few breaths scatter more and get less weight.
        squares = sum(size * (block - mean) ** 2 for size, block in blocks)
        error = math.sqrt(squares / (count - 1) / len(values))
        return cls(mean, error, error**4 / (len(values) / _BLOCK - 1.0))


def _joined(stretches: list[list[float]]) -> list[list[float]]:
    """Combine stretches that are too short for a block of their own, with four breaths in a block."""
    long = [one for one in stretches if len(one) >= _BLOCK]
    short = [value for one in stretches if len(one) < _BLOCK for value in one]
    return [*long, short]
