"""What a session came to: the response, the ratio achieved, the ratings, and one sentence on what changed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from biofeedback.coaching.carry_over import CarryOver
from biofeedback.coaching.following import RATIO_BAND
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.parts import BeforeAfter
from biofeedback.response.figure_history import CHANGE_S, Change, Direction
from devices.breath_pattern import BreathPattern
from devices.guided_spans import GuidedTime
from devices.message import Message, message

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
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """What is told at the end; only breaths that began while the guide ran count.

    Parameters
    ----------
    guided : GuidedTime
        When the guide ran.
    practised_s : float
        Time with the guide or a programme running.
    breaths : int
        How many breaths began in that time.
    responses_ms : tuple of Point
        RSA amplitude of each breath that could be judged.
    ratios : tuple of Point
        Exhale:inhale of each measured breath.
    target_ratio : float
        What the guide aimed at in the end, as it would be measured.
    median_ms : float or None
        Median response of the session.
    median_ratio : float or None
        Median exhale:inhale.
    share_percent : float or None
        Share of the measured breaths whose ratio was within the band around the guide's at that time.
    change : Change
        The response at the end beside the first minutes at the same pace.
    ratings : tuple of RatedScale
        Those that were rated at least once.
    ordinary : BeforeAfter
        Ordinary breathing before and after the practice.
    pattern : BreathPattern or None
        The pattern that the guide ran at longest; None where it never ran.
    carry_over : CarryOver
        Breathing with the guide, without it where it fades, and free breathing, side by side.
    """

    guided: GuidedTime
    practised_s: float
    breaths: int
    responses_ms: tuple[Point, ...]
    ratios: tuple[Point, ...]
    target_ratio: float
    median_ms: float | None
    median_ratio: float | None
    share_percent: float | None
    change: Change
    ratings: tuple[RatedScale, ...]
    ordinary: BeforeAfter
    carry_over: CarryOver
    pattern: BreathPattern | None = None

    @property
    def end_s(self) -> float:
        """Where the time axis of its curves ends, for all of them alike."""
        ends_s = [60.0 * points[-1].minute for points in (self.responses_ms, self.ratios) if points]
        return max([*ends_s, *(end_s for _, end_s in self.guided.runs_s)], default=0.0)


def summarise_outcome(
    course: SessionCourse,
    *,
    guided: GuidedTime,
    practised_s: float,
    before: Mapping[str, float],
    after: Mapping[str, float],
    ordinary: BeforeAfter,
    names: Mapping[str, str],
) -> SessionOutcome:
    """Sum a session up.

    Parameters
    ----------
    course : SessionCourse
        All that was seen of it.
    guided : GuidedTime
        When the guide ran.
    practised_s : float
        Time with the guide or a programme running.
    before, after : mapping of str to float
        Ratings by the key of their scale.
    ordinary : BeforeAfter
        Ordinary breathing on both sides.
    names : mapping of str to str
        Names of the scales by their key, in the order in which they are told.
    """
    breaths = [one for one in course.breaths if guided.holds(one.inhale_s)]
    responses = tuple(Point(one.inhale_s / 60.0, one.rsa_ms) for one in breaths if one.rsa_ms is not None)
    measured = _measured_ratios(course, guided)
    ratios = tuple(Point(begin_s / 60.0, ratio) for begin_s, ratio in measured)
    as_guided = [_is_as_guided(ratio, course.pattern_at(begin_s)) for begin_s, ratio in measured]
    return SessionOutcome(
        guided=guided,
        practised_s=practised_s,
        breaths=len(breaths),
        responses_ms=responses,
        ratios=ratios,
        target_ratio=course.pattern_at(math.inf).measured_exhale_to_inhale,
        median_ms=_median(responses),
        median_ratio=_median(ratios),
        share_percent=100.0 * fmean(as_guided) if len(as_guided) >= _FEWEST_BREATHS else None,
        change=course.change,
        ratings=_rated(before, after, names),
        ordinary=ordinary,
        pattern=course.longest_pattern(guided),
        carry_over=course.carry_over(),
    )


def _measured_ratios(course: SessionCourse, guided: GuidedTime) -> list[tuple[float, float]]:
    """Return begin and exhale:inhale of each breath that was measured while the guide ran."""
    return [
        (one.begin_s, one.exhale_to_inhale)
        for one in course.measured
        if one.exhale_to_inhale is not None and guided.holds(one.begin_s)
    ]


def _rated(
    before: Mapping[str, float], after: Mapping[str, float], names: Mapping[str, str]
) -> tuple[RatedScale, ...]:
    return tuple(
        RatedScale(name, before.get(key), after.get(key))
        for key, name in names.items()
        if key in before or key in after
    )


def change_sentence(change: Change) -> Message:
    """Say in one sentence what changed during the session, and how sure that is."""
    if change.difference_ms is None or change.half_width_ms is None:
        return message("summary.difference.unknown", minutes=CHANGE_S / 60.0)
    amount_ms, margin_ms = abs(change.difference_ms), change.half_width_ms
    if change.direction is Direction.SAME:
        return message("summary.difference.same", amount_ms=amount_ms, margin_ms=margin_ms)
    if change.direction is Direction.MORE:
        return message("summary.difference.more", amount_ms=amount_ms, margin_ms=margin_ms)
    return message("summary.difference.less", amount_ms=amount_ms, margin_ms=margin_ms)


def _is_as_guided(ratio: float, pattern: BreathPattern) -> bool:
    low, high = (bound * pattern.measured_exhale_to_inhale for bound in RATIO_BAND)
    return low <= ratio <= high


def _median(points: Sequence[Point]) -> float | None:
    return median(point.value for point in points) if len(points) >= _FEWEST_BREATHS else None
