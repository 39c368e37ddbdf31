"""The last weeks as bars, with the minutes of practice above each bar and the days of practice below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.charts.chart_frame import ChartFrame
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say, spoken
from devices.message import message
from sessions.history.trends import Day

_HEIGHT: Final = 150.0
_ROW: Final = 18.0
_WIDEST_BAR: Final = 34.0
_ROUNDING: Final = 3.0
"""Sizes in pixels at 1280×720."""


@dataclass(frozen=True, slots=True)
class PractisedWeek:
    """One week: its Monday, the minutes of practice, and the number of days with practice."""

    monday: date
    minutes: float
    days: int


def practised_weeks(practised: Sequence[Day], today: date, weeks: int) -> list[PractisedWeek]:
    """Return the last weeks, including weeks without practice; the present week comes last.

    Parameters
    ----------
    practised : sequence of Day
        Days with practice.
    today : date
        A day of the last week.
    weeks : int
        Number of weeks to return.
    """
    minutes = {one.day: one.minutes for one in practised}
    this_monday = today - timedelta(days=today.weekday())
    found = []
    for ago in reversed(range(weeks)):
        monday = this_monday - timedelta(weeks=ago)
        days = [minutes[day] for number in range(7) if (day := monday + timedelta(days=number)) in minutes]
        found.append(PractisedWeek(monday, sum(days), len(days)))
    return found


class WeekBars(ChartFrame):
    """Draws the weeks, the newest at the right.

    Parameters
    ----------
    weeks : sequence of PractisedWeek
        Weeks in order, oldest first.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, weeks: Sequence[PractisedWeek], parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._weeks = tuple(weeks)
        told = tuple(
            message(
                "history.week_told",
                monday=week.monday,
                minutes=message("history.minute_count", count=round(week.minutes)),
                days=message("history.day_count", count=week.days),
            )
            for week in weeks
            if week.days
        )
        self.setAccessibleName(say(message("history.weeks", parts=told)))

    @property
    def ground(self) -> str:
        """The colour behind the chart."""
        return self.colors.window

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(round(400 * self.scale), round(_HEIGHT * self.scale + 3.0 * self._row))

    @property
    def _row(self) -> float:
        """Height of a row of numbers."""
        return max(_ROW * self.scale, QFontMetricsF(TextRole.NOTE.font(self.scale)).height())

    def paint_chart(self, painter: QPainter) -> None:
        """Paint the plot and its axis."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = self.height() - 2.0 * self._row
        painter.setPen(QPen(QColor(self.colors.line), 1.0))
        painter.drawLine(QLineF(0.0, bottom, self.width(), bottom))
        step = self.width() / max(1, len(self._weeks))
        most = max((week.minutes for week in self._weeks), default=0.0) or 1.0
        for column, week in enumerate(self._weeks):
            room = QRectF(column * step, self._row, step, bottom - self._row)
            self._paint_week(painter, week, room, week.minutes / most)
        painter.setPen(QColor(self.colors.quiet))
        first = say(message("history.first_week", monday=self._weeks[0].monday))
        self._write(painter, first, Qt.AlignmentFlag.AlignLeft)
        self._write(painter, say(message("history.this_week")), Qt.AlignmentFlag.AlignRight)

    def _paint_week(self, painter: QPainter, week: PractisedWeek, room: QRectF, share: float) -> None:
        if not week.days:
            return
        width = min(_WIDEST_BAR * self.scale, 0.6 * room.width())
        height = max(2.0, share * room.height())
        bar = QRectF(room.center().x() - width / 2.0, room.bottom() - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colors.guide))
        rounding = min(_ROUNDING * self.scale, height / 2.0)
        painter.drawRoundedRect(bar, rounding, rounding)
        above = QRectF(room.left(), bar.top() - self._row, room.width(), self._row)
        below = QRectF(room.left(), room.bottom(), room.width(), self._row)
        painter.setPen(QColor(self.colors.text))
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(above, middle, spoken().number(week.minutes, ".0f"))
        painter.setPen(QColor(self.colors.quiet))
        painter.drawText(below, middle, f"{week.days}")

    def _write(self, painter: QPainter, text: str, side: Qt.AlignmentFlag) -> None:
        place = QRectF(0.0, self.height() - self._row, self.width(), self._row)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)
