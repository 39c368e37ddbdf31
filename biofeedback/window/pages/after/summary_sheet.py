"""What a session came to, over the whole window: at its end, and from the history."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.analysis.outcome import Point, RatedScale, SessionOutcome, change_sentence
from biofeedback.engine.parts import BeforeAfter
from biofeedback.statements.live import clock_text, outcome_sentence
from biofeedback.window.charts.scales import ratio_axis, response_top_ms
from biofeedback.window.charts.trend_chart import TrendChart, TrendPoint
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.message import Message

_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_RATINGS_VARY: Final = (
    "Single ratings vary from day to day by more than most practices change them: look at weeks."
)

_SHADED: Final = "The guide ran where the charts are shaded; only breaths that began then count."


class OutcomeSheet(Sheet):
    """Tells what a session came to.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    heading : str
        Which session it is.
    close_keys : tuple of Qt.Key, optional
        Which close it.
    """

    def __init__(self, summary: SessionOutcome, heading: str, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__(heading, close_keys=close_keys)
        self.add_text(change_sentence(summary.change))
        if ordinary := ordinary_sentence(summary.ordinary):
            self.add_text(ordinary)
        if summary.ratings:
            self.add_text(" · ".join(map(_rating_words, summary.ratings)), role=TextRole.STRONG)
            self.add_text(_RATINGS_VARY, role=TextRole.TITLE, ink="quiet")
        self._add_responses(summary)
        self._add_ratios(summary)
        if summary.median_ms is not None or summary.median_ratio is not None:
            self.add_text(_SHADED, role=TextRole.TITLE, ink="quiet")
        self.fill_up()

    def _add_responses(self, summary: SessionOutcome) -> None:
        if summary.median_ms is None:
            self.add_text("There were too few good beats for the heart's response.", ink="quiet")
            return
        self.add_text(
            f"Heart response to breathing · median {summary.median_ms:.0f} ms swing a breath",
            role=TextRole.TITLE,
            ink="quiet",
        )
        chart = self.add(TrendChart("Heart response to each breath of the session", "response_newest", self))
        top_ms = response_top_ms([point.value for point in summary.responses_ms])
        _show(chart, summary.responses_ms, summary, bounds=(0.0, top_ms), unit="ms")

    def _add_ratios(self, summary: SessionOutcome) -> None:
        if summary.median_ratio is None:
            self.add_text("Exhale to inhale was not measured.", ink="quiet")
            return
        share = ""
        if summary.share_percent is not None:
            share = f" · {summary.share_percent:.0f} % of breaths as guided"
        self.add_text(
            f"Exhale to inhale · median {summary.median_ratio:.1f}{share}", role=TextRole.TITLE, ink="quiet"
        )
        chart = self.add(TrendChart("Exhale to inhale of each breath of the session", "breath", self))
        bounds = ratio_axis(summary.target_ratio)
        _show(chart, summary.ratios, summary, bounds=bounds, aim=summary.target_ratio)


class SummarySheet(OutcomeSheet):
    """The end of a session.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    """

    ended = Signal()
    continued = Signal()
    history_wanted = Signal()

    def __init__(self, summary: SessionOutcome) -> None:
        super().__init__(summary, f"{clock_text(summary.practised_s)} of practice")
        self.add_buttons(
            ("End (Esc)", self.ended.emit),
            ("Breathe on (Space)", self.continued.emit),
            ("History (H)", self.history_wanted.emit),
        )


class PastSummarySheet(OutcomeSheet):
    """A session of the history.

    Parameters
    ----------
    summary : SessionOutcome
        What it came to.
    name : str
        Its name.
    """

    replay_wanted = Signal()

    def __init__(self, summary: SessionOutcome, name: str) -> None:
        super().__init__(summary, name, close_keys=_CLOSE_KEYS)
        self.add_buttons(
            ("See it again (R)", self.replay_wanted.emit), ("Back to the history (Esc)", self.closed.emit)
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
    unit: str = "",
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


def _rating_words(rated: RatedScale) -> str:
    before, after = ("–" if value is None else f"{value:g}" for value in (rated.before, rated.after))
    return f"{rated.name} {before} → {after}"
