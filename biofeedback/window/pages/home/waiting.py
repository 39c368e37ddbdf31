"""The practice that waits on Home: the plan's current offer, or the person's own choice."""

from collections.abc import Callable
from datetime import datetime

from biofeedback.person.offers import is_due
from biofeedback.person.weeks import Offer
from biofeedback.practice.practice import Practice
from biofeedback.programmes.programme import Programme
from biofeedback.window.pages.home.next_practice import Coming, NextPractice
from biofeedback.window.pages.plan.families import name_within, short_title
from biofeedback.window.pages.plan.plan_desk import PlanDesk
from biofeedback.words.spoken import say, spoken
from devices.errors import BiofeedbackError
from devices.message import Message, message, sentences, sentences_of, verbatim


class WaitingPractice:
    """Knows and describes what the Begin button starts.

    Parameters
    ----------
    practice : Practice
        The practice, which provides the usual pattern.
    minutes : float
        Length of the usual practice.
    usual : NextPractice
        Describes the usual practice.
    desk : PlanDesk or None
        Provides the plan's offer; without it, the usual practice waits.
    now : callable
        Returns the local time.
    usual_first : bool, optional
        Whether the usual practice waits even with a plan, until the person chooses.
    """

    def __init__(
        self,
        practice: Practice,
        minutes: float,
        usual: NextPractice,
        desk: PlanDesk | None,
        now: Callable[[], datetime],
        *,
        usual_first: bool = False,
    ) -> None:
        self._practice, self._minutes, self._usual = practice, minutes, usual
        self._desk, self._now = desk, now
        self._is_usual = usual_first or desk is None
        self._chosen: Programme | None = None
        self._problem: Message | None = None

    @property
    def is_known(self) -> bool:
        """Whether the waiting practice is known; the plan is read in the background."""
        return self._is_usual or self._chosen is not None or self._desk is None or self._desk.is_read

    @property
    def offer(self) -> Offer | None:
        """The plan's current offer, if that is what waits."""
        chose = self._is_usual or self._chosen is not None
        return None if chose or self._desk is None else self._desk.offer(self._now().time())

    @property
    def programme(self) -> Programme | None:
        """The waiting programme; None for the usual practice."""
        offer = self.offer
        if offer is None or self._desk is None:
            return self._chosen
        try:
            return self._desk.programme(offer.programme)
        except BiofeedbackError as problem:
            self._problem = problem.whole
            return None

    def choose(self, programme: Programme) -> None:
        """Make a programme wait."""
        self._chosen, self._is_usual, self._problem = programme, False, None

    def choose_usual(self) -> None:
        """Make the usual practice wait."""
        self._chosen, self._is_usual, self._problem = None, True, None

    def skip(self) -> None:
        """Make the plan offer something else, if its offer may be skipped."""
        offer = self.offer
        if offer is not None and offer.is_skippable and self._desk is not None:
            self._desk.skip(offer)

    def refuse(self, problem: Message) -> None:
        """Record why the waiting practice can't begin."""
        self._problem = problem

    def coming(self) -> Coming:
        """Return what Home says about the waiting practice."""
        if not self.is_known:
            return Coming(message("home.reading"))
        programme, offer = self.programme, self.offer
        day = self._desk.day if self._desk is not None else None
        problem = self._problem or (self._desk.problem if self._desk is not None else None)
        note = sentences_of((problem, day.note if day is not None else None))
        if programme is None:
            return self._coming_usual(note, asked=self._is_usual or day is None or offer is not None)
        if offer is not None:
            reason = _with_title(programme, offer.reason)
            return Coming(self._offered(programme, offer), reason, note, offer.is_skippable)
        kind, count = name_within(programme.family), _minutes(programme.seconds)
        reason = _with_title(programme, verbatim(programme.about.said(spoken().language)))
        return Coming(message("home.chosen", kind=kind, count=count), reason, note)

    def _coming_usual(self, note: Message | None, *, asked: bool) -> Coming:
        usual = self._usual.words(self._practice.target_pattern, self._minutes)
        if asked:
            return Coming(usual, note=note)
        return Coming(message("home.all_done"), message("home.begin_usual", usual=usual), note)

    def _offered(self, programme: Programme, offer: Offer) -> Message:
        kind, count = name_within(programme.family), _minutes(60.0 * offer.minutes)
        if is_due(offer, self._now().time()):
            return message("home.now", kind=kind, count=count)
        return message("home.next_at", at=f"{offer.at:%H:%M}", kind=kind, count=count)


def _with_title(programme: Programme, words: Message) -> Message:
    """Put a programme's title before the words if it says more than its kind, which is shown above."""
    title = short_title(programme)
    says_more = title.casefold() != say(name_within(programme.family)).casefold()
    return sentences(verbatim(f"{title}."), words) if says_more else words


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60.0))
