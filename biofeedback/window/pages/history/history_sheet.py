"""The history over the window: pain and stress, practice, the heart, and a list of sessions to open."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from statistics import fmean
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.person.diary import DiaryDay, daily_levels
from biofeedback.statements.trends import BAD_START, chance_words, trend_words
from biofeedback.window.charts.scales import log_axis
from biofeedback.window.charts.trend_chart import Accent, TrendChart, TrendPoint
from biofeedback.window.charts.week_bars import WeekBars, practised_weeks
from biofeedback.window.loading.history_loading import WEEK_DAYS, History
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.history.level_words import heart_level_sentence, level_sentence
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.rating_entry import RatingScale
from devices.events import RatingMoment
from devices.message import Message, dotted, message
from sessions.folder import SessionSummary
from sessions.history.trend_rule import DayValue, day_means, trend_course
from sessions.history.trends import Dated, Day, Week, by_week, changes, days, in_ms, rated, swings
from sessions.store import Origin

WEEKS: Final = 12
"""Number of weeks that the history covers."""

_FEWEST_WEEKS: Final = 4
"""Number of weeks shown for somebody who began recently."""

HISTORY_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_LISTED: Final = 8
_REASONS: Final = 3
_BEFORE_PART: Final = 14
"""Pixels above the heading of a part, in addition to the usual ones."""

_FEWEST_POINTS: Final = 2
_RATING_ENDS: Final = (0.0, 10.0)
_RATING_LINES: Final = (5.0,)
_FIRST_SCALES: Final = ("pain", "stress")
_NOTED: Final[dict[str, Callable[[DiaryDay], int | None]]] = {
    "pain": lambda day: day.pain,
    "stress": lambda day: day.stress,
}
"""The values of each scale in the diary."""

_ORIGIN_WORDS: Final = {
    Origin.NONE: message("history.no_strap"),
    Origin.SIMULATED: message("history.not_lived"),
    Origin.REPLAY: message("history.not_lived"),
}


class HistorySheet(Sheet):
    """Shows the history of the sessions; parts without data are left out.

    Parameters
    ----------
    history : History
        The sessions read so far.
    scales : tuple of RatingScale
        The scales of the ratings shown.
    today : date
        Today's date.
    told : Message, optional
        The outcome of the person's last action here.
    lists_all : bool, optional
        Whether to list all sessions instead of only the newest ones.
    """

    opened = Signal(object)
    """The session to open; a SessionSummary."""

    import_wanted = Signal()
    all_wanted = Signal()

    def __init__(
        self,
        history: History,
        scales: tuple[RatingScale, ...],
        *,
        today: date,
        told: Message | None = None,
        lists_all: bool = False,
    ) -> None:
        super().__init__(message("history.heading"), close_keys=HISTORY_CLOSE_KEYS)
        self._history, self._today = history, today
        self._this_monday = today - timedelta(days=today.weekday())
        self._tested = 0
        if told is not None:
            self.add_text(told, role=TextRole.STRONG)
        self._weeks = self._weeks_shown()
        if history.of is None:
            self._add_weeks(scales)
        else:  # trends need all of the sessions
            self._add_quiet(message("history.reading_on", count=history.read, of=history.of))
        self._add_list(lists_all=lists_all)
        self._add_unreadable(history.unreadable)
        self.fill_up()

    def _add_weeks(self, scales: tuple[RatingScale, ...]) -> None:
        """Add the charts by week: pain and stress, then practice, then the heart, then other scales."""
        first = [scale for key in _FIRST_SCALES for scale in scales if scale.key == key]
        practised = days(self._history.sessions)
        self._add_week(practised)
        for scale in first:
            self._add_ratings(scale)
        self._add_practice(practised)
        self._add_heart()
        for scale in scales:
            if scale not in first:
                self._add_ratings(scale)
        if self._tested:
            self._column.addSpacing(_BEFORE_PART)
            self._add_quiet(message("history.weekly"))
        if any(session.ratings for session in self._history.sessions) or self._history.diary:
            self._add_quiet(BAD_START)
        if self._tested:
            self._add_quiet(chance_words(self._tested))

    def _weeks_shown(self) -> int:
        """Return the number of weeks in the charts: from the first with data, within limits."""
        recorded = (one.started_at.astimezone().date() for one in self._history.sessions)
        known = [*recorded, *(one.day for one in self._history.diary)]
        first = min(known, default=self._today)
        return min(WEEKS, max(_FEWEST_WEEKS, (self._this_monday - first).days // 7 + 2))

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if key == Qt.Key.Key_I:
            self.import_wanted.emit()
            return True
        return super().take_key(key)

    def _head(self, text: Message) -> None:
        """Begin a part of the page."""
        self._column.addSpacing(_BEFORE_PART)
        self.add_text(text, role=TextRole.STRONG)

    def _add_quiet(self, text: Message) -> None:
        self.add_text(text, role=TextRole.TITLE, ink="quiet")

    def _add_week(self, practised: Sequence[Day]) -> None:
        """Say on how many of the last seven days the person practised, and for how long."""
        if not practised:
            self.add_text(message("history.nothing_yet"))
            return
        first = self._today - timedelta(days=WEEK_DAYS - 1)
        recent = [one for one in practised if first <= one.day <= self._today]
        minutes = round(sum(one.minutes for one in recent))
        self.add_text(message("history.last_days", days=len(recent), count=minutes), role=TextRole.PATTERN)

    def _add_practice(self, practised: Sequence[Day]) -> None:
        weeks = practised_weeks(practised, self._today, self._weeks)
        if not any(week.days for week in weeks):
            return
        self._head(message("history.practice"))
        self._add_quiet(message("history.bars"))
        self.add(WeekBars(weeks, self))

    def _add_ratings(self, scale: RatingScale) -> None:
        levels = self._levels(scale)
        weeks = by_week(_dated(levels))
        if not weeks:
            return
        self._head(message("history.level", scale=scale.name))
        self.add_text(level_sentence(scale.name, weeks, self._this_monday))
        name = message("history.ratings", scale=scale.name)
        self._add_chart(name, "breath", weeks, _RATING_ENDS, lines=_RATING_LINES)
        self._add_trend(levels)
        if differences := changes(self._history.sessions, scale.key):
            self._add_quiet(message("history.after", change=fmean(one.value for one in differences)))

    def _levels(self, scale: RatingScale) -> list[DayValue]:
        """Return the level of each day: the diary's, or the mean of the day's ratings before practice."""
        by_day: defaultdict[date, list[float]] = defaultdict(list)
        for one in rated(self._history.sessions, scale.key, RatingMoment.BEFORE):
            by_day[one.at.astimezone().date()].append(one.value)
        noted = _NOTED.get(scale.key, lambda _: None)
        levels = daily_levels(self._history.diary, by_day, noted)
        return [DayValue(day, value) for day, value in levels.items()]

    def _add_heart(self) -> None:
        by_pace = swings(self._history.sessions)
        if not by_pace:
            return
        pace = max(by_pace, key=lambda one: len(by_pace[one]))
        values = by_pace[pace]
        weeks = [in_ms(week) for week in by_week(values)]
        self._head(message("history.response", rate_per_min=pace.rate_per_min))
        self.add_text(heart_level_sentence(weeks, self._this_monday))
        marks = log_axis([end for week in weeks for end in (week.lowest, week.highest)])
        self._add_chart(
            message("history.responses"),
            "response_newest",
            weeks,
            (marks[0], marks[-1]),
            lines=marks[1:-1],
            unit=message("window.unit.ms"),
        )
        self._add_trend(day_means(values), as_percent=True)

    def _add_trend(self, values: Sequence[DayValue], *, as_percent: bool = False) -> None:
        self._tested += 1
        course = trend_course(values, self._today)
        self._add_quiet(trend_words(course, self._today, as_percent=as_percent))

    def _add_chart(
        self,
        name: Message,
        accent: Accent,
        weeks: Sequence[Week],
        bounds: tuple[float, float],
        *,
        lines: Sequence[float],
        unit: Message | None = None,
    ) -> None:
        ago = [(self._this_monday - week.monday).days // 7 for week in weeks]
        points = [
            TrendPoint(-weeks_ago, week.mean, week.lowest, week.highest)
            for weeks_ago, week in zip(ago, weeks, strict=True)
            if 0 <= weeks_ago < self._weeks
        ]
        if len(points) < _FEWEST_POINTS:
            return  # one point shows no more than the sentence above
        first = self._this_monday - timedelta(weeks=self._weeks - 1)
        ends = message("history.first_week", monday=first), message("history.this_week")
        chart = self.add(TrendChart(name, accent, self))
        span = (1.0 - self._weeks, 0.0)
        chart.show_points(
            points,
            ends=ends,
            bounds=bounds,
            span=span,
            lines=lines,
            unit=unit,
            is_log=unit is not None,
            is_joined=True,
        )

    def _add_list(self, *, lists_all: bool) -> None:
        files = self._history.files
        self.add_buttons((message("history.back"), self.closed.emit))
        if files:
            self._head(message("history.sessions"))
        for file in files if lists_all else files[:_LISTED]:
            self.add_buttons((session_line(file), partial(self.opened.emit, file)))
        if not lists_all and len(files) > _LISTED:
            self.add_buttons((message("history.all", count=len(files)), self.all_wanted.emit))
        self._add_quiet(message("history.drop"))
        self.add_buttons((message("history.import"), self.import_wanted.emit))

    def _add_unreadable(self, reasons: Sequence[Message | str]) -> None:
        if reasons:
            self.add_text(message("history.unreadable", count=len(reasons)), ink="quiet")
        for reason in reasons[:_REASONS]:
            self.add_text(reason, ink="quiet")


def session_line(file: SessionSummary) -> Message:
    """Name a session of the list by its start and the length of practice."""
    started = message("history.started", at=file.started_at.astimezone())
    if file.practised_s is None:
        return dotted(started, message("history.imported"))
    minutes = message("history.practised", count=round(file.practised_s / 60.0))
    own = [_ORIGIN_WORDS[file.origin]] if file.origin in _ORIGIN_WORDS else []
    return dotted(started, minutes, *own)


def _dated(levels: Sequence[DayValue]) -> list[Dated]:
    return [Dated(datetime.combine(one.day, time(12)).astimezone(), one.value) for one in levels]
