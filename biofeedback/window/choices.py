"""The options that a window is opened with, besides the practice that it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path

from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import Settings
from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.practice.player import PlayerOf, ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Family
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.window.companion import Companion, Silence
from biofeedback.window.loading.history_loading import HistorySource, NoHistory
from biofeedback.window.pages.home.next_practice import NextPractice, UsualPractice
from biofeedback.window.pages.plan.plan_desk import PlanDesk
from biofeedback.window.pages.practise.forget_sheet import ToForget
from biofeedback.words.spoken import spoken
from devices.breath_pattern import BreathPattern
from sessions.folder import SessionFolder


def shipped_player(name: str) -> ProgrammePlayer:
    """Return a player that plays a shipped programme unchanged."""
    return ProgrammePlayer(Course(shipped_programmes()[name]), language=lambda: spoken().language)


NewFading = Callable[[BreathPattern, float], ProgrammePlayer]


class Opening(Enum):
    """What a window shows first."""

    HOME = auto()
    PRACTICE = auto()
    """The requested practice, which waits for its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChoices:
    """How a practice is shown, and the data and actions that the window offers.

    Parameters
    ----------
    minutes : float
        Planned length of the practice, according to its shape.
    pattern : BreathPattern, optional
        The pattern that the guide starts with.
    start_at_once : bool, optional
        Whether the window asks nothing: the guide starts by itself, and the window closes when the
        practice is complete.
    settings : Settings, optional
        How the window looks, and which questions it asks.
    on_settings : callable, optional
        Called with the settings when the person has changed them.
    sound : Companion, optional
        The sound that accompanies the practice.
    history : HistorySource, optional
        The past sessions.
    recorded : Path or None, optional
        The file in which the practice is recorded; None if it is not recorded.
    folder : SessionFolder or None, optional
        The folder for imported sessions; without one, nothing can be imported.
    today : callable, optional
        Returns today's date, the last day of the history.
    shelf : ProfileShelf, optional
        What is known about the person, and where results of searches are saved.
    search : SearchPlan or None, optional
        The search for the resonance frequency at the start of the practice.
    language : str or None, optional
        The language to use instead of the one in the settings.
    family : Family or None, optional
        The kind of programme to be practised; its cautions are shown once. None without a programme.
    player_of : callable, optional
        Returns a player for a shipped programme that the person may change to.
    opens : Opening, optional
        What is shown first; with `start_at_once`, the practice is shown.
    next_practice : NextPractice, optional
        Describes what Home offers when there is no plan, or when the plan has nothing left for today.
    desk : PlanDesk or None, optional
        The person's plan, diary and programmes; without one, Home offers only the usual practice.
    usual_first : bool, optional
        Whether Home offers the usual practice before the plan's.
    on_home_again : callable or None, optional
        Called before the window closes when Home should open again after a practice. With None, the window
        just closes.
    now : callable, optional
        Returns the local time, which decides the greeting on Home.
    on_demo : callable or None, optional
        Called before the window closes when the person wants to try a simulated person; None offers none.
    on_try_again : callable, optional
        Starts a new search for the strap at once.
    fading : callable or None, optional
        Returns a player for the practice with a fading guide, for a pattern and minutes; None offers none.
    to_forget : ToForget or None, optional
        The stored data about the person, if it can be deleted from the window.
    """

    minutes: float
    pattern: BreathPattern = field(default_factory=BreathPattern)
    start_at_once: bool = False
    settings: Settings = field(default_factory=Settings)
    on_settings: Callable[[Settings], None] = lambda _: None
    sound: Companion = field(default_factory=Silence)
    history: HistorySource = field(default_factory=NoHistory)
    recorded: Path | None = None
    folder: SessionFolder | None = None
    today: Callable[[], date] = date.today
    shelf: ProfileShelf = field(default_factory=ProfileShelf)
    search: SearchPlan | None = None
    language: str | None = None
    family: Family | None = None
    player_of: PlayerOf = shipped_player
    opens: Opening = Opening.HOME
    next_practice: NextPractice = field(default_factory=UsualPractice)
    desk: PlanDesk | None = None
    usual_first: bool = False
    on_home_again: Callable[[], None] | None = None
    now: Callable[[], datetime] = datetime.now
    on_demo: Callable[[], None] | None = None
    on_try_again: Callable[[], None] = lambda: None
    fading: NewFading | None = None
    to_forget: ToForget | None = None
