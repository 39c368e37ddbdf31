"""The right side of the window: what the heart and the breath do."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.engine.figures import Figure
from biofeedback.engine.programme_step import is_withheld
from biofeedback.engine.state import State
from biofeedback.figures.registry import LIVE
from biofeedback.pacing.guide import Guide
from biofeedback.practice.module_loading import ModuleLoading
from biofeedback.window.charts.card import Card
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.ratio_dots import RatioDots
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.charts.usual import Usual
from biofeedback.window.guide.guide_trace import GuideTrace
from biofeedback.window.look.arrangement import PanelArrangement, arrange_figures, arrange_panel
from biofeedback.window.look.look import Look, WindowPart
from biofeedback.window.look.words import (
    ASIDE_HEART_RATE,
    ASIDE_RATIO,
    ASIDE_RESPONSE,
    change_remark,
    following_remark,
    now_words,
)

if TYPE_CHECKING:
    from biofeedback.window.charts.tachogram import TachogramChart

_PAST_S: Final = 61.0
"""The minute of the tachogram, and a little more so that it reaches the left edge."""


class HeartPanel(QWidget):
    """Three cards and a row of small figures.

    Parameters
    ----------
    state : State
        First state to show.
    parent : QWidget
        Parent widget.
    """

    asked = Signal(str)
    """The person asks what a figure means; sent with its key."""

    def __init__(self, state: State, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._places = PanelArrangement((), ())
        self._guide_trace = GuideTrace(_PAST_S)
        # `numpy.quantile`, which finds the chest's axis, imports `numpy.ma` at its first call.
        self._first = ModuleLoading("numpy.ma")
        self._loading = ModuleLoading("biofeedback.window.charts.tachogram")
        self._tachogram: TachogramChart | None = None
        self._unshown: tuple[State, tuple[float | None, ...], Usual | None] | None = None
        self._heart_rate = Card(
            state.figures.heart_rate, self, key="heart_rate_per_min", aside=ASIDE_HEART_RATE
        )
        self._response = Card(state.figures.rsa, self, key="rsa_ms", aside=ASIDE_RESPONSE)
        self._ratio = Card(state.breathing.ratio, self, key="exhale_to_inhale", aside=ASIDE_RATIO)
        self._bars, self._dots = ResponseBars(self), RatioDots(self)
        self._response.set_chart(self._bars)
        self._ratio.set_chart(self._dots)
        self._small = [
            FigureView(figure, self, key=key, large=False) for key, figure in _small_figures(state).items()
        ]
        # These replace the cards if large text leaves their charts no room.
        self._stacked = [
            FigureView(card.figure.figure, self, key=card.figure.key, large=False) for card in self._cards
        ]
        for figure in (*(card.figure for card in self._cards), *self._stacked, *self._small):
            figure.asked.connect(self.asked)

    def load(self, *, chart: bool) -> None:
        """Begin to load what a practice needs, and the tachogram, which appears once it is loaded.

        Parameters
        ----------
        chart : bool
            Whether the tachogram is needed; a later call may still ask for it.
        """
        self._first.start()
        if chart:
            self._loading.start()

    def wait_for_loading(self) -> None:
        """Wait until loading has ended, whether the tachogram is shown or not."""
        self._first.wait()
        self._loading.wait()

    @property
    def is_loaded(self) -> bool:
        """Whether all is loaded and shown that was asked for."""
        return self._first.done and (self.has_chart or not self._loading.started)

    @property
    def has_chart(self) -> bool:
        """Whether the chart of the heart rate is loaded."""
        return self._tachogram is not None

    def show_state(self, state: State, ratios: tuple[float | None, ...], usual: Usual | None) -> None:
        """Show a state, the exhale:inhale ratios of the session's breaths so far, and the usual response.

        While the panel is hidden, the state waits until the panel is shown.
        """
        self._unshown = state, ratios, usual
        if not self.isHidden():
            self._show_waiting_state()

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 Qt's own
        super().setVisible(visible)
        if visible:
            self._show_waiting_state()

    def _show_waiting_state(self) -> None:
        if self._unshown is None:
            return
        (state, ratios, usual), self._unshown = self._unshown, None
        figures, breathing = state.figures, state.breathing
        self._heart_rate.figure.show_figure(figures.heart_rate)
        self._response.figure.show_figure(figures.rsa)
        self._response.show_remark(change_remark(state.change))
        self._bars.show_breaths(state.breaths, usual)
        self._ratio.figure.show_figure(breathing.ratio)
        self._ratio.show_remark(following_remark(breathing))
        self._dots.show_ratios(ratios, state.guide.pattern.exhale_to_inhale)
        for view, card in zip(self._stacked, self._cards, strict=True):
            view.show_figure(card.figure.figure)
        for view, figure in zip(self._small, _small_figures(state).values(), strict=True):
            view.show_figure(figure)
        self._show_allowed()
        if self._tachogram is not None:
            self._tachogram.show_beats(state.beats, now_words(state))

    def show_earlier(self, earlier: EarlierUsual | None) -> None:
        """Show the usual response in earlier sessions, or None while it is not known."""
        self._bars.show_earlier(earlier)

    @property
    def guide_trace(self) -> GuideTrace:
        """Where the guide was during the last minute."""
        return self._guide_trace

    def trace_guide(self, until_s: float, guide: Guide) -> None:
        """Record where the guide was up to this time."""
        self._guide_trace.advance(until_s, guide)

    def forget_guide(self) -> None:
        """Forget where the guide was, because time goes back."""
        self._guide_trace = GuideTrace(_PAST_S)

    def move_to(self, now_s: float, state: State) -> None:
        """Show the minute before this time."""
        self.trace_guide(now_s, state.guide)
        if self._tachogram is not None:
            if self._tachogram.isVisible() and self.updatesEnabled():
                self._tachogram.move_to(now_s, self._guide_trace, state.guide)
        elif self._loading.done:
            self._tachogram = self._new_tachogram()
            self._tachogram.show_beats(state.beats, now_words(state))

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        parts: tuple[WindowPart, ...] = (*self._cards, *self._stacked, *self._small)
        for part in parts:
            part.set_look(look)
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def _show_allowed(self) -> None:
        """Show the cards, or figures in their place, but only those that the programme's step allows."""
        cards, figures = len(self._places.cards), len(self._places.figures)
        for number, (card, view) in enumerate(zip(self._cards, self._stacked, strict=True)):
            allowed = not is_withheld(card.figure.figure)
            card.setVisible(allowed and number < cards)
            view.setVisible(allowed and not cards)
        for view in self._small:
            view.setVisible(not is_withheld(view.figure) and (figures > 0 or not cards))

    @property
    def _cards(self) -> tuple[Card, ...]:
        return self._heart_rate, self._response, self._ratio

    def _place(self) -> None:
        look, width, height = self._look, self.width(), self.height()
        scale = look.scale / look.text_share
        count = len(self._small)
        self._places = places = arrange_panel(
            width, height, scale=scale, text_scale=look.scale, figure_count=count
        )
        self._show_allowed()
        if not places.cards:
            views = [*self._stacked, *self._small]
            for view, place in zip(views, arrange_figures(width, height, len(views)), strict=True):
                view.setGeometry(place)
        for card, place in zip(self._cards, places.cards, strict=False):
            card.setGeometry(place)
        for view, place in zip(self._small, places.figures, strict=False):
            view.setGeometry(place)

    def _new_tachogram(self) -> "TachogramChart":
        from biofeedback.window.charts.tachogram import TachogramChart

        tachogram = TachogramChart(self)
        self._heart_rate.set_chart(tachogram)
        return tachogram


def _small_figures(state: State) -> dict[str, Figure]:
    """Return the figures of the small row by their keys."""
    return {one.key: one.of_state(state) for one in LIVE if one.small and one.of_state is not None}
