"""The trend of a series over weeks, in sentences for window and terminal."""

import math
from datetime import date
from typing import Final

from devices.message import Message, message, sentences
from sessions.history.trend_rule import (
    CONFIDENCE_PERCENT,
    FALSE_TRENDS_PERCENT,
    SPAN_DAYS,
    Trend,
    TrendCourse,
)

BAD_START: Final = message("summary.trend.bad_start")
"""A warning about regression to the mean."""


def trend_words(course: TrendCourse, today: date, *, as_percent: bool = False) -> Message:
    """Return what was decided about a series, when, and when more can be known.

    Parameters
    ----------
    course : TrendCourse
        The trend decisions for the series until today.
    today : date
        The present day.
    as_percent : bool, optional
        Whether the series is of natural logarithms; its changes are then given in percent.
    """
    if course.last is None:
        if course.next_on is None:
            return message("summary.trend.too_few_days")
        return message("summary.trend.earliest", day=course.next_on)
    decision = _decision_in_percent(course.last) if as_percent else _decision(course.last)
    return sentences(decision, *_next(course, course.last, today))


def chance_words(count: int) -> Message:
    """Return how many series a page tests, and how often chance alone shows a trend."""
    return message("summary.trend.chance", series=count, false_trends=FALSE_TRENDS_PERCENT, days=SPAN_DAYS)


def _decision(trend: Trend) -> Message:
    day, per_week = trend.decided_on, trend.per_week
    interval = message(
        "summary.trend.interval",
        confidence_percent=CONFIDENCE_PERCENT,
        low_per_week=trend.low_per_week,
        high_per_week=trend.high_per_week,
    )
    if not trend.is_told:
        return message("summary.trend.none", day=day, per_week=per_week, interval=interval)
    if per_week > 0.0:
        return message("summary.trend.rising", day=day, per_week=per_week, interval=interval)
    return message("summary.trend.falling", day=day, per_week=-per_week, interval=interval)


def _decision_in_percent(trend: Trend) -> Message:
    day = trend.decided_on
    per_week, low, high = (
        100.0 * math.expm1(one) for one in (trend.per_week, trend.low_per_week, trend.high_per_week)
    )
    interval = message(
        "summary.trend.interval_percent",
        confidence_percent=CONFIDENCE_PERCENT,
        low_percent=low,
        high_percent=high,
    )
    if not trend.is_told:
        return message("summary.trend.none_percent", day=day, percent=per_week, interval=interval)
    if per_week > 0.0:
        return message("summary.trend.rising_percent", day=day, percent=per_week, interval=interval)
    return message("summary.trend.falling_percent", day=day, percent=-per_week, interval=interval)


def _next(course: TrendCourse, last: Trend, today: date) -> list[Message]:
    if course.next_on is None:
        return []
    said = [message("summary.trend.next", day=course.next_on)]
    if last.is_told or not last.per_week:
        return said
    shows_on = course.shows_on()
    if shows_on is None:
        return [*said, message("summary.trend.not_within", days=SPAN_DAYS)]
    return [*said, message("summary.trend.more_days", count=(shows_on - today).days)]
