"""A breathing pattern: its rate, the ratio of exhale to inhale, and breath holds."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from devices.errors import BiofeedbackError
from devices.message import Message, dotted, message
from devices.typed_data import within

RATE_RANGE_PER_MIN: Final = (3.0, 10.0)
RATIO_RANGE: Final = (0.5, 4.0)
HOLD_RANGE_S: Final = (0.0, 5.0)
RATE_STEP_PER_MIN: Final = 0.1

MOST_HELD: Final = 0.5
"""Largest share of a breath that both holds together may take."""

_ROUNDING: Final = 1.0 + 1e-9


class PatternError(BiofeedbackError):
    """A pattern outside the range of the guide."""


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """Rate and proportions of a guided breath.

    Parameters
    ----------
    rate_per_min : float
        Breaths per minute, holds included, 3.0 to 10.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale, 0.5 to 4.
    hold_full_s, hold_empty_s : float
        How long the breath is held after the inhale and after the exhale: 0 to 5 s each, and together at most
        half of the breath.

    Raises
    ------
    PatternError
        If a value is out of range or not a number.
    """

    rate_per_min: Annotated[float, within(RATE_RANGE_PER_MIN)] = 5.0
    exhale_to_inhale: Annotated[float, within(RATIO_RANGE)] = 2.0
    hold_full_s: Annotated[float, within(HOLD_RANGE_S)] = 0.0
    hold_empty_s: Annotated[float, within(HOLD_RANGE_S)] = 0.0

    def __post_init__(self) -> None:
        per_minute, times = message("pattern.breaths_per_minute"), message("pattern.times_the_inhale")
        _require(message("pattern.rate"), self.rate_per_min, RATE_RANGE_PER_MIN, per_minute)
        _require(message("pattern.ratio"), self.exhale_to_inhale, RATIO_RANGE, times)
        _require_holds(self.hold_full_s, self.hold_empty_s)
        if self.held_s > MOST_HELD * self.period_s * _ROUNDING:
            raise PatternError(
                message("pattern.held_too_long", held_s=self.held_s, period_s=self.period_s),
                message("pattern.hold_less"),
            )

    @classmethod
    def of_seconds(
        cls, inhale_s: float, exhale_s: float, *, hold_full_s: float = 0.0, hold_empty_s: float = 0.0
    ) -> "BreathPattern":
        """Return the pattern with these durations of its stages.

        Raises
        ------
        PatternError
            If the guide does not offer this pattern.
        """
        if not (inhale_s > 0.0 and exhale_s > 0.0):
            raise PatternError(message("pattern.no_length"), message("pattern.seconds_above_zero"))
        _require_holds(hold_full_s, hold_empty_s)
        rate_per_min = 60.0 / (inhale_s + hold_full_s + exhale_s + hold_empty_s)
        return cls(rate_per_min, exhale_s / inhale_s, hold_full_s, hold_empty_s)

    @property
    def period_s(self) -> float:
        """Length of a breath in seconds."""
        return 60.0 / self.rate_per_min

    @property
    def inhale_s(self) -> float:
        """Length of the inhale in seconds."""
        return (self.period_s - self.held_s) / (1.0 + self.exhale_to_inhale)

    @property
    def exhale_s(self) -> float:
        """Length of the exhale in seconds."""
        return self.period_s - self.held_s - self.inhale_s

    @property
    def held_s(self) -> float:
        """Duration of both holds together."""
        return self.hold_full_s + self.hold_empty_s

    @property
    def measured_exhale_to_inhale(self) -> float:
        """Exhale:inhale as a measurement would give it: a hold counts as part of the stage before it."""
        return (self.exhale_s + self.hold_empty_s) / (self.inhale_s + self.hold_full_s)

    def at_rate(self, rate_per_min: float) -> "BreathPattern":
        """Return the pattern at another rate, limited to the allowed range; shorten long holds."""
        low, high = RATE_RANGE_PER_MIN
        rate_per_min = min(max(rate_per_min, low), high)
        kept = min(1.0, MOST_HELD * 60.0 / rate_per_min / self.held_s) if self.held_s else 1.0
        return replace(
            self,
            rate_per_min=rate_per_min,
            hold_full_s=self.hold_full_s * kept,
            hold_empty_s=self.hold_empty_s * kept,
        )

    def faster(self, steps: int) -> "BreathPattern":
        """Change the rate by steps of 0.1 per minute, within the allowed range."""
        return self.at_rate(round(self.rate_per_min + steps * RATE_STEP_PER_MIN, 1))

    @property
    def words(self) -> Message:
        """The pattern in a few words, such as ``4.0 in · 8.0 out · 5.0 per minute``."""
        stages = (
            (self.inhale_s, message("pattern.stage_in", seconds=self.inhale_s)),
            (self.hold_full_s, message("pattern.stage_hold", seconds=self.hold_full_s)),
            (self.exhale_s, message("pattern.stage_out", seconds=self.exhale_s)),
            (self.hold_empty_s, message("pattern.stage_hold", seconds=self.hold_empty_s)),
        )
        parts = [stage for duration_s, stage in stages if duration_s > 0.0]
        return dotted(*parts, message("pattern.per_minute", rate_per_min=self.rate_per_min))

    def __str__(self) -> str:
        return str(self.words)


def _require_holds(hold_full_s: float, hold_empty_s: float) -> None:
    seconds = message("pattern.seconds")
    _require(message("pattern.hold_full"), hold_full_s, HOLD_RANGE_S, seconds)
    _require(message("pattern.hold_empty"), hold_empty_s, HOLD_RANGE_S, seconds)


def _require(quantity: Message, value: float, bounds: tuple[float, float], unit: Message) -> None:
    low, high = bounds
    if not low <= value <= high:
        raise PatternError(
            message("pattern.out_of_range", quantity=quantity, value=value),
            message("pattern.choose_between", low=low, high=high, unit=unit),
        )
