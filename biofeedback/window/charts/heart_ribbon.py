"""The ribbon below the guide: the heart rate of the last minute with the guide's breath, and one sentence."""

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.engine.figures import Figure
from biofeedback.engine.state import State
from biofeedback.window.charts.figure_terms import value_words
from biofeedback.window.guide.guide_trace import GuideTrace
from biofeedback.window.look.accessible import tell_role
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import message

if TYPE_CHECKING:
    from biofeedback.window.charts.tachogram import TachogramChart


_NOW: Final = message("window.heart_rate.now")


class HeartRibbon(QWidget):
    """Shows the tachogram across the whole width, once it is loaded and visible.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._chart: TachogramChart | None = None
        self._figure: Figure | None = None

    def show_state(self, state: State) -> None:
        """Take the beats and the heart rate of a state."""
        self._figure = state.figures.heart_rate
        if self._chart is not None:
            self._chart.setVisible(bool(state.strap_name))
            self._chart.show_beats(state.beats, _NOW)

    def move_to(self, now_s: float, state: State, trace: GuideTrace) -> None:
        """Show the minute before this time if visible; the tachogram's module must be loaded."""
        if not self.isVisible():
            return
        if self._chart is None:
            self._chart = self._new_chart()
            self.show_state(state)
        self._chart.move_to(now_s, trace, state.guide)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        if self._chart is not None:
            self._chart.set_look(look)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if self._chart is not None:
            self._chart.setGeometry(self.rect())

    def _new_chart(self) -> "TachogramChart":
        from biofeedback.window.charts.tachogram import TachogramChart

        chart = TachogramChart(self)
        tell_role(chart, QAccessible.Role.Chart, value=self._value_told)
        chart.on_ground()
        chart.set_look(self._look)
        chart.setGeometry(self.rect())
        return chart

    def _value_told(self) -> str:
        return "" if self._figure is None else say(value_words(self._figure))
