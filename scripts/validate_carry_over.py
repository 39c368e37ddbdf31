"""What people whose inner clock drifts are told after a practice whose guide fades, beside the truth.

    python -m scripts.validate_carry_over [PEOPLE_PER_DRIFT]

Drifts and demands stand in `scripts/carry_over_effects.py`, which was written first. Each person wears a
simulated strap with acceleration, and all goes through the engine as in a practice.
"""

import sys
from dataclasses import dataclass, field
from statistics import median

from biofeedback.coaching.carry_over import CarryOver, Kept, Verdict
from devices.breath_pattern import BreathPattern
from scripts.carry_over_effects import (
    DRIFT_TIME_S,
    EXHALE_TO_INHALE,
    LARGEST_BIAS_PERCENT,
    LARGEST_RATIO_BIAS_PERCENT,
    LEAST_COVERAGE,
    LEAST_TOLD,
    MINUTES,
    MOST_FALSE,
    PEOPLE_PER_DRIFT,
    PERIOD_SCATTER,
    RATE_DRIFTS_PERCENT,
    RATE_PER_MIN,
    RATIO_DRIFTS_PERCENT,
    RATIO_SCATTER,
)
from tests.inner_clock import Drift, InnerClock, measured_carry_over


@dataclass
class Figure:
    """One figure over many people: measured less true, whether the interval holds the truth, what is told."""

    errors: list[float] = field(default_factory=list)
    true: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    told: list[Verdict] = field(default_factory=list)

    def add(self, kept: Kept, true_percent: float) -> None:
        self.told.append(kept.verdict)
        self.true.append(true_percent)
        if kept.difference_percent is not None and kept.half_width_percent is not None:
            error = kept.difference_percent - true_percent
            self.errors.append(error)
            self.covered.append(abs(error) <= kept.half_width_percent)

    def share(self, *verdicts: Verdict) -> float:
        return sum(one in verdicts for one in self.told) / len(self.told)

    def text(self) -> str:
        shares = " | ".join(f"{self.share(one):.2f}" for one in Verdict)
        bias = f"{median(self.errors):+.1f}" if self.errors else "–"
        coverage = f"{sum(self.covered) / len(self.covered):.2f}" if self.covered else "–"
        return f"{median(self.true):+.1f} | {bias} | {coverage} | {shares}"


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE_PER_DRIFT
    pattern = BreathPattern(RATE_PER_MIN, EXHALE_TO_INHALE)
    rows: list[tuple[float, float, Figure, Figure]] = []
    print("| drift % | figure | true % | median error | coverage | kept | more | less | unknown |")
    print("| --- " * 9 + "|")
    for number, (rate, ratio) in enumerate(zip(RATE_DRIFTS_PERCENT, RATIO_DRIFTS_PERCENT, strict=True)):
        drift = Drift(rate, ratio, DRIFT_TIME_S, PERIOD_SCATTER, RATIO_SCATTER)
        rates, ratios = Figure(), Figure()
        for person in range(people):
            found, clock = measured_carry_over(
                pattern, drift, seed=7000 + 100 * number + person, minutes=MINUTES
            )
            _add(rates, ratios, found, clock)
        rows.append((rate, ratio, rates, ratios))
        print(f"| {rate:+.0f} | rate | {rates.text()} |", flush=True)
        print(f"| {ratio:+.0f} | exhale:inhale | {ratios.text()} |", flush=True)
    _judge(rows)


def _add(rates: Figure, ratios: Figure, found: CarryOver, clock: InnerClock) -> None:
    rates.add(found.rate, clock.true_rate_percent)
    ratios.add(found.exhale_to_inhale, clock.true_ratio_percent)


def _judge(rows: list[tuple[float, float, Figure, Figure]]) -> None:
    """Print each demand with its figure."""
    print()
    for name, column, largest in (
        ("rate", 2, LARGEST_BIAS_PERCENT),
        ("exhale:inhale", 3, LARGEST_RATIO_BIAS_PERCENT),
    ):
        figures: list[Figure] = [row[column] for row in rows]  # type: ignore[misc]
        errors = [error for one in figures for error in one.errors]
        covered = [one for figure in figures for one in figure.covered]
        still = [row for row in rows if row[column - 2] == 0.0]
        told = [one for row in still for one in row[column].told]
        false = sum(one in (Verdict.MORE, Verdict.LESS) for one in told) / len(told)
        _say(f"{name}: median error {median(errors):+.2f} %", abs(median(errors)) <= largest)
        _say(
            f"{name}: coverage {sum(covered) / len(covered):.3f} of {len(covered)}",
            sum(covered) / len(covered) >= LEAST_COVERAGE,
        )
        _say(f"{name}: a change told falsely to {false:.3f} of {len(told)}", false <= MOST_FALSE)
    for drift, least in LEAST_TOLD.items():
        figure = next(row[2] for row in rows if row[0] == drift)
        share = figure.share(Verdict.MORE)
        _say(f"rate {drift:+.0f} %: told to {share:.2f}", share >= least)


def _say(words: str, holds: bool) -> None:  # noqa: FBT001
    print(f"{'holds ' if holds else 'MISSED'} {words}")


if __name__ == "__main__":
    main()
