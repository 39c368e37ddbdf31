"""The history as tables and as plain data: days, weeks, and series with their trends."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, tzinfo
from typing import Final

from biofeedback.report.ratings import scale_words
from devices.breath_pattern import BreathPattern
from devices.events import RatingMoment
from devices.message import Message, message
from sessions.history.trend_rule import CONFIDENCE_PERCENT, Trend, TrendCourse, day_means, trend_course
from sessions.history.trends import (
    Dated,
    Day,
    PastSession,
    Week,
    by_week,
    changes,
    days,
    in_ms,
    rated,
    responses,
    scales,
    swings,
    weeks,
)

HISTORY_SCHEMA: Final = "biofeedback/history/1"
_RATING_UNIT: Final = message("report.of_ten")
_MOMENTS: Final = {
    RatingMoment.BEFORE: message("report.moment.before"),
    RatingMoment.AFTER: message("report.moment.after"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One series over the weeks.

    Parameters
    ----------
    name, unit : Message
        What the series shows, and its unit.
    weeks : tuple of Week
        The level in each week with values.
    course : TrendCourse
        The trend decisions for the series.
    """

    name: Message
    unit: Message
    weeks: tuple[Week, ...]
    course: TrendCourse

    @property
    def is_rated(self) -> bool:
        """Whether the series is of the person's own ratings."""
        return self.unit == _RATING_UNIT


@dataclass(frozen=True, slots=True)
class HistoryTables:
    """The contents of the history.

    Parameters
    ----------
    days, weeks : tuple of Day
        Minutes of practice.
    series : tuple of Series
        All series that are tested for a trend.
    hearts : tuple of Series
        The heart's responses again, as the window shows them: in ms, each with a trend of its logarithm.
    """

    days: tuple[Day, ...]
    weeks: tuple[Day, ...]
    series: tuple[Series, ...]
    hearts: tuple[Series, ...] = ()


def history_tables(
    sessions: Sequence[PastSession], *, today: date, zone: tzinfo | None = None
) -> HistoryTables:
    """Return the minutes of practice and the series.

    Parameters
    ----------
    sessions : sequence of PastSession
        The sessions, in any order.
    today : date
        The present day: trends are decided on certain days only.
    zone : tzinfo or None
        The time zone that decides to which day a session belongs; by default the computer's.
    """
    practised = days(sessions, zone)
    series = (
        Series(name, unit, tuple(by_week(values, zone)), trend_course(day_means(values, zone), today))
        for name, unit, values in _values(sessions)
        if values
    )
    hearts = tuple(
        Series(
            message("report.swing_at", pace=_pace_words(pace)),
            message("figure.unit.ms"),
            tuple(map(in_ms, by_week(values, zone))),
            trend_course(day_means(values, zone), today),
        )
        for pace, values in swings(sessions).items()
    )
    return HistoryTables(tuple(practised), tuple(weeks(practised)), tuple(series), hearts)


def history_json(told: HistoryTables) -> dict[str, object]:
    """Return the history as JSON-ready data."""
    return {
        "schema": HISTORY_SCHEMA,
        "days": [_plain(day) for day in told.days],
        "weeks": [_plain(week) for week in told.weeks],
        "series_tested": len(told.series),
        "series": [_series_json(one) for one in told.series],
    }


def _values(sessions: Sequence[PastSession]) -> Iterator[tuple[Message, Message, list[Dated]]]:
    for pace, values in responses(sessions).items():
        yield message("report.response_at", pace=_pace_words(pace)), message("report.unit.ln_ms2"), values
    for scale in scales(sessions):
        name = scale_words(scale)
        for moment in RatingMoment:
            told = message("report.scale_at", scale=name, moment=_MOMENTS[moment])
            yield told, _RATING_UNIT, rated(sessions, scale, moment)
        yield message("report.scale_change", scale=name), _RATING_UNIT, changes(sessions, scale)


def _series_json(one: Series) -> dict[str, object]:
    return {
        "name": str(one.name),
        "unit": str(one.unit),
        "weeks": [_plain(week) for week in one.weeks],
        "trend": _trend_json(one.course.last),
        "decisions": [_trend_json(decision) for decision in one.course.decisions],
        "next_decision_on": _iso(one.course.next_on),
        "shows_on": _iso(one.course.shows_on()),
    }


def _trend_json(trend: Trend | None) -> dict[str, object] | None:
    if trend is None:
        return None
    return {**_plain(trend), "confidence_percent": CONFIDENCE_PERCENT, "is_told": trend.is_told}


def _pace_words(pace: BreathPattern) -> Message:
    rate_per_min, ratio = pace.rate_per_min, pace.exhale_to_inhale
    if pace.held_s:
        return message("report.pace_held", rate_per_min=rate_per_min, ratio=ratio, held_s=pace.held_s)
    return message("report.pace", rate_per_min=rate_per_min, ratio=ratio)


def _plain(row: Day | Week | Trend) -> dict[str, object]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in asdict(row).items()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
