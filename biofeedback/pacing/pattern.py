"""A breathing pattern: how fast, and how much longer out than in."""

from dataclasses import dataclass
from typing import Final

from devices.errors import BiofeedbackError

RATE_RANGE_PER_MIN: Final = (3.0, 10.0)
RATIO_RANGE: Final = (0.5, 4.0)
RATE_STEP_PER_MIN: Final = 0.1


class PatternError(BiofeedbackError):
    """A rate or ratio outside what the guide offers."""


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """Rate and proportion of a guided breath.

    Parameters
    ----------
    rate_per_min : float
        Breaths per minute, 3.0 to 10.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale, 0.5 to 4.

    Raises
    ------
    PatternError
        If either is out of range or not a number.
    """

    rate_per_min: float = 5.0
    exhale_to_inhale: float = 2.0

    def __post_init__(self) -> None:
        _require("rate", self.rate_per_min, RATE_RANGE_PER_MIN, "breaths per minute")
        _require("exhale:inhale ratio", self.exhale_to_inhale, RATIO_RANGE, "times the inhale")

    @property
    def period_s(self) -> float:
        return 60.0 / self.rate_per_min

    @property
    def inhale_s(self) -> float:
        return self.period_s / (1.0 + self.exhale_to_inhale)

    @property
    def exhale_s(self) -> float:
        return self.period_s - self.inhale_s

    def faster(self, steps: int) -> "BreathPattern":
        """Move the rate by steps of 0.1 per minute, within the range that is offered."""
        low, high = RATE_RANGE_PER_MIN
        rate = round(self.rate_per_min + steps * RATE_STEP_PER_MIN, 1)
        return BreathPattern(min(max(rate, low), high), self.exhale_to_inhale)

    def __str__(self) -> str:
        return f"{self.inhale_s:.1f} in · {self.exhale_s:.1f} out · {self.rate_per_min:.1f} per minute"


def _require(name: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    low, high = bounds
    if not low <= value <= high:
        raise PatternError(
            f"The {name} {value:g} is out of range.", f"Choose between {low:g} and {high:g} {unit}."
        )
