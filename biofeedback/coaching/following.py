"""Whether a person breathes with the guide: times, lengths and rate of breaths compared with the guide's."""

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
"""Fewer breaths could give a result by chance: one breath's ratio is off by a fifth (docs/breathing.md)."""

_MOMENTS: Final = 5
_RATIOS: Final = 10
_OLDEST_S: Final = 120.0

_LONG_PAST: Final = 2.5
"""The last breath is too old when this many times its length has passed since its end."""

RATIO_BAND: Final = (0.8, 1.25)
"""The range that counts as the guide's ratio, as shares of it: 1.6 to 2.5 for a ratio of 2."""

SAME_RATE: Final = 0.15
"""If the rate differs by a larger share from the guide's, no turn can be matched to one of the guide's."""

_IN_STEP: Final = 0.12
"""Onsets are out of step if their median distance from their median exceeds this share of a breath."""


@dataclass(frozen=True, slots=True)
class Following:
    """How the last breaths compared with the guide. Unknown values are None.

    Parameters
    ----------
    breaths : int
        Number of normal breaths used.
    rate_error_per_min : float or None
        The person's rate minus the guide's.
    phase_error_s : float or None
        Median delay of inhale and exhale onsets; negative is early. Also None if the person breathes at
        another rate, or out of step.
    inhale_error_s, exhale_error_s : float or None
        The same for each kind of onset.
    in_step : bool or None
        Whether the onsets keep their distance from the guide's turns; None if that is not known.
    exhale_to_inhale : float or None
        Median of the last breaths.
    share_percent : float or None
        Share of the last ten breaths with a ratio within 0.8 to 1.25 times the guide's (1.6 to 2.5 for 2).
    unknown : Message or None
        Why some of it is not known; None if everything is known.
    advice : Message or None
        What to do differently, in one sentence, at most once a minute; None for nothing.
    praise : Message or None
        Praise when it goes well; None for nothing.
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
"""Used when there are only beats: they show the trend of the response, but no breaths."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measured breaths compared with the guide, one by one.

    Parameters
    ----------
    pattern : BreathPattern
        The guide's pattern.
    breaths : int
        Number of normal breaths.
    rate_per_min : float or None
        The rate as measured now; None if it is not known.
    rates_per_min : tuple of float
        Rate of each of the last five breaths; empty with fewer than three breaths.
    ratios : tuple of float
        Exhale:inhale of the last ten breaths; empty if fewer than three are known.
    inhale_errors_s, exhale_errors_s : tuple of float
        Delay of each onset of the last five breaths; empty as for `ratios`, and at another rate than the
        guide's.
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
        """The person's rate minus the guide's."""
        return None if self.rate_per_min is None else self.rate_per_min - self.pattern.rate_per_min

    @property
    def in_step(self) -> bool | None:
        """Whether the onsets keep their distance from the guide's; None if no ratio is known."""
        if not self.inhale_errors_s:
            return False if self.ratios else None
        spread_s = max(map(_spread, (self.inhale_errors_s, self.exhale_errors_s)))
        return spread_s <= _IN_STEP * self.pattern.period_s

    @property
    def guided_ratio(self) -> float:
        """The guide's exhale:inhale as it would be measured."""
        return self.pattern.measured_exhale_to_inhale

    def following(self) -> Following:
        """Return the medians of the comparison."""
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
    """Compare measured breaths with the guide.

    Parameters
    ----------
    breaths : sequence of Breath
        In order. Breaths that are not normal, or began before the guide's last change or more than two
        minutes ago, are skipped. If the last one is too old, all are skipped.
    guide : Guide
        The running guide.
    time_s : float
        The present time.
    rate_per_min : float or None
        The measured breathing rate, if it is known now.
    """
    pattern = guide.pattern
    since_s = max(guide.anchor_s, time_s - _OLDEST_S)
    used = [one for one in breaths if one.label is BreathLabel.NORMAL and one.begin_s >= since_s]
    if len(used) < FEWEST_BREATHS or used[-1].end_s < time_s - _LONG_PAST * used[-1].period_s:
        return Comparison(pattern, 0)
    rates_per_min = tuple(one.rate_per_min for one in used[-_MOMENTS:])
    known = [one for one in used if one.is_witnessed]
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
    """Return how much later a moment is than the guide's nearest turn to a stage."""
    period_s = guide.pattern.period_s
    return (onset_s - _first_turn_s(guide, stage) + 0.5 * period_s) % period_s - 0.5 * period_s


@lru_cache(maxsize=8)
def _first_turn_s(guide: Guide, stage: Stage) -> float:
    turns = guide.turns(guide.anchor_s, guide.anchor_s + 2.0 * guide.pattern.period_s)
    return next(turn.time_s for turn in turns if turn.stage is stage)
