"""The person's plan, diary and programmes for the window: read in the background, saved in files."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

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
from devices.message import Message, message
from sessions.errors import unwritable
from sessions.folder import SessionFolder
from sessions.private_file import make_private_folder, replace_private_file

_NO_PLAN: Final = message("home.no_plan")


@dataclass(frozen=True, slots=True)
class PersonFiles:
    """The locations of a person's own files; none of them needs to exist.

    Parameters
    ----------
    sessions : SessionFolder
        The folder of practised sessions.
    plan, diary : Path
        The files of the plan and of the diary.
    programmes : Path
        The folder of the person's own programmes.
    present : Path or None, optional
        The session being recorded.
    """

    sessions: SessionFolder
    plan: Path
    diary: Path
    programmes: Path
    present: Path | None = None


@dataclass(slots=True)
class SkippedOffers:
    """The programmes that the person skipped on a day; they are offered again on the next day.

    Parameters
    ----------
    names : set of tuple of date and str
        The days and programmes.
    """

    names: set[tuple[date, str]] = field(default_factory=set)

    def of(self, day: date) -> frozenset[str]:
        """Return the programmes that the person skipped on a day."""
        return frozenset(name for skipped_on, name in self.names if skipped_on == day)


class PlanDesk:
    """Reads and saves the data behind the weekly plan.

    Parameters
    ----------
    files : PersonFiles
        The files of the data.
    player : callable
        Returns a player for a programme, using the current settings.
    skipped : SkippedOffers, optional
        The programmes skipped today in an earlier window.
    today : callable, optional
        Returns today's date.

    Attributes
    ----------
    plan : DayPlan or None
        The plan that was read; None until then, and if it can't be read.
    problem : Message or None
        Why the plan can't be read.
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
        """Whether the plan was read, successfully or not."""
        return self.plan is not None or self.problem is not None

    def load(self) -> None:
        """Start reading."""
        if self._loading is None:
            self._loading = Loading(self._read)

    def tick(self) -> bool:
        """Take the result of reading; return whether it has just arrived."""
        if self.is_read or self._loading is None or not self._loading.is_done:
            return False
        found = self._loading.found
        if isinstance(found, DayPlan):
            self.plan = found
        else:
            self.problem = found or _NO_PLAN
        return True

    def stop(self) -> None:
        """Stop reading."""
        if self._loading is not None:
            self._loading.stop()

    @property
    def day(self) -> PlanDay | None:
        """Today's offers without the finished ones; None while they are not known."""
        return None if self.plan is None else replace(self.plan, today=self._today()).day

    def offer(self, now: time) -> Offer | None:
        """Return the plan's current offer; None if there is no offer or it is not known."""
        day = self.day
        return None if day is None else offer_now(day, now, skipped=self._skipped.of(self._today()))

    def skip(self, offer: Offer) -> None:
        """Offer something else today."""
        self._skipped.names.add((self._today(), offer.programme))

    def programme(self, name: str) -> Programme:
        """Return a programme by its name; a person's own programme takes precedence over a shipped one.

        Raises
        ------
        ProgrammeError
            If no programme has that name, or its file can't be used.
        """
        return find_programme(name, self._files.programmes)

    def programmes(self) -> tuple[list[Programme], list[Message]]:
        """Return all programmes, and why some of the person's own can't be used."""
        found, problems = dict(shipped_programmes()), []
        for one in own_programmes(self._files.programmes):
            if isinstance(one, ProgrammeError):
                problems.append(one.whole)
            else:
                found[one.name] = one
        return list(found.values()), problems

    def agree(self, terms: Terms) -> None:
        """Save other terms; the offers follow them at once.

        Raises
        ------
        BiofeedbackError
            If they can't be saved; then nothing has changed.
        """
        _make_folder(self._files.plan)
        save_plan(self._files.plan, terms)
        if self.plan is not None:
            self.plan = self.plan.with_terms(terms)

    def open_plan(self, path: Path) -> Terms:
        """Adopt a plan that somebody wrote, and return it.

        Raises
        ------
        BiofeedbackError
            If it can't be used or saved; then nothing has changed.
        """
        terms = open_plan(path)
        self.agree(terms)
        return terms

    def save_calendar(self, path: Path, now: datetime) -> None:
        """Write the plan as a calendar file, replacing an existing one: the dialog has already asked.

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
        """Return today's entries.

        Raises
        ------
        DiaryError
            If the diary can't be used.
        """
        today = self._today()
        noted = (one for one in load_diary(self._files.diary) if one.day == today)
        return next(noted, DiaryDay(today))

    def keep_diary(self, day: DiaryDay) -> None:
        """Save a day of the diary and replace its earlier entries.

        Raises
        ------
        BiofeedbackError
            If it can't be saved.
        """
        _make_folder(self._files.diary)
        keep_day(self._files.diary, day)

    def _read(self, should_stop: Callable[[], bool]) -> DayPlan | Message:
        files = self._files
        shipped_programmes()  # Parsing them here delays no frame.
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
        except OSError:
            return _NO_PLAN


def _make_folder(file: Path) -> None:
    try:
        make_private_folder(file.parent)
    except OSError as error:
        raise unwritable(file, error) from error
