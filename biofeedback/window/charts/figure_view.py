"""A figure with its name, unit, window and uncertainty, or the reason why it is not known."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from biofeedback.engine.figures import Figure
from biofeedback.window.charts.figure_terms import short_unit, value_words
from biofeedback.window.look.accessible import PRESS, tell_role
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Ink, TextRole
from biofeedback.words.spoken import say
from devices.message import Message, as_message, dotted, message

_LARGE_BASELINES: Final = (14.0, 45.0, 0.0)
_SMALL_BASELINES: Final = (14.0, 37.0, 56.0)
_LOW_BASELINES: Final = (13.0, 32.0, 47.0)
"""Baselines of name, value and window; a large figure has its window after the name."""

_SMALL_HEIGHT: Final = 62.0
_SPACE: Final = 7.0
"""Sizes in pixels at 1280×720."""

_PRESS_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Space is not among them, because it starts and pauses wherever the focus is."""


class FigureView(QWidget):
    """Draws one figure: its name, then its value and unit. A large figure has its window beside the name.

    A click or Enter asks what the figure means.

    Parameters
    ----------
    figure : Figure
        First figure to show.
    parent : QWidget
        Parent widget.
    key : str
        Key of the figure in the registry.
    large : bool
        Whether the figure is the heading of a card.
    """

    asked = Signal(str)
    """The person asks what this figure means; sent with its key."""

    def __init__(self, figure: Figure, parent: QWidget, *, key: str, large: bool) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._look = Look()
        self.key = key
        self._large = large
        self._reserved = (0, 0)
        self.figure = figure
        actions = {PRESS: lambda: self.asked.emit(self.key)}
        tell_role(self, QAccessible.Role.Button, value=self._value_told, actions=actions)
        self._describe()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.update()

    def reserve(self, beside_name: int, beside_value: int) -> None:
        """Leave this many pixels free to the right of the name and of the value."""
        if (beside_name, beside_value) != self._reserved:
            self._reserved = beside_name, beside_value
            self.update()

    @property
    def heading_width(self) -> int:
        """Width of name and window in one line, in pixels."""
        metrics = QFontMetricsF(TextRole.TITLE.font(self._look.scale))
        return math.ceil(metrics.horizontalAdvance(say(self._heading)))

    def show_figure(self, figure: Figure) -> None:
        """Show a figure's value; the same figure again costs nothing."""
        if figure != self.figure:
            self.figure = figure
            self._describe()
            self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.asked.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESS_KEYS and not event.isAutoRepeat():
            self.asked.emit(self.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            self._paint_focus(painter)
        figure, (beside_name, beside_value) = self.figure, self._reserved
        name_y, value_y, window_y = self._baselines
        has_room = self.heading_width + beside_name <= self.width()
        name = self._heading if self._large and figure.value is not None and has_room else figure.name
        self._write(painter, self._name_role(name), "quiet", 0.0, name_y, name, beside_name)
        role = TextRole.VALUE if self._large else TextRole.SMALL_VALUE
        value_end = self._write(painter, role, "text", 0.0, value_y, figure.value_text())
        unit = self._unit(self.width() - beside_value - value_end)
        self._write(painter, TextRole.TITLE, "quiet", value_end, value_y, unit, beside_value)
        if not self._large:
            self._write(painter, TextRole.NOTE, "quiet", 0.0, window_y, figure.window_text())

    def _name_role(self, name: Message) -> TextRole:
        """Return the size of a name: a long name of a small figure is written smaller, so that it fits."""
        metrics = QFontMetricsF(TextRole.TITLE.font(self._look.scale))
        is_long = metrics.horizontalAdvance(say(name)) > self.width()
        return TextRole.NOTE if is_long and not self._large else TextRole.TITLE

    @property
    def _heading(self) -> Message:
        name = self.figure.name
        return dotted(name, as_message(self.figure.window)) if self.figure.window else name

    @property
    def _baselines(self) -> tuple[float, float, float]:
        if self._large:
            return _LARGE_BASELINES
        has_room = self.height() >= round(_SMALL_HEIGHT * self._look.scale)
        return _SMALL_BASELINES if has_room else _LOW_BASELINES

    def _unit(self, room: float) -> Message | str:
        """Return the words after the value that fit this many pixels; a large figure's margin comes first."""
        figure = self.figure
        if figure.value is None:
            return (figure.unknown or "") if self._large else ""
        whole, short = (self._with_margin(unit) for unit in (figure.unit, short_unit(figure)))
        metrics = QFontMetricsF(TextRole.TITLE.font(self._look.scale))
        return whole if metrics.horizontalAdvance(say(whole)) <= room else short

    def _with_margin(self, unit: Message) -> Message:
        figure = self.figure
        if not self._large or figure.half_width is None:
            return unit
        return message(
            "window.figure.margin", half_width=figure.half_width, decimals=figure.decimals, unit=unit
        )

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.palette.guide), 2.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0), 4.0, 4.0)

    def _write(
        self,
        painter: QPainter,
        role: TextRole,
        ink: Ink,
        left: float,
        baseline: float,
        text: Message | str,
        reserved: int = 0,
    ) -> float:
        scale = self._look.scale
        font = role.font(scale)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(say(text), Qt.TextElideMode.ElideRight, self.width() - reserved - left)
        painter.setFont(font)
        painter.setPen(QColor(getattr(self._look.palette, ink)))
        painter.drawText(QPointF(left, baseline * scale), shown)
        return left + metrics.horizontalAdvance(shown) + _SPACE * scale

    def _value_told(self) -> str:
        return say(value_words(self.figure))

    def _describe(self) -> None:
        figure = self.figure
        window = figure.window_text()
        told = message("window.figure.described", name=figure.name, told=window)
        if figure.value is not None:
            value = value_words(figure)
            told = message("window.figure.described.value", name=figure.name, value=value, told=window)
        self.setAccessibleName(say(told))
