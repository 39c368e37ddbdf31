"""The last weeks as a calendar: a square for each day with its minutes, and the sum of each week below."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say, spoken
from devices.message import message
from sessions.history.trends import Day

_ROW: Final = 24.0
_FOOT: Final = 46.0
_LEFT: Final = 34.0
_GAP: Final = 3.0
"""All in pixels at 1280×720."""


class CalendarView(QWidget):
    """Draws the weeks, the newest at the right.

    Parameters
    ----------
    practised : sequence of Day
        Days with practice.
    today : date
        The last week is that of this day.
    weeks : int
        How many there are.
    """

    def __init__(self, practised: Sequence[Day], today: date, weeks: int) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._minutes = {one.day: one.minutes for one in practised}
        this_monday = today - timedelta(days=today.weekday())
        self._mondays = [this_monday - timedelta(weeks=ago) for ago in reversed(range(weeks))]
        self._look = Look()
        weeks_told = tuple(
            message("history.calendar.week", monday=monday, count=round(sum(self._week(monday))))
            for monday in self._mondays
        )
        self.setAccessibleName(say(message("history.calendar", parts=weeks_told)))

    @property
    def minutes(self) -> float:
        """Of all the weeks that are shown."""
        return sum(sum(self._week(monday)) for monday in self._mondays)

    def _week(self, monday: date) -> list[float]:
        return [self._minutes.get(monday + timedelta(days=day), 0.0) for day in range(7)]

    def set_look(self, look: Look) -> None:
        self._look = look
        self.setFixedHeight(round((7 * _ROW + _FOOT) * look.scale))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(500 * self._look.scale), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(TextRole.NOTE.font(self._look.scale))
        scale, palette = self._look.scale, self._look.palette
        for row in range(7):
            painter.setPen(QColor(palette.quiet))
            place = QRectF(0.0, row * _ROW * scale, _LEFT * scale, _ROW * scale)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._day_name(row))
        for column, monday in enumerate(self._mondays):
            self._paint_week(painter, column, monday)

    def _paint_week(self, painter: QPainter, column: int, monday: date) -> None:
        palette, week = self._look.palette, self._week(monday)
        for row, minutes in enumerate(week):
            place = self._cell(column, row)
            painter.setPen(QPen(QColor(palette.guide if minutes else palette.line), 1.0))
            painter.setBrush(QColor(palette.guide_high if minutes else palette.window))
            painter.drawRoundedRect(place, 3.0, 3.0)
            if minutes:
                painter.setPen(QColor(palette.text))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, spoken().number(minutes, ".0f"))
        painter.setPen(QColor(palette.text))
        total = spoken().number(sum(week), ".0f")
        painter.drawText(self._cell(column, 7), Qt.AlignmentFlag.AlignCenter, total)
        painter.setPen(QColor(palette.quiet))
        sunday = monday + timedelta(days=6)
        painter.drawText(self._cell(column, 8), Qt.AlignmentFlag.AlignHCenter, spoken().moment(sunday, "day"))

    def _day_name(self, row: int) -> str:
        return spoken().moment(self._mondays[0] + timedelta(days=row), "weekday_short")

    def _cell(self, column: int, row: int) -> QRectF:
        scale = self._look.scale
        left, width = _LEFT * scale, (self.width() - _LEFT * scale) / max(1, len(self._mondays))
        gap = _GAP * scale
        return QRectF(left + column * width, 0.5 * gap + row * _ROW * scale, width - gap, _ROW * scale - gap)
