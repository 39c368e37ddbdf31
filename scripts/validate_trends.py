"""Print how often a trend over weeks is told by mistake, how often its interval holds, and what it finds.

    python -m scripts.validate_trends [SERIES]

SERIES people (4,000) of each kind of `tests/sessions/history/trend_people.py` write down values for 84
days, and each series is judged as the history judges it. The exit status is 1 if people without any
change are told a trend within 84 days too often, by the 95 % upper bound, or if the interval holds the
planted change too rarely.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from scipy.stats import beta

from sessions.history.trend_rule import FALSE_TRENDS_PERCENT, DayValue, TrendCourse, trend_course
from tests.sessions.history.trend_people import (
    CHANGING,
    LIMITS,
    ODD,
    SPAN_DAYS,
    UNCHANGED,
    Cell,
    Values,
    people,
    planted_a_week,
)

SERIES: Final = 4000
SEED: Final = 20_260
LEAST_HELD_PERCENT: Final = 93.0
FIRST_DAY: Final = date(2026, 1, 5)
_HEADER: Final = (
    "| day to day | day share | a day | planted | any trend within 84 days | upper bound | interval holds |"
)


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one kind of people.

    Parameters
    ----------
    told_percent : float
        Share of the series of which a trend was told on at least one day of decision.
    upper_percent : float
        95 % upper bound of that share, after Clopper and Pearson (1934, DOI 10.1093/biomet/26.4.404).
    held_percent : float
        Share of the decisions whose interval holds the planted change.
    """

    told_percent: float
    upper_percent: float
    held_percent: float


def course_of(values: Values) -> TrendCourse:
    """Return the decisions on one person's values, shape (days, sessions a day); NaN where there is none."""
    written = ~np.isnan(values[:, 0])
    means = values[written].mean(axis=1).tolist()
    days = (FIRST_DAY + timedelta(days=int(number)) for number in np.flatnonzero(written))
    course = [DayValue(day, mean) for day, mean in zip(days, means, strict=True)]
    return trend_course(course, FIRST_DAY + timedelta(days=SPAN_DAYS))


def score(cell: Cell, count: int, seed: int) -> Score:
    """Let so many people of a kind be judged."""
    courses = [course_of(values) for values in people(np.random.default_rng(seed), cell, count)]
    told = sum(any(one.is_told for one in course.decisions) for course in courses)
    truth = planted_a_week(cell)
    held = [one.low_per_week <= truth <= one.high_per_week for course in courses for one in course.decisions]
    upper = float(beta.ppf(0.95, told + 1, count - told)) if told < count else 1.0
    return Score(100.0 * told / count, 100.0 * upper, 100.0 * float(np.mean(held)))


def _print(title: str, cells: tuple[Cell, ...], count: int) -> list[Score]:
    print(f"\n## {title}\n\n{_HEADER}\n" + "| --- " * 7 + "|")
    scores = []
    for number, cell in enumerate(cells):
        found = score(cell, count, SEED + number)
        scores.append(found)
        odd = f" ({100.0 * cell.skipped_share:.0f} % of days skipped)" if cell.skipped_share else ""
        odd += f" (steps of {cell.step:g})" if cell.step else ""
        print(
            f"| {cell.correlation:g} | {cell.day_share:g} | {cell.sessions_a_day}{odd} | {cell.planted:g} "
            f"| {found.told_percent:.1f} % | {found.upper_percent:.1f} % | {found.held_percent:.1f} % |",
            flush=True,
        )
    return scores


def main() -> int:
    """Run the script and return the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    print(f"# Trends over weeks: {count} people of each kind, {SPAN_DAYS} days each")
    judged = _print("Nothing planted", UNCHANGED, count) + _print("Nothing planted, odd people", ODD, count)
    found = _print("A ramp over the whole span: the share that is found", CHANGING, count)
    _print("Beyond what the rule was made for: a limit", LIMITS, count)
    worst = max(judged, key=lambda one: one.upper_percent)
    least = min(one.held_percent for one in judged + found)
    print(
        f"\nMost false trends: {worst.told_percent:.1f} %, upper bound {worst.upper_percent:.1f} % "
        f"(at most {FALSE_TRENDS_PERCENT} % allowed). The interval holds in {least:.1f} % at least "
        f"({LEAST_HELD_PERCENT:.0f} % required)."
    )
    return 0 if worst.upper_percent <= FALSE_TRENDS_PERCENT and least >= LEAST_HELD_PERCENT else 1


if __name__ == "__main__":
    raise SystemExit(main())
