"""What a session came to: the response, the ratio achieved, the ratings, and one sentence on what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from biofeedback.coaching.following import RATIO_BAND
from biofeedback.session_course import SessionCourse
from biofeedback.session_parts import BeforeAfter
from biofeedback.signals.figure_history import CHANGE_AT_PACE_S, Change, Direction

_FEWEST_BREATHS: Final = 3
"""Less is chance."""


@dataclass(frozen=True, slots=True)
class Point:
    """One breath in a curve of the session."""

    minute: float
    value: float


@dataclass(frozen=True, slots=True)
class RatedScale:
    """One scale before and after; None where it was not rated."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """What is told at the end.

    Parameters
    ----------
    practised_s : float
        Time with the guide running.
    responses_ms : tuple of Point
        RSA amplitude of each breath that could be judged.
    ratios : tuple of Point
        Exhale:inhale of each measured breath.
    target_ratio : float
        What the guide aimed at.
    median_ms : float or None
        Median response of the session.
    median_ratio : float or None
        Median exhale:inhale.
    share_percent : float or None
        Share of the measured breaths whose ratio was within the band around the guide's.
    change : Change
        The response at the end beside the first minutes at the same pace.
    ratings : tuple of RatedScale
        Those that were rated at least once.
    ordinary : BeforeAfter
        Ordinary breathing before and after the practice.
    """

    practised_s: float
    responses_ms: tuple[Point, ...]
    ratios: tuple[Point, ...]
    target_ratio: float
    median_ms: float | None
    median_ratio: float | None
    share_percent: float | None
    change: Change
    ratings: tuple[RatedScale, ...]
    ordinary: BeforeAfter


def summarise(
    course: SessionCourse,
    *,
    practised_s: float,
    target_ratio: float,
    before: Mapping[str, int],
    after: Mapping[str, int],
    ordinary: BeforeAfter,
    names: Mapping[str, str],
) -> SessionOutcome:
    """Sum a session up.

    Parameters
    ----------
    course : SessionCourse
        All that was seen of it.
    practised_s : float
        Time with the guide running.
    target_ratio : float
        Exhale:inhale of the guide.
    before, after : mapping of str to int
        Ratings by the key of their scale.
    ordinary : BeforeAfter
        Ordinary breathing before and after.
    names : mapping of str to str
        Names of the scales by their key, in the order in which they are told.
    """
    responses = tuple(Point(b.inhale_s / 60.0, b.rsa_ms) for b in course.breaths if b.rsa_ms is not None)
    ratios = tuple(
        Point(b.begin_s / 60.0, b.exhale_to_inhale) for b in course.measured if b.exhale_to_inhale is not None
    )
    low, high = (bound * target_ratio for bound in RATIO_BAND)
    within = [low <= point.value <= high for point in ratios]
    return SessionOutcome(
        practised_s=practised_s,
        responses_ms=responses,
        ratios=ratios,
        target_ratio=target_ratio,
        median_ms=_median(responses),
        median_ratio=_median(ratios),
        share_percent=100.0 * sum(within) / len(within) if len(within) >= _FEWEST_BREATHS else None,
        change=course.change,
        ratings=tuple(
            RatedScale(name, before.get(key), after.get(key))
            for key, name in names.items()
            if key in before or key in after
        ),
        ordinary=ordinary,
    )


def change_sentence(change: Change) -> str:
    """Say in one sentence what changed during the session, and how sure that is."""
    if change.difference_ms is None or change.half_width_ms is None:
        return (
            "Whether your heart's response changed can't be told: "
            f"that takes {CHANGE_AT_PACE_S / 60.0:g} minutes of good beats at one pace."
        )
    amount = f"{abs(change.difference_ms):.0f} ms"
    margin = f"± {change.half_width_ms:.0f} ms may be chance"
    if change.direction is Direction.SAME:
        return f"Your heart's response stayed about the same: {amount} apart, and {margin}."
    more = "more" if change.direction is Direction.MORE else "less"
    return (
        f"At the end your heart swung {amount} {more} with each breath than in the first minutes; {margin}."
    )


def _median(points: Sequence[Point]) -> float | None:
    return median(point.value for point in points) if len(points) >= _FEWEST_BREATHS else None
