"""The right side of the window: what the heart does."""

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.arrangement import arrange_panel
from biofeedback.display.card import Card
from biofeedback.display.chart_loading import ChartLoading
from biofeedback.display.figure_view import FigureView
from biofeedback.display.guide_trace import GuideTrace
from biofeedback.display.palette import Palette
from biofeedback.display.response_bars import ResponseBars
from biofeedback.display.words import breaths_judged, now_words
from biofeedback.figures import Figure
from biofeedback.state import State
from biofeedback.wording import change_words

if TYPE_CHECKING:
    from biofeedback.display.tachogram import Tachogram

_PAST_S: Final = 61.0
"""The minute of the tachogram, and a little to reach its left edge."""


class HeartPanel(QWidget):
    """Two cards and a row of small figures.

    Parameters
    ----------
    state : State
        To begin with.
    palette : Palette
        Colours.
    parent : QWidget
        Where it lives.
    """

    def __init__(self, state: State, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._scale = 1.0
        self._guide_trace = GuideTrace(_PAST_S)
        self._loading = ChartLoading()
        self._tachogram: Tachogram | None = None
        self._heart_rate = Card(state.figures.heart_rate, palette, self, remark="shaded: the guide's breath")
        self._response = Card(state.figures.rsa, palette, self, remark="vagal (parasympathetic)")
        self._bars = ResponseBars(palette, self)
        self._response.set_chart(self._bars)
        self._small = [FigureView(figure, palette, self, large=False) for figure in _small_figures(state)]

    def load_chart(self) -> None:
        """Begin to load the tachogram; it appears by itself."""
        self._loading.start()

    def wait_for_loading(self) -> None:
        """Wait until the tachogram is not being loaded any more, shown or not."""
        self._loading.wait()

    @property
    def has_chart(self) -> bool:
        return self._tachogram is not None

    def show_state(self, state: State) -> None:
        self._heart_rate.figure.show_figure(state.figures.heart_rate)
        self._response.figure.show_figure(state.figures.rsa)
        self._bars.show_breaths(state.breaths, change_words(state.change))
        for view, figure in zip(self._small, _small_figures(state), strict=True):
            view.show_figure(figure)
        if self._tachogram is not None:
            self._tachogram.show_beats(state.beats, now_words(state))

    def move_to(self, now_s: float, state: State) -> None:
        """Let the past minute move on."""
        self._guide_trace.advance(now_s, state.guide)
        if self._tachogram is not None:
            self._tachogram.move_to(now_s, self._guide_trace.samples)
        elif self._loading.done:
            self._tachogram = self._new_tachogram()
            self._tachogram.show_beats(state.beats, now_words(state))

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self._heart_rate.set_scale(scale)
        self._response.set_scale(scale)
        for view in self._small:
            view.set_scale(scale)
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        places = arrange_panel(self.width(), self.height(), self._scale, len(self._small))
        self._heart_rate.setGeometry(places.heart_rate)
        self._response.setGeometry(places.response)
        for view, place in zip(self._small, places.figures, strict=True):
            view.setGeometry(place)

    def _new_tachogram(self) -> "Tachogram":
        from biofeedback.display.tachogram import Tachogram

        tachogram = Tachogram(self._palette, self)
        self._heart_rate.set_chart(tachogram)
        return tachogram


def _small_figures(state: State) -> tuple[Figure, ...]:
    return state.figures.rmssd, state.figures.beats_used, breaths_judged(state.breaths)
