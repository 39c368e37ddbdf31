"""Whether a person breathes with the guide: moments, lengths and rate of measured breaths beside its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median
from typing import Final

from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.pacing.guide import Guide, Stage
from devices.breath_pattern import BreathPattern
from devices.message import Message, message

FEWEST_BREATHS: Final = 3
"""Less is chance: one breath's ratio is off by a fifth (docs/breathing.md)."""

_MOMENTS: Final = 5
_RATIOS: Final = 10
_OLDEST_S: Final = 120.0

_LONG_PAST: Final = 2.5
"""Breaths since the end of the last one."""

RATIO_BAND: Final = (0.8, 1.25)
"""What counts as the guide's ratio, as shares of it: 1.6 to 2.5 around 2."""

SAME_RATE: Final = 0.15
"""Further from the guide's rate, as a share of it, no turn belongs to one of the guide's."""

_IN_STEP: Final = 0.12
"""Median distance of moments from their middle, as a share of a breath, beyond which they are out of step."""


@dataclass(frozen=True, slots=True)
class Following:
    """How the last breaths went beside the guide. What is not known is None.

    Parameters
    ----------
    breaths : int
        How many normal breaths it rests on.
    rate_error_per_min : float or None
        The person's rate less the guide's.
    phase_error_s : float or None
        Median delay of inhale and exhale onsets; negative is early. Also None where the person breathes at
        another rate, or out of step.
    inhale_error_s, exhale_error_s : float or None
        The same of each kind of onset.
    in_step : bool or None
        Whether the onsets keep their distance from the guide's turns; None where that is not known.
    exhale_to_inhale : float or None
        Median of the last breaths.
    share_percent : float or None
        Share of the last ten breaths with an exhale:inhale within 0.8 to 1.25 times the guide's: 1.6 to 2.5.
    unknown : Message or None
        Why some of it is not known; None where all is.
    advice : Message or None
        What to do otherwise, in one sentence, at most once a minute; None for nothing.
    praise : Message or None
        That it goes well; None for nothing.
    """

    breaths: int = 0
    rate_error_per_min: float | None = None
    phase_error_s: float | None = None
    inhale_error_s: float | None = None
    exhale_error_s: float | None = None
    in_step: bool | None = None
    exhale_to_inhale: float | None = None
    share_percent: float | None = None
    unknown: Message | None = None
    advice: Message | None = None
    praise: Message | None = None


_NO_SIGN: Final = message("breath.no_sign_yet")
_FEW_BREATHS: Final = message("figure.unknown.after_quiet_breaths", breaths=FEWEST_BREATHS)

