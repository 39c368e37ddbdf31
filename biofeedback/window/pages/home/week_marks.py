"""The last seven days as small lights, which show the practice days."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.loading.history_loading import WEEK_DAYS
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import message

_DAYS: Final = (
    message("home.day.monday"),
    message("home.day.tuesday"),
    message("home.day.wednesday"),
    message("home.day.thursday"),
    message("home.day.friday"),
    message("home.day.saturday"),
    message("home.day.sunday"),
)
_HEIGHT: Final = 50.0
_STEP: Final = 44.0
_RADIUS: Final = 7.0
_MARK_Y: Final = 13.0
"""These sizes are in pixels at 1280×720."""


class WeekMarks(QWidget):
    """Shows seven days, today at the right.

    Parameters
    ----------
    today : date
        The last of the seven days.
    parent : QWidget
        The parent widget.
    """

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._days = [today - timedelta(days=ago) for ago in reversed(range(WEEK_DAYS))]
        self._practised: AbstractSet[date] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, practised: AbstractSet[date]) -> None:
        """Show the days on which the person practised."""
        self._practised = practised
        count = sum(day in practised for day in self._days)
        self.setAccessibleName(say(message("home.week", count=count)))
        self.update()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._look.scale
        return QSize(round(WEEK_DAYS * _STEP * scale), round(_HEIGHT * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._look.palette, self._look.scale
        painter.setFont(TextRole.NOTE.font(scale))
        step = min(_STEP * scale, self.width() / WEEK_DAYS)
        left = (self.width() - WEEK_DAYS * step) / 2.0
        for index, day in enumerate(self._days):
            middle = QPointF(left + (index + 0.5) * step, _MARK_Y * scale)
            self._paint_mark(painter, middle, lit=day in self._practised)
            is_today = index == WEEK_DAYS - 1
            painter.setPen(QColor(palette.text if is_today else palette.quiet))
            top = 2.0 * _MARK_Y * scale
            place = QRectF(middle.x() - step / 2.0, top, step, self.height() - top)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, say(_DAYS[day.weekday()]))

    def _paint_mark(self, painter: QPainter, middle: QPointF, *, lit: bool) -> None:
        palette, radius = self._look.palette, _RADIUS * self._look.scale
        if lit:
            glow = QColor(palette.guide)
            glow.setAlphaF(0.22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(middle, 1.6 * radius, 1.6 * radius)
            painter.setBrush(QColor(palette.guide))
        else:
            painter.setPen(QPen(QColor(palette.guide_ring), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)
