"""A figure with its name, unit, window and uncertainty; or why it is not known."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.palette import Palette
from biofeedback.display.text import TextRole
from biofeedback.figures import Figure

_NAME_BASELINE: Final = 14.0
_LARGE_BASELINE: Final = 45.0
_SMALL_BASELINE: Final = 37.0
_WINDOW_BASELINE: Final = 56.0
_SPACE: Final = 7.0
"""All in pixels at 1280×720."""


class FigureView(QWidget):
    """Draws one figure: its name, then value and unit; the window beside a large value, below a small one.

    Parameters
    ----------
    figure : Figure
        To begin with.
    palette : Palette
        Colours.
    parent : QWidget
        Where it lives.
    large : bool
        Whether it heads a card.
    """

    def __init__(self, figure: Figure, palette: Palette, parent: QWidget, *, large: bool) -> None:
        super().__init__(parent)
        self._palette = palette
        self._large = large
        self._scale = 1.0
        self._figure = figure
        self._describe()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self.update()

    def show_figure(self, figure: Figure) -> None:
        if figure != self._figure:
            self._figure = figure
            self._describe()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        figure, quiet = self._figure, self._palette.quiet
        self._write(painter, TextRole.TITLE, quiet, 0.0, _NAME_BASELINE, figure.name)
        role = TextRole.VALUE if self._large else TextRole.SMALL_VALUE
        baseline = _LARGE_BASELINE if self._large else _SMALL_BASELINE
        end = self._write(painter, role, self._palette.text, 0.0, baseline, figure.value_text())
        unit = "" if figure.value is None else figure.unit
        if self._large:
            unit = " · ".join(part for part in (unit, figure.window_text()) if part)
        else:
            self._write(painter, TextRole.NOTE, quiet, 0.0, _WINDOW_BASELINE, figure.window_text())
        self._write(painter, TextRole.TITLE, quiet, end, baseline, unit)

    def _write(
        self, painter: QPainter, role: TextRole, color: str, left: float, baseline: float, text: str
    ) -> float:
        font = role.font(self._scale)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - left)
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(QPointF(left, baseline * self._scale), shown)
        return left + metrics.horizontalAdvance(shown) + _SPACE * self._scale

    def _describe(self) -> None:
        figure = self._figure
        value = "" if figure.value is None else f"{figure.value_text()} {figure.unit}, "
        self.setAccessibleName(f"{figure.name}: {value}{figure.window_text()}")
