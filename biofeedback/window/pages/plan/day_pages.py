"""The pages Programmes, Diary and Plan, and the navigation between them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from biofeedback.person.weeks import Terms
from biofeedback.programmes.programme import Programme
from biofeedback.window.pages.home.step_sheets import TellingSheet
from biofeedback.window.pages.home.waiting import WaitingPractice
from biofeedback.window.pages.plan.diary_sheet import DIARY_KEY, DiarySheet
from biofeedback.window.pages.plan.plan_desk import PlanDesk
from biofeedback.window.pages.plan.plan_sheet import PlanSheet
from biofeedback.window.pages.plan.programmes_sheet import ProgrammesSheet
from biofeedback.window.pages.sheets import Sheets
from devices.errors import BiofeedbackError
from devices.message import Message, message


class DayPages(QObject):
    """Leads to the pages for daily practice.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    desk : PlanDesk
        The person's plan, diary and programmes.
    waiting : WaitingPractice
        The practice that the Begin button starts; these pages change it.
    now : callable
        Returns the local time.
    """

    closed = Signal()
    """The person left a page or chose something: Home should be shown."""

    def __init__(
        self, sheets: Sheets, desk: PlanDesk, waiting: WaitingPractice, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._sheets, self._desk, self._waiting, self._now = sheets, desk, waiting, now

    def open_programmes(self) -> None:
        """Show all programmes."""
        programmes, problems = self._desk.programmes()
        waiting = self._waiting.programme
        sheet = ProgrammesSheet(programmes, problems, waiting.name if waiting is not None else "")
        sheet.chosen.connect(self._choose)
        sheet.usual_wanted.connect(self._choose_usual)
        sheet.closed.connect(self.closed)
        self._sheets.put_over(sheet)

    def open_diary(self) -> None:
        """Show today's page of the diary, or why it can't be read."""
        sheet: DiarySheet | TellingSheet
        try:
            sheet = DiarySheet(self._desk.diary_day(), self._desk.keep_diary)
        except BiofeedbackError as problem:
            sheet = TellingSheet(message("home.diary"), (problem.whole,), DIARY_KEY)
        sheet.closed.connect(self.closed)
        self._sheets.put_over(sheet)

    def open_plan(self, said: Message | None = None, before: Terms | None = None) -> None:
        """Show the plan; the person can reverse an adopted plan to the terms before it."""
        sheet = PlanSheet(self._desk, self._now, said, before)
        sheet.chosen.connect(self._choose_offered)
        sheet.taken_over.connect(self.open_plan)
        sheet.closed.connect(self.closed)
        self._sheets.put_over(sheet)

    def take_plan(self, path: Path) -> None:
        """Adopt a plan that the person dropped on the window."""
        self.open_plan()
        if isinstance(self._sheets.over, PlanSheet):
            self._sheets.over.take_plan(path)

    def _choose(self, programme: Programme) -> None:
        self._waiting.choose(programme)
        self.closed.emit()

    def _choose_usual(self) -> None:
        self._waiting.choose_usual()
        self.closed.emit()

    def _choose_offered(self, name: str) -> None:
        try:
            self._waiting.choose(self._desk.programme(name))
        except BiofeedbackError as problem:
            self._waiting.refuse(problem.whole)
        self.closed.emit()
