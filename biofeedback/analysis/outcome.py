"""The outcome of a session: the response, the ratio achieved, the ratings, and a sentence on what changed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from biofeedback.coaching.carry_over import CarryOver
from biofeedback.coaching.following import RATIO_BAND
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.state import MeasuredBreath
from biofeedback.response.figure_history import CHANGE_S, Change, Direction
from devices.breath_pattern import BreathPattern
from devices.guided_spans import GuidedTime
from devices.message import Message, message

_FEWEST_BREATHS: Final = 3
"""Fewer breaths could give a result by chance."""


@dataclass(frozen=True, slots=True)
class Point:
    """One breath as a point on a curve of the session."""

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
    """The summary at the end of a session; only breaths that began while the guide ran count.

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
        The guide's final ratio, as it would be measured.
    median_ms : float or None
        Median response of the session.
    median_ratio : float or None
        Median exhale:inhale.
    share_percent : float or None
        Share of the measured breaths with a ratio within the band around the guide's ratio at that time.
    change : Change
        The response at the end, compared with the first minutes at the same pace.
    ratings : tuple of RatedScale
        The scales that were rated at least once.
    ordinary : BeforeAfter
        Ordinary breathing before and after the practice.
    pattern : BreathPattern or None
        The pattern that the guide ran for the longest time; None if the guide never ran.
    carry_over : CarryOver
        A comparison of breathing with the guide, without it while it fades, and free breathing.
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
        """The end of the time axis, the same for all curves."""
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
    """Sum up a session.

    Parameters
    ----------
    course : SessionCourse
        Everything that was observed in the session.
    guided : GuidedTime
        When the guide ran.
    practised_s : float
        Time with the guide or a programme running.
    before, after : mapping of str to float
        Ratings by the key of their scale.
    ordinary : BeforeAfter
        Ordinary breathing before and after the practice.
    names : mapping of str to str
        Names of the scales by their key, in the order in which they are shown.
    """
    breaths = [one for one in course.breaths if guided.holds(one.inhale_s)]
    responses = tuple(Point(one.inhale_s / 60.0, one.rsa_ms) for one in breaths if one.rsa_ms is not None)
    measured = _measured_ratios(course, guided)
    ratios = tuple(Point(one.begin_s / 60.0, ratio) for one, ratio in measured)
    as_guided = [
        _is_as_guided(ratio, course.pattern_at(one.begin_s)) for one, ratio in measured if one.is_witnessed
    ]
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


def _measured_ratios(course: SessionCourse, guided: GuidedTime) -> list[tuple[MeasuredBreath, float]]:
    """Return each breath that was measured while the guide ran, with its exhale:inhale ratio."""
    return [
        (one, one.exhale_to_inhale)
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
    """Return one sentence that says what changed during the session, and how certain that is."""
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
