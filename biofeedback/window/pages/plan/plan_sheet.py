"""The plan: today's offers with their reasons, the agreed terms, a calendar file, and a coach's plan."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from biofeedback.person.weeks import Offer, Terms
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.plan.families import length_words, short_title
from biofeedback.window.pages.plan.offer_row import OfferRow
from biofeedback.window.pages.plan.plan_desk import PlanDesk
from biofeedback.window.pages.plan.terms_rows import TermsRows
from biofeedback.window.pages.sheet import Sheet
from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import Message, dotted, message, verbatim

PLAN_KEY: Final = Qt.Key.Key_N
_CALENDAR_SUFFIX: Final = ".ics"


class PlanSheet(Sheet):
    """Shows the plan; each change takes effect at once and is saved.

    Parameters
    ----------
    desk : PlanDesk
        The data behind the plan.
    now : callable
        Returns the local time, with or without its zone.
    said : Message or None, optional
        The first message, such as that a plan was adopted.
    before : Terms or None, optional
        The terms before a plan was adopted, which the person can restore.
    """

    chosen = Signal(str)
    """The name of the offered programme that the Begin button should start."""

    taken_over = Signal(object, object)
    """A plan was opened: the message about it, and the Terms that it replaced, or None."""

    def __init__(
        self,
        desk: PlanDesk,
        now: Callable[[], datetime],
        said: Message | None = None,
        before: Terms | None = None,
    ) -> None:
        super().__init__(message("plan.heading"), close_keys=(PLAN_KEY, Qt.Key.Key_Escape))
        self._desk, self._now, self._before = desk, now, before
        self.terms: TermsRows | None = None
        if desk.plan is not None:
            self.add_text(message("plan.today"), role=TextRole.STRONG)
        self._offered = self.add(_Offered(self._choose))
        self._note = self.add_text("", role=TextRole.TITLE, ink="quiet")
        if desk.plan is None:
            self.add_text(desk.problem or message("home.reading"))
        else:
            self.add_text(message("plan.agreed"), role=TextRole.STRONG)
            self.terms = self.add(TermsRows(desk.plan.terms, self._agree))
            self.add_text(message("plan.never_more"), role=TextRole.TITLE, ink="quiet")
        self._said = self.add_text("", role=TextRole.STRONG)
        self._say(said)
        if before is not None:
            self.add_buttons((message("plan.take_back"), self._take_back))
        self.add_text(message("plan.drop"), role=TextRole.TITLE, ink="quiet")
        saves = ((message("plan.save_calendar"), self.save_calendar),) if desk.plan is not None else ()
        self.add_buttons(*saves, (message("plan.open"), self.open_plan))
        self.add_buttons((message("home.back"), self.closed.emit))
        self.fill_up()
        self._show_offers()

    def open_plan(self) -> None:
        """Ask for a file, and adopt it as the plan."""
        title, kind = say(message("plan.open")), say(message("plan.files"))
        name, _ = QFileDialog.getOpenFileName(self.window(), title, str(_documents()), f"{kind} (*.toml)")
        if name:
            self.take_plan(Path(name))

    def take_plan(self, path: Path) -> None:
        """Adopt a plan from a file, or say why that is not possible."""
        before = self._desk.plan.terms if self._desk.plan is not None else None
        try:
            terms = self._desk.open_plan(path)
        except BiofeedbackError as problem:
            self._say(problem.whole)
            return
        self.taken_over.emit(taken_over_words(terms), None if terms == before else before)

    def save_calendar(self) -> None:
        """Ask for a path, and write the plan there as a calendar file."""
        title, kind = say(message("plan.save_calendar")), say(message("plan.calendar_files"))
        suggested = _documents() / f"{say(message('plan.calendar_name'))}{_CALENDAR_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self.window(), title, str(suggested), f"{kind} (*{_CALENDAR_SUFFIX})"
        )
        if not name:
            return
        path = Path(name)
        path = path if path.suffix == _CALENDAR_SUFFIX else path.with_name(f"{path.name}{_CALENDAR_SUFFIX}")
        try:
            self._desk.save_calendar(path, self._now().astimezone())
        except BiofeedbackError as problem:
            self._say(problem.whole)
        else:
            self._say(message("plan.calendar_saved", path=str(path)))

    def _take_back(self) -> None:
        """Restore the terms that a plan replaced."""
        if self._before is not None:
            self._agree(self._before)
            self.taken_over.emit(taken_over_words(self._before), None)

    def _agree(self, terms: Terms) -> None:
        try:
            self._desk.agree(terms)
        except BiofeedbackError as problem:
            self._say(problem.whole)
        else:
            self._say(message("plan.kept"))
        self._show_offers()

    def _choose(self, offer: Offer) -> None:
        self.chosen.emit(offer.programme)

    def _say(self, words: Message | None) -> None:
        self._said.setText(words or "")
        self._said.setVisible(words is not None)
        if words is not None:
            self._scroll.ensureWidgetVisible(self._said)

    def _show_offers(self) -> None:
        day = self._desk.day
        note = day.note if day is not None else None
        if day is not None and not day.offers:
            note = note or message("agreed.nothing_left")
        self._note.setText(note or "")
        self._note.setVisible(note is not None)
        if day is None:
            self._offered.hide()
            return
        self._offered.show_offers(day.offers)
        for row in self._offered.rows:
            row.installEventFilter(self)


class _Offered(QWidget):
    """Today's offers, one row for each practice.

    Parameters
    ----------
    choose : callable
        Called with the offer that was pressed.
    """

    def __init__(self, choose: Callable[[Offer], None]) -> None:
        super().__init__()
        self._choose, self._look = choose, Look()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.rows: list[OfferRow] = []

    def set_look(self, look: Look) -> None:
        self._look = look
        self._column.setSpacing(round(8 * look.scale))
        for row in self.rows:
            row.set_look(look)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Replace the offers."""
        for old in self.rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [self._row(offer) for offer in offers]
        for row in self.rows:
            row.set_look(self._look)
            self._column.addWidget(row)
            row.show()

    def _row(self, offer: Offer) -> OfferRow:
        length = length_words(offer.minutes)
        title = dotted(verbatim(f"{offer.at:%H:%M}"), verbatim(_title(offer.programme)))
        row = OfferRow(title, length, offer.reason, self)
        row.clicked.connect(partial(self._press, offer))
        return row

    def _press(self, offer: Offer, *_: bool) -> None:
        self._choose(offer)


def taken_over_words(terms: Terms) -> Message:
    """Describe the terms of a plan that was adopted."""
    times = tuple(verbatim(f"{at:%H:%M}") for at in terms.times)
    return message(
        "agreed.taken_over", times=times, minutes=terms.most_minutes, second=verbatim(_title(terms.second))
    )


def _title(programme: str) -> str:
    return short_title(shipped_programmes()[programme])


def _documents() -> Path:
    """Return the person's documents folder."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or ".")
