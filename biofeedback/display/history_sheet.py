"""The history over the window: calendar, response and ratings over the weeks, and each session to open."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.display.calendar_view import CalendarView
from biofeedback.display.history_loading import History
from biofeedback.display.rating_entry import RatingScale
from biofeedback.display.sheet import Sheet
from biofeedback.display.text import TextRole
from biofeedback.display.trend_chart import Accent, TrendChart, TrendPoint
from sessions.folder import SessionSummary
from sessions.history import COUNTED, Dated, Week, by_week, changes, days, responses, trend

WEEKS: Final = 12
"""How far the history reaches back."""

_LISTED: Final = 8
_REASONS: Final = 3
HISTORY_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_RATING_BOUNDS: Final = (-5.0, 5.0)


class HistorySheet(Sheet):
    """Tells of the sessions so far.

    Parameters
    ----------
    history : History
        What was read.
    scales : tuple of RatingScale
        Whose ratings are shown.
    today : date
        The present day.
    """

    opened = Signal(object)
    """A session that is to be seen again; a SessionSummary."""

    def __init__(self, history: History, scales: tuple[RatingScale, ...], *, today: date) -> None:
        super().__init__("History", close_keys=HISTORY_CLOSE_KEYS)
        self._last_monday = today - timedelta(days=today.weekday())
        calendar = CalendarView(days(history.sessions), today, WEEKS)
        self.add_text(
            f"{calendar.minutes:.0f} minutes in the last {WEEKS} weeks; minutes of each day and each week:"
        )
        self.add(calendar)
        self._add_responses(history)
        for scale in scales:
            self._add_ratings(scale, changes(history.sessions, scale.key))
        self.add_buttons(("Back (H)", self.closed.emit))
        for file in history.files[:_LISTED]:
            self.add_buttons((_line(file), partial(self.opened.emit, file)))
        self._add_unreadable(history.unreadable)
        self.fill_up()

    def _add_unreadable(self, reasons: Sequence[str]) -> None:
        if reasons:
            self.add_text(f"Sessions that can't be read: {len(reasons)}", ink="quiet")
        for reason in reasons[:_REASONS]:
            self.add_text(reason, ink="quiet")

    def _add_responses(self, history: History) -> None:
        by_pace = responses(history.sessions)
        if not by_pace:
            self.add_text("The response over the weeks comes with sessions of good beats.", ink="quiet")
            return
        pace = max(by_pace, key=lambda one: len(by_pace[one]))
        values = by_pace[pace]
        self._head(f"Response power in ln ms² at {pace.rate_per_min:.1f} per minute", values)
        shown = [one.value for one in values]
        bounds = float(math.floor(min(shown))), float(math.floor(max(shown)) + 1)
        self._add_chart("Heart response over the weeks", "response_newest", by_week(values), bounds)

    def _add_ratings(self, scale: RatingScale, values: Sequence[Dated]) -> None:
        if not values:
            return
        self._head(f"{scale.name}: after the practice less before it", values)
        self._add_chart(f"{scale.name} over the weeks", "breath", by_week(values), _RATING_BOUNDS, aim=0.0)

    def _head(self, name: str, values: Sequence[Dated]) -> None:
        self.add_text(name, role=TextRole.STRONG)
        words = f"mean of each week, lowest to highest · {trend_words(values)}"
        self.add_text(words, role=TextRole.TITLE, ink="quiet")

    def _add_chart(
        self,
        name: str,
        accent: Accent,
        weeks: Sequence[Week],
        bounds: tuple[float, float],
        aim: float | None = None,
    ) -> None:
        ago = [(self._last_monday - week.monday).days // 7 for week in weeks]
        points = [
            TrendPoint(-weeks_ago, week.mean, week.lowest, week.highest)
            for weeks_ago, week in zip(ago, weeks, strict=True)
            if weeks_ago < WEEKS
        ]
        first = self._last_monday - timedelta(weeks=WEEKS - 1)
        ends = f"week of {first:%d.%m}", "this week"
        chart = self.add(TrendChart(name, accent, self))
        chart.show_points(points, ends=ends, bounds=bounds, aim=aim, span=(1.0 - WEEKS, 0.0))


def trend_words(values: Sequence[Dated]) -> str:
    """Say where the values of single sessions go, and how sure that is."""
    known = trend(values)
    if known is None:
        return "a trend takes eight sessions in two weeks"
    if not known.is_told:
        return "no trend beyond chance"
    interval = f"95 % interval {known.low_per_week:+.2f} to {known.high_per_week:+.2f}"
    return f"{known.per_week:+.2f} a week, {interval}"


def _line(file: SessionSummary) -> str:
    started = file.started_at.astimezone()
    own = "" if file.origin in COUNTED else " · simulated or replayed"
    return f"{started:%Y-%m-%d %H:%M} · {file.duration_s / 60.0:.0f} minutes{own}"
