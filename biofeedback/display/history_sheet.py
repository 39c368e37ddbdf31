"""The history over the window: calendar, response and ratings over the weeks, and each session to open."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.display.calendar_view import CalendarView
from biofeedback.display.rating_entry import RatingScale
from biofeedback.display.scales import response_top_ms
from biofeedback.display.sheet import Sheet
from biofeedback.display.text import TextRole
from biofeedback.display.trend_chart import TrendChart, TrendPoint
from biofeedback.past_session import PastSession
from biofeedback.practice_history import Mean, Practised, Week, weeks
from devices.events import RatingMoment

WEEKS: Final = 12
"""How far the history reaches back."""

_LISTED: Final = 8
_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)


class HistorySheet(Sheet):
    """Tells of the sessions so far.

    Parameters
    ----------
    sessions : sequence of PastSession
        The newest first.
    scales : tuple of RatingScale
        Whose ratings are shown.
    today : date
        The present day.
    """

    closed = Signal()
    opened = Signal(object)
    """A session that is to be seen again; a PastSession."""

    def __init__(
        self, sessions: Sequence[PastSession], scales: tuple[RatingScale, ...], *, today: date
    ) -> None:
        super().__init__("History")
        counted = [one for one in sessions if one.counts]
        rate_per_min = _usual_rate(counted)
        practised = [_practised(one, rate_per_min, scales) for one in counted]
        past = weeks(practised, today=today, count=WEEKS)
        minutes = sum(sum(week.minutes) for week in past)
        self.add_text(f"{minutes:.0f} minutes in the last {WEEKS} weeks; minutes of each day and each week:")
        self.add(CalendarView(past))
        self._add_responses(past, rate_per_min)
        for scale in scales:
            self._add_ratings(past, scale)
        self.add_buttons(("Back (H)", self.closed.emit))
        self._list(sessions[:_LISTED])
        self.fill_up()

    def take_key(self, key: int) -> bool:
        if key in _CLOSE_KEYS:
            self.closed.emit()
            return True
        return super().take_key(key)

    def _add_responses(self, past: Sequence[Week], rate_per_min: float | None) -> None:
        points = _points([week.response_ms for week in past])
        if not points or rate_per_min is None:
            self.add_text("The response over the weeks comes with sessions of good beats.", ink="quiet")
            return
        self.add_text(
            f"Heart response to breathing at {rate_per_min:.1f} per minute, mean of each week; the line is "
            "its 95 % interval, from three sessions on",
            role=TextRole.TITLE,
            ink="quiet",
        )
        chart = self.add(TrendChart("Heart response over the weeks", "response_newest", self))
        top_ms = response_top_ms([point.value + (point.half_width or 0.0) for point in points])
        chart.show_points(points, ends=_ends(past), bounds=(0.0, top_ms), unit="ms", span=(0, len(past) - 1))

    def _add_ratings(self, past: Sequence[Week], scale: RatingScale) -> None:
        points = _points([dict(week.ratings).get(scale.key) for week in past])
        if not points:
            return
        self.add_text(
            f"{scale.name}: after the practice less before it, mean of each week",
            role=TextRole.TITLE,
            ink="quiet",
        )
        chart = self.add(TrendChart(f"{scale.name} over the weeks", "breath", self))
        chart.show_points(points, ends=_ends(past), bounds=(-5.0, 5.0), aim=0.0, span=(0, len(past) - 1))

    def _list(self, sessions: Sequence[PastSession]) -> None:
        for one in sessions:
            self.add_buttons((_line(one), partial(self.opened.emit, one)))


def _practised(one: PastSession, rate_per_min: float | None, scales: tuple[RatingScale, ...]) -> Practised:
    same_pace = one.rate_per_min == rate_per_min
    return Practised(
        one.started_at.astimezone().date(),
        one.practised_min,
        one.response_ms if same_pace else None,
        tuple(
            (scale.key, one.rating(scale.key, RatingMoment.BEFORE), one.rating(scale.key, RatingMoment.AFTER))
            for scale in scales
        ),
    )


def _usual_rate(counted: Sequence[PastSession]) -> float | None:
    """Return the rate of most sessions: responses at different paces can't be compared."""
    rates = Counter(one.rate_per_min for one in counted if one.rate_per_min is not None)
    return rates.most_common(1)[0][0] if rates else None


def _points(means: Sequence[Mean | None]) -> list[TrendPoint]:
    return [TrendPoint(k, mean.value, mean.half_width) for k, mean in enumerate(means) if mean is not None]


def _ends(past: Sequence[Week]) -> tuple[str, str]:
    return f"week of {past[0].monday:%d.%m}", "this week"


def _line(one: PastSession) -> str:
    started = one.started_at.astimezone()
    response = "" if one.response_ms is None else f" · {one.response_ms:.0f} ms"
    own = "" if one.counts else " · simulated or replayed"
    return f"{started:%Y-%m-%d %H:%M} · {one.practised_min:.0f} minutes{response}{own}"
