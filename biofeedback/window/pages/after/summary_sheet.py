"""What a session came to, over the whole window: at its end, and from the history."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.analysis.outcome import Point, RatedScale, SessionOutcome, change_sentence
from biofeedback.engine.parts import BeforeAfter
from biofeedback.statements.live import clock_text, outcome_sentence
from biofeedback.window.charts.scales import ratio_axis, response_top_ms
from biofeedback.window.charts.trend_chart import TrendChart, TrendPoint
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.rating_entry import RatingScale
from devices.message import Message, dotted, message, verbatim

_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_RATINGS_VARY: Final = message("page.summary.ratings_vary")
_SHADED: Final = message("page.summary.shaded")


class OutcomeSheet(Sheet):
    """Tells what a session came to.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    heading : Message
        Which session it is.
    scales : sequence of RatingScale
        By whose names its ratings are told.
    close_keys : tuple of Qt.Key, optional
        Which close it.
    """

    def __init__(
        self,
        summary: SessionOutcome,
        heading: Message,
        scales: Sequence[RatingScale],
        *,
        close_keys: tuple[Qt.Key, ...] = (),
    ) -> None:
        super().__init__(heading, close_keys=close_keys)
        self.add_text(change_sentence(summary.change))
        if ordinary := ordinary_sentence(summary.ordinary):
            self.add_text(ordinary)
        if summary.ratings:
            names = {scale.key: scale.name for scale in scales}
            rated = (_rating_words(names[one.name], one) for one in summary.ratings)
            self.add_text(dotted(*rated), role=TextRole.STRONG)
            self.add_text(_RATINGS_VARY, role=TextRole.TITLE, ink="quiet")
        self._add_responses(summary)
        self._add_ratios(summary)
        if summary.median_ms is not None or summary.median_ratio is not None:
            self.add_text(_SHADED, role=TextRole.TITLE, ink="quiet")
        self.fill_up()

    def _add_responses(self, summary: SessionOutcome) -> None:
        if summary.median_ms is None:
            self.add_text(message("page.summary.no_response"), ink="quiet")
            return
        median = message("page.summary.median_response", median_ms=summary.median_ms)
        self.add_text(dotted(message("page.summary.response"), median), role=TextRole.TITLE, ink="quiet")
        name = message("page.summary.responses")
        chart = self.add(TrendChart(name, "response_newest", self))
        top_ms = response_top_ms([point.value for point in summary.responses_ms])
        _show(chart, summary.responses_ms, summary, bounds=(0.0, top_ms), unit=message("window.unit.ms"))

    def _add_ratios(self, summary: SessionOutcome) -> None:
        if summary.median_ratio is None:
            self.add_text(message("page.summary.no_ratio"), ink="quiet")
            return
        median = message("page.summary.median_ratio", median_ratio=summary.median_ratio)
        words = [message("page.summary.ratio"), median]
        if summary.share_percent is not None:
            words.append(message("page.summary.as_guided", share_percent=summary.share_percent))
        self.add_text(dotted(*words), role=TextRole.TITLE, ink="quiet")
        chart = self.add(TrendChart(message("page.summary.ratios"), "breath", self))
        bounds = ratio_axis(summary.target_ratio)
        _show(chart, summary.ratios, summary, bounds=bounds, aim=summary.target_ratio)


class SummarySheet(OutcomeSheet):
    """The end of a session.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    scales : sequence of RatingScale
        By whose names its ratings are told.
    """

    ended = Signal()
    continued = Signal()
    history_wanted = Signal()

    def __init__(self, summary: SessionOutcome, scales: Sequence[RatingScale]) -> None:
        heading = message("page.summary.practised", clock=clock_text(summary.practised_s))
        super().__init__(summary, heading, scales)
        self.add_buttons(
            (message("page.summary.end"), self.ended.emit),
            (message("page.summary.breathe_on"), self.continued.emit),
            (message("page.summary.history"), self.history_wanted.emit),
        )


class PastSummarySheet(OutcomeSheet):
    """A session of the history.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    name : str
        Its name.
    scales : sequence of RatingScale
        By whose names its ratings are told.
    """

    replay_wanted = Signal()

    def __init__(self, summary: SessionOutcome, name: str, scales: Sequence[RatingScale]) -> None:
        super().__init__(summary, verbatim(name), scales, close_keys=_CLOSE_KEYS)
        self.add_buttons(
            (message("page.summary.replay"), self.replay_wanted.emit),
            (message("page.summary.to_history"), self.closed.emit),
        )

    def take_key(self, key: int) -> bool:
        if key == Qt.Key.Key_R:
            self.replay_wanted.emit()
            return True
        return super().take_key(key)


def _show(
    chart: TrendChart,
    points: tuple[Point, ...],
    summary: SessionOutcome,
    *,
    bounds: tuple[float, float],
    unit: Message | None = None,
    aim: float | None = None,
) -> None:
    """Show points over the time of the whole session, so that all charts of a page lie below each other."""
    chart.show_points(
        [TrendPoint(point.minute, point.value) for point in points],
        ends=(clock_text(0.0), clock_text(summary.end_s)),
        bounds=bounds,
        unit=unit,
        aim=aim,
        span=(0.0, summary.end_s / 60.0),
        shaded=[(begin_s / 60.0, end_s / 60.0) for begin_s, end_s in summary.guided.runs_s],
    )


def ordinary_sentence(known: BeforeAfter) -> Message | None:
    """Say what ordinary breathing after the practice shows; None where there was none on both sides."""
    if known.before is None or known.after is None or known.outcome is None:
        return None
    return outcome_sentence(
        known.before.rmssd_ms,
        known.after.rmssd_ms,
        change=known.outcome.change,
        half_width=known.outcome.half_width,
    )


def _rating_words(scale: Message, rated: RatedScale) -> Message:
    before, after = ("–" if value is None else value for value in (rated.before, rated.after))
    return message("page.summary.rated", scale=scale, before=before, after=after)
