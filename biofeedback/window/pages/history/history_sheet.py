"""The history over the window: calendar, response and ratings over the weeks, and each session to open."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from statistics import fmean
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.trends import BAD_START, chance_words, trend_words
from biofeedback.window.charts.calendar_view import CalendarView
from biofeedback.window.charts.trend_chart import Accent, TrendChart, TrendPoint
from biofeedback.window.loading.history_loading import History
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.rating_entry import RatingScale
from devices.events import RatingMoment
from devices.message import Message, dotted, message
from sessions.folder import SessionSummary
from sessions.history.trend_rule import day_means, trend_course
from sessions.history.trends import Dated, PastSession, Week, by_week, changes, days, rated, responses
from sessions.store import Origin

WEEKS: Final = 12
"""How far the history reaches back."""

_LISTED: Final = 8
_REASONS: Final = 3
HISTORY_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_RATING_BOUNDS: Final = (0.0, 10.0)
_ORIGIN_WORDS: Final = {
    Origin.NONE: message("history.no_strap"),
    Origin.SIMULATED: message("history.not_lived"),
    Origin.REPLAY: message("history.not_lived"),
}


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
        super().__init__(message("history.heading"), close_keys=HISTORY_CLOSE_KEYS)
        self._today = today
        self._last_monday = today - timedelta(days=today.weekday())
        self._tested = 0
        calendar = CalendarView(days(history.sessions), today, WEEKS)
        self.add_text(message("history.minutes", count=round(calendar.minutes), weeks=WEEKS))
        self.add(calendar)
        if history.of is None:
            self._add_trends(history, scales)
        else:  # of a part of the sessions no trend is told
            self.add_text(message("history.reading_on", count=history.read, of=history.of), ink="quiet")
        self.add_buttons((message("history.back"), self.closed.emit))
        for file in history.files[:_LISTED]:
            self.add_buttons((_line(file), partial(self.opened.emit, file)))
        self._add_unreadable(history.unreadable)
        self.fill_up()

    def _add_trends(self, history: History, scales: tuple[RatingScale, ...]) -> None:
        self._add_responses(history)
        for scale in scales:
            self._add_ratings(scale, history.sessions)
        if any(session.ratings for session in history.sessions):
            self.add_text(BAD_START, role=TextRole.TITLE, ink="quiet")
        if self._tested:
            self.add_text(chance_words(self._tested), role=TextRole.TITLE, ink="quiet")

    def _add_unreadable(self, reasons: Sequence[Message | str]) -> None:
        if reasons:
            self.add_text(message("history.unreadable", count=len(reasons)), ink="quiet")
        for reason in reasons[:_REASONS]:
            self.add_text(reason, ink="quiet")

    def _add_responses(self, history: History) -> None:
        by_pace = responses(history.sessions)
        if not by_pace:
            self.add_text(message("history.no_response"), ink="quiet")
            return
        pace = max(by_pace, key=lambda one: len(by_pace[one]))
        values = by_pace[pace]
        self._head(message("history.response", rate_per_min=pace.rate_per_min), values)
        shown = [one.value for one in values]
        bounds = float(math.floor(min(shown))), float(math.floor(max(shown)) + 1)
        self._add_chart(message("history.responses"), "response_newest", by_week(values), bounds)

    def _add_ratings(self, scale: RatingScale, sessions: Sequence[PastSession]) -> None:
        before = rated(sessions, scale.key, RatingMoment.BEFORE)
        if not before:
            return
        self._head(message("history.before", scale=scale.name), before)
        name = message("history.ratings", scale=scale.name)
        self._add_chart(name, "breath", by_week(before), _RATING_BOUNDS)
        if differences := changes(sessions, scale.key):
            mean = message("history.after", change=fmean(one.value for one in differences))
            self.add_text(mean, role=TextRole.TITLE, ink="quiet")

    def _head(self, name: Message, values: Sequence[Dated]) -> None:
        """Name a series, and say where it goes."""
        self._tested += 1
        self.add_text(name, role=TextRole.STRONG)
        self.add_text(trend_words(trend_course(day_means(values), self._today), self._today))
        self.add_text(message("history.weekly"), role=TextRole.TITLE, ink="quiet")

    def _add_chart(
        self,
        name: Message,
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
        ends = message("history.first_week", monday=first), message("history.this_week")
        chart = self.add(TrendChart(name, accent, self))
        chart.show_points(points, ends=ends, bounds=bounds, aim=aim, span=(1.0 - WEEKS, 0.0))


def _line(file: SessionSummary) -> Message:
    """Name a session of the list: when it began, and how long was practised."""
    started = message("history.started", at=file.started_at.astimezone())
    if file.practised_s is None:
        return dotted(started, message("history.imported"))
    minutes = message("history.practised", count=round(file.practised_s / 60.0))
    own = [_ORIGIN_WORDS[file.origin]] if file.origin in _ORIGIN_WORDS else []
    return dotted(started, minutes, *own)
