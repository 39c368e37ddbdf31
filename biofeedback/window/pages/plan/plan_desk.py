"""The person's plan, diary and programmes as the window uses them: read in the background, kept in files."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from biofeedback.person.diary import DiaryDay
from biofeedback.person.diary_file import keep_day, load_diary
from biofeedback.person.offers import offer_now
from biofeedback.person.plan_file import open_plan, save_plan
from biofeedback.person.settings import Settings
from biofeedback.person.weeks import Offer, PlanDay, Terms
from biofeedback.practice.days.day_plan import DayPlan, read_day_plan
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.programme import Programme
from biofeedback.programmes.reader import ProgrammeError
from biofeedback.programmes.shelf import find_programme, own_programmes, shipped_programmes
from biofeedback.window.loading.loading import Loading
from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import Message
from sessions.errors import unwritable
from sessions.folder import SessionFolder
from sessions.private_file import make_private_folder, replace_private_file


@dataclass(frozen=True, slots=True)
class PersonFiles:
    """Where a person's own things lie; none of them need exist.

    Parameters
    ----------
    sessions : SessionFolder
        What was practised.
    plan, diary : Path
        The files of the plan and of the diary.
    programmes : Path
        The folder of the person's own programmes.
    present : Path or None, optional
        The session that is being recorded.
    """

    sessions: SessionFolder
    plan: Path
    diary: Path
    programmes: Path
    present: Path | None = None


@dataclass(slots=True)
class SkippedOffers:
    """What the person did not want on a day; it is offered again on the next.

    Parameters
    ----------
    names : set of tuple of date and str
        Days and programmes.
    """

    names: set[tuple[date, str]] = field(default_factory=set)

    def of(self, day: date) -> frozenset[str]:
        """Return the programmes that were skipped on a day."""
        return frozenset(name for skipped_on, name in self.names if skipped_on == day)


class PlanDesk:
    """Reads and keeps what the plan of weeks goes by.

    Parameters
    ----------
    files : PersonFiles
        Where it lies.
    player : callable
        Returns what plays a programme, by the settings of the moment.
    skipped : SkippedOffers, optional
        What was skipped today in an earlier window.
    today : callable, optional
        Returns the present day.

    Attributes
    ----------
    plan : DayPlan or None
        What was read; None until then, and where it can't be read.
    problem : Message or None
        Why it can't be read.
    """

    def __init__(
        self,
        files: PersonFiles,
        player: Callable[[Programme, Settings], ProgrammePlayer],
        *,
        skipped: SkippedOffers | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._files, self._today = files, today
        self.player = player
        self._skipped = skipped or SkippedOffers()
        self._loading: Loading[DayPlan | Message] | None = None
        self.plan: DayPlan | None = None
        self.problem: Message | None = None

    @property
    def is_read(self) -> bool:
        """Whether it is known what the plan offers, or why it is not."""
        return self.plan is not None or self.problem is not None

    def load(self) -> None:
        """Begin to read."""
        if self._loading is None:
            self._loading = Loading(self._read)

    def tick(self) -> bool:
        """Take what was read; return whether it just was."""
        if self.is_read or self._loading is None or not self._loading.is_done:
            return False
        found = self._loading.found
        if isinstance(found, DayPlan):
            self.plan = found
        else:
            self.problem = found
        return self.is_read

    def stop(self) -> None:
        """Read on no more."""
        if self._loading is not None:
            self._loading.stop()

    @property
    def day(self) -> PlanDay | None:
        """What is offered today, without what was done; None while that is not known."""
        return None if self.plan is None else replace(self.plan, today=self._today()).day

    def offer(self, now: time) -> Offer | None:
        """Return what the plan offers now; None where that is nothing, or not known."""
        day = self.day
        return None if day is None else offer_now(day, now, skipped=self._skipped.of(self._today()))

    def skip(self, offer: Offer) -> None:
        """Offer something else today."""
        self._skipped.names.add((self._today(), offer.programme))

    def programme(self, name: str) -> Programme:
        """Return a programme by its name; a person's own goes before a shipped one.

        Raises
        ------
        ProgrammeError
            If there is none of that name, or its file can't be used.
        """
        return find_programme(name, self._files.programmes)

    def programmes(self) -> tuple[list[Programme], list[Message]]:
        """Return all programmes that there are, and why some of the person's own can't be used."""
        found, problems = dict(shipped_programmes()), []
        for one in own_programmes(self._files.programmes):
            if isinstance(one, ProgrammeError):
                problems.append(one.whole)
            else:
                found[one.name] = one
        return list(found.values()), problems

    def agree(self, terms: Terms) -> None:
        """Keep other terms, which the offers go by at once.

        Raises
        ------
        BiofeedbackError
            If they can't be kept; then nothing has changed.
        """
        _make_folder(self._files.plan)
        save_plan(self._files.plan, terms)
        if self.plan is not None:
            self.plan = self.plan.with_terms(terms)

    def open_plan(self, path: Path) -> Terms:
        """Take over a plan that somebody wrote, and return it.

        Raises
        ------
        BiofeedbackError
            If it can't be used or kept; then nothing has changed.
        """
        terms = open_plan(path)
        self.agree(terms)
        return terms

    def save_calendar(self, path: Path, now: datetime) -> None:
        """Write the plan for a calendar, over a file of that name: whoever chose it was asked.

        Raises
        ------
        SessionFileError
            If it can't be written.
        """
        from biofeedback.person.plan_calendar import calendar_file

        plan, day = self.plan, self.day
        if plan is not None and day is not None:
            content = calendar_file(day, plan.terms, today=self._today(), now=now, say=say)
            replace_private_file(path, content)

    def diary_day(self) -> DiaryDay:
        """Return what was noted today.

        Raises
        ------
        DiaryError
            If the diary can't be used.
        """
        today = self._today()
        noted = (one for one in load_diary(self._files.diary) if one.day == today)
        return next(noted, DiaryDay(today))

    def keep_diary(self, day: DiaryDay) -> None:
        """Keep a day of the diary in place of what was noted on it before.

        Raises
        ------
        BiofeedbackError
            If it can't be kept.
        """
        _make_folder(self._files.diary)
        keep_day(self._files.diary, day)

    def _read(self, should_stop: Callable[[], bool]) -> DayPlan | Message:
        files = self._files
        try:
            return read_day_plan(
                files.sessions,
                files.plan,
                self._today(),
                present=files.present,
                should_stop=should_stop,
            )
        except BiofeedbackError as problem:
            return problem.whole


def _make_folder(file: Path) -> None:
    try:
        make_private_folder(file.parent)
    except OSError as error:
        raise unwritable(file, error) from error