BEATS_ALONE: Final = Following(unknown=message("breath.beats_alone"))
"""What beats alone do tell is the trend of the response."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measured breaths beside the guide, one by one.

    Parameters
    ----------
    pattern : BreathPattern
        The guide's.
    breaths : int
        How many normal breaths there are.
    rate_per_min : float or None
        As measured now; None where it is not known.
    rates_per_min : tuple of float
        Of each of the last five; empty with fewer than three.
    ratios : tuple of float
        Exhale:inhale of the last ten; empty where fewer than three are known.
    inhale_errors_s, exhale_errors_s : tuple of float
        How late each onset of the last five was; empty as for `ratios`, and at another rate than the guide's.
    """

    pattern: BreathPattern
    breaths: int
    rate_per_min: float | None = None
    rates_per_min: tuple[float, ...] = ()
    ratios: tuple[float, ...] = ()
    inhale_errors_s: tuple[float, ...] = ()
    exhale_errors_s: tuple[float, ...] = ()

    @property
    def rate_error_per_min(self) -> float | None:
        """The person's rate less the guide's."""
        return None if self.rate_per_min is None else self.rate_per_min - self.pattern.rate_per_min

    @property
    def in_step(self) -> bool | None:
        """Whether the onsets keep their distance from the guide's; None where no ratio is known."""
        if not self.inhale_errors_s:
            return False if self.ratios else None
        spread_s = max(map(_spread, (self.inhale_errors_s, self.exhale_errors_s)))
        return spread_s <= _IN_STEP * self.pattern.period_s

    @property
    def guided_ratio(self) -> float:
        """The guide's exhale:inhale as it would be measured."""
        return self.pattern.measured_exhale_to_inhale

    def following(self) -> Following:
        """Return the middle of it all."""
        if not self.rates_per_min:
            return Following(self.breaths, unknown=_FEW_BREATHS)
        if not self.ratios:
            return Following(self.breaths, self.rate_error_per_min, unknown=_NO_SIGN)
        errors_s = None
        if self.in_step:
            errors_s = median(self.inhale_errors_s), median(self.exhale_errors_s)
        low, high = (bound * self.guided_ratio for bound in RATIO_BAND)
        return Following(
            breaths=self.breaths,
            rate_error_per_min=self.rate_error_per_min,
            phase_error_s=None if errors_s is None else fmean(errors_s),
            inhale_error_s=None if errors_s is None else errors_s[0],
            exhale_error_s=None if errors_s is None else errors_s[1],
            in_step=self.in_step,
            exhale_to_inhale=median(self.ratios[-_MOMENTS:]),
            share_percent=100.0 * fmean(low <= ratio <= high for ratio in self.ratios),
        )


def compare(
    breaths: Sequence[Breath], guide: Guide, time_s: float, *, rate_per_min: float | None
) -> Comparison:
    """Set measured breaths beside the guide.

    Parameters
    ----------
    breaths : sequence of Breath
        In order. Those that are not normal, or began before the guide's last change or more than two minutes
        ago, are left out, and all where the last one is long past.
    guide : Guide
        Running.
    time_s : float
        Now.
    rate_per_min : float or None
        The rate of breathing as measured now, where it is known.
    """
    pattern = guide.pattern
    since_s = max(guide.anchor_s, time_s - _OLDEST_S)
    used = [one for one in breaths if one.label is BreathLabel.NORMAL and one.begin_s >= since_s]
    if len(used) < FEWEST_BREATHS or used[-1].end_s < time_s - _LONG_PAST * used[-1].period_s:
        return Comparison(pattern, 0)
    rates_per_min = tuple(one.rate_per_min for one in used[-_MOMENTS:])
    known = [one for one in used if one.known_sign]
    ratios = tuple(one.exhale_to_inhale for one in known[-_RATIOS:] if one.exhale_to_inhale is not None)
    if len(ratios) < FEWEST_BREATHS:
        return Comparison(pattern, len(used), rate_per_min, rates_per_min)
    if abs(median(rates_per_min) - pattern.rate_per_min) > SAME_RATE * pattern.rate_per_min:
        return Comparison(pattern, len(used), rate_per_min, rates_per_min, ratios)
    return Comparison(
        pattern,
        len(used),
        rate_per_min,
        rates_per_min,
        ratios,
        tuple(_late_s(one.begin_s, Stage.INHALE, guide) for one in known[-_MOMENTS:]),
        tuple(_late_s(one.turn_s, Stage.EXHALE, guide) for one in known[-_MOMENTS:]),
    )


def _spread(values: Sequence[float]) -> float:
    middle = median(values)
    return median(abs(value - middle) for value in values)


def _late_s(onset_s: float, stage: Stage, guide: Guide) -> float:
    """Return how much later a moment is than the nearest turn of the guide to a stage."""
    period_s = guide.pattern.period_s
    return (onset_s - _first_turn_s(guide, stage) + 0.5 * period_s) % period_s - 0.5 * period_s


@lru_cache(maxsize=8)
def _first_turn_s(guide: Guide, stage: Stage) -> float:
    turns = guide.turns(guide.anchor_s, guide.anchor_s + 2.0 * guide.pattern.period_s)
    return next(turn.time_s for turn in turns if turn.stage is stage)
