"""A breathing pattern: how fast, how much longer out than in, and whether the breath is held."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from devices.errors import BiofeedbackError
from devices.typed_data import within

RATE_RANGE_PER_MIN: Final = (3.0, 10.0)
RATIO_RANGE: Final = (0.5, 4.0)
HOLD_RANGE_S: Final = (0.0, 5.0)
RATE_STEP_PER_MIN: Final = 0.1

MOST_HELD: Final = 0.5
"""Largest share of a breath that both holds together may take."""

_ROUNDING: Final = 1.0 + 1e-9


class PatternError(BiofeedbackError):
    """A pattern outside what the guide offers."""


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
        How long the breath is held after the inhale and after the exhale, 0 to 5 s each, and together at most
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
        _require("rate", self.rate_per_min, RATE_RANGE_PER_MIN, "breaths per minute")
        _require("exhale:inhale ratio", self.exhale_to_inhale, RATIO_RANGE, "times the inhale")
        _require("hold after the inhale", self.hold_full_s, HOLD_RANGE_S, "seconds")
        _require("hold after the exhale", self.hold_empty_s, HOLD_RANGE_S, "seconds")
        if self.held_s > MOST_HELD * self.period_s * _ROUNDING:
            raise PatternError(
                f"Holds of {self.held_s:g} s leave too little of a breath of {self.period_s:.1f} s.",
                "Hold the breath for at most half of it, or breathe slower.",
            )

    @classmethod
    def of_seconds(
        cls, inhale_s: float, exhale_s: float, *, hold_full_s: float = 0.0, hold_empty_s: float = 0.0
    ) -> "BreathPattern":
        """Return the pattern whose stages last so long.

        Raises
        ------
        PatternError
            If that is not a pattern the guide offers.
        """
        if not (inhale_s > 0.0 and exhale_s > 0.0):
            raise PatternError("An inhale or exhale of no length can't be breathed.", "Name seconds above 0.")
        _require("hold after the inhale", hold_full_s, HOLD_RANGE_S, "seconds")
        _require("hold after the exhale", hold_empty_s, HOLD_RANGE_S, "seconds")
        rate_per_min = 60.0 / (inhale_s + hold_full_s + exhale_s + hold_empty_s)
        return cls(rate_per_min, exhale_s / inhale_s, hold_full_s, hold_empty_s)

    @property
    def period_s(self) -> float:
        return 60.0 / self.rate_per_min

    @property
    def inhale_s(self) -> float:
        return (self.period_s - self.held_s) / (1.0 + self.exhale_to_inhale)

    @property
    def exhale_s(self) -> float:
        return self.period_s - self.held_s - self.inhale_s

    @property
    def held_s(self) -> float:
        """Both holds together."""
        return self.hold_full_s + self.hold_empty_s

    @property
    def measured_exhale_to_inhale(self) -> float:
        """Exhale:inhale as it would be measured: a hold counts with the half before it."""
        return (self.exhale_s + self.hold_empty_s) / (self.inhale_s + self.hold_full_s)

    def at_rate(self, rate_per_min: float) -> "BreathPattern":
        """Return the pattern at another rate, within the range that is offered; long holds are shortened."""
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
        """Move the rate by steps of 0.1 per minute, within the range that is offered."""
        return self.at_rate(round(self.rate_per_min + steps * RATE_STEP_PER_MIN, 1))

    def __str__(self) -> str:
        stages = (
            (self.inhale_s, "in"),
            (self.hold_full_s, "hold"),
            (self.exhale_s, "out"),
            (self.hold_empty_s, "hold"),
        )
        parts = [f"{duration_s:.1f} {name}" for duration_s, name in stages if duration_s > 0.0]
        return " · ".join([*parts, f"{self.rate_per_min:.1f} per minute"])


def _require(name: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    low, high = bounds
    if not low <= value <= high:
        raise PatternError(
            f"The {name} {value:g} is out of range.", f"Choose between {low:g} and {high:g} {unit}."
        )
