"""Where a series goes over weeks, in sentences for window and terminal."""

from datetime import date

from sessions.history.trend_rule import (
    CONFIDENCE_PERCENT,
    FALSE_TRENDS_PERCENT,
    SPAN_DAYS,
    Trend,
    TrendCourse,
)

BAD_START = (
    "People often begin on a bad day, so ratings may get better in the first weeks without any practice."
)
"""Regression to the mean."""


def trend_words(course: TrendCourse, today: date) -> str:
    """Say what was decided of a series and when, and when more could be known.

    Parameters
    ----------
    course : TrendCourse
        Of the series until today.
    today : date
        The present day.
    """
    if course.last is None:
        if course.next_on is None:
            return "There are too few days with a value to decide whether there is a trend."
        return f"Whether there is a trend can be decided on {course.next_on} at the earliest."
    return " ".join(word for word in (_decision(course.last), _next(course, today)) if word)


def chance_words(count: int) -> str:
    """Say how many series a page tests, and what chance alone makes of that."""
    return (
        f"Series tested for a trend: {count}. "
        f"Chance alone shows a trend in up to {FALSE_TRENDS_PERCENT} of 100 series within {SPAN_DAYS} days."
    )


def _decision(trend: Trend) -> str:
    low, high = _signed(trend.low_per_week), _signed(trend.high_per_week)
    interval = f"{CONFIDENCE_PERCENT} % interval {low} to {high}"
    if not trend.is_told:
        here = _signed(trend.per_week)
        return f"No trend beyond chance was found on {trend.decided_on} ({here} a week, {interval})."
    way = "Rising" if trend.per_week > 0.0 else "Falling"
    return f"{way} by {abs(trend.per_week):.2f} a week ({interval}), decided on {trend.decided_on}."


def _next(course: TrendCourse, today: date) -> str:
    if course.next_on is None or course.last is None:
        return ""
    next_words = f"The next decision is on {course.next_on}."
    if course.last.is_told or not course.last.per_week:
        return next_words
    shows_on = course.shows_on()
    if shows_on is None:
        return f"{next_words} A change of this size would not show within {SPAN_DAYS} days."
    return f"{next_words} About {(shows_on - today).days} more days would show a change of this size."


def _signed(value: float) -> str:
    return f"{value:+z.2f}".replace("-", "−")
