"""The summary of a session on one page: practice, ratings, the heart's response, and one curve."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.statements.conclusion import ordinary_sentence, practised_sentence, response_sentence
from biofeedback.statements.live import clock_text
from biofeedback.window.charts.rated_bar import RatedBar
from biofeedback.window.charts.scales import response_top_ms
from biofeedback.window.charts.trend_chart import TrendChart, TrendPoint
from biofeedback.window.look.text import TextRole, breakable
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_entry import RatingScale
from devices.message import Message, dotted, message
from sessions.folder import SessionSummary

_CLOSE_KEYS: Final = (Qt.Key.Key_H, Qt.Key.Key_Escape)
_RATINGS_VARY: Final = message("page.summary.ratings_vary")


class OutcomeSheet(Sheet):
    """Shows the summary of a session.

    Parameters
    ----------
    summary : SessionOutcome
        The results of the session.
    heading : Message
        The first line.
    scales : sequence of RatingScale
        The scales, which provide the names of the ratings.
    note : str
        The person's note on the session; empty for none.
    told : Message or None
        The outcome of the person's last action on the session.
    close_keys : tuple of Qt.Key, optional
        The keys that close it.
    """

    def __init__(
        self,
        summary: SessionOutcome,
        heading: Message,
        scales: Sequence[RatingScale],
        *,
        note: str = "",
        told: Message | None = None,
        close_keys: tuple[Qt.Key, ...] = (),
    ) -> None:
        super().__init__(heading, close_keys=close_keys)
        self._names = {scale.key: scale.name for scale in scales}
        self._acts: dict[Qt.Key, Callable[[], None]] = {}
        if told is not None:
            self.add_text(told, role=TextRole.STRONG)
        self.tell(summary)
        if note:
            self.add_text(message("summary.note", note=breakable(note)))

    def tell(self, summary: SessionOutcome) -> None:
        """Append the results of the session."""
        for rated in summary.ratings:
            self.add(RatedBar(self._names[rated.name], rated, self))
        self.add_text(response_sentence(summary))
        self._add_curve(summary)
        if (ordinary := ordinary_sentence(summary.ordinary)) is not None:
            self.add_text(ordinary)
        if summary.ratings:
            self.add_text(_RATINGS_VARY, role=TextRole.TITLE, ink="quiet")

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        act = next((act for known, act in self._acts.items() if known == key), None)
        if act is None:
            return super().take_key(key)
        act()
        return True

    def offer(self, *offers: tuple[Message, Qt.Key, Callable[[], None]]) -> None:
        """Append a row of buttons with their keys."""
        self._acts |= {key: act for _, key, act in offers}
        self.add_buttons(*((words, act) for words, _, act in offers))

    def _add_curve(self, summary: SessionOutcome) -> None:
        """Show the heart's response to each breath over the time of the session."""
        if summary.median_ms is None:
            return
        median = message("page.summary.median_response", median_ms=summary.median_ms)
        self.add_text(dotted(message("figure.rsa.name"), median), role=TextRole.TITLE, ink="quiet")
        chart = self.add(TrendChart(message("page.summary.responses"), "response_newest", self))
        chart.show_points(
            [TrendPoint(point.minute, point.value) for point in summary.responses_ms],
            ends=(clock_text(0.0), clock_text(summary.end_s)),
            bounds=(0.0, response_top_ms([point.value for point in summary.responses_ms])),
            unit=message("window.unit.ms"),
            span=(0.0, summary.end_s / 60.0),
            shaded=[(begin_s / 60.0, end_s / 60.0) for begin_s, end_s in summary.guided.runs_s],
            is_joined=True,
        )


class SummarySheet(OutcomeSheet):
    """The summary at the end of a session.

    Parameters
    ----------
    summary : SessionOutcome
        The results of the session.
    scales : sequence of RatingScale
        The scales, which provide the names of the ratings.
    note : str
        The person's note on the session; empty for none.
    told : Message or None
        The outcome of the person's last action on the session.
    is_first : bool
        Whether it was the person's first practice.
    is_recorded : bool
        Whether the session has a file for a report and a note.
    """

    ended = Signal()
    continued = Signal()
    history_wanted = Signal()
    note_wanted = Signal()
    report_wanted = Signal()

    def __init__(
        self,
        summary: SessionOutcome,
        scales: Sequence[RatingScale],
        *,
        note: str = "",
        told: Message | None = None,
        is_first: bool = False,
        is_recorded: bool = False,
    ) -> None:
        super().__init__(summary, practised_sentence(summary), scales, note=note, told=told)
        if is_first:
            self.add_text(message("page.summary.first"), role=TextRole.STRONG)
        done = message("page.summary.done"), Qt.Key.Key_Escape, self.ended.emit
        if is_recorded:
            self.offer(
                (message("page.summary.write_note"), Qt.Key.Key_N, self.note_wanted.emit),
                (message("page.summary.report"), Qt.Key.Key_B, self.report_wanted.emit),
                done,
            )
        else:
            self.offer(done)
            self.first_focus = self  # Enter after the last rating must not end the program.
        self._add_links()
        self._column.insertStretch(0, 1)
        self.fill_up()

    def _add_links(self) -> None:
        row = self.add(FlowRow(self))
        buttons = []
        for words, act in (
            (message("page.summary.breathe_on"), self.continued.emit),
            (message("page.summary.history"), self.history_wanted.emit),
        ):
            button = QuietButton(words, row)
            button.clicked.connect(lambda _=False, act=act: act())
            button.installEventFilter(self)
            buttons.append(button)
        row.show_buttons(buttons)


class PastSummarySheet(OutcomeSheet):
    """A session of the history, and all actions on it.

    Parameters
    ----------
    summary : SessionOutcome
        The results of the session.
    session : SessionSummary
        Which session it is.
    scales : sequence of RatingScale
        The scales, which provide the names of the ratings.
    told : Message or None
        The outcome of the person's last action on the session.
    """

    replay_wanted = Signal()
    report_wanted = Signal()
    export_wanted = Signal()
    note_wanted = Signal()
    folder_wanted = Signal()
    delete_wanted = Signal()

    def __init__(
        self,
        summary: SessionOutcome,
        session: SessionSummary,
        scales: Sequence[RatingScale],
        *,
        told: Message | None = None,
    ) -> None:
        heading = message("page.summary.of", at=session.started_at.astimezone())
        super().__init__(summary, heading, scales, note=session.note, told=told, close_keys=_CLOSE_KEYS)
        self.offer(
            (message("page.summary.replay"), Qt.Key.Key_R, self.replay_wanted.emit),
            (message("page.summary.report"), Qt.Key.Key_B, self.report_wanted.emit),
            (message("page.summary.export"), Qt.Key.Key_E, self.export_wanted.emit),
        )
        self.offer(
            (message("page.summary.write_note"), Qt.Key.Key_N, self.note_wanted.emit),
            (message("page.summary.folder"), Qt.Key.Key_F, self.folder_wanted.emit),
            (message("page.summary.delete"), Qt.Key.Key_Delete, self.delete_wanted.emit),
        )
        self.add_buttons((message("page.summary.to_history"), self.closed.emit))
        self.fill_up()

    def tell(self, summary: SessionOutcome) -> None:
        """Append the results of the session and what was practised, which does not fit into the heading."""
        if summary.practised_s:
            self.add_text(practised_sentence(summary), role=TextRole.PATTERN)
        super().tell(summary)
