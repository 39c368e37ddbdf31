"""What a window is opened with, beside the practice that it shows."""

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
    """Return what plays a shipped programme as it is."""
    return ProgrammePlayer(Course(shipped_programmes()[name]), language=lambda: spoken().language)


NewFading = Callable[[BreathPattern, float], ProgrammePlayer]


class Opening(Enum):
    """What a window shows first."""

    HOME = auto()
    PRACTICE = auto()
    """The practice that was asked for, which waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChoices:
    """How a practice is shown, and what stands beside it.

    Parameters
    ----------
    minutes : float
        Length of the practice until it is complete, as the practice's shape has it.
    pattern : BreathPattern, optional
        The pattern that the guide begins with.
    start_at_once : bool, optional
        Whether nothing is asked: the guide starts by itself, and the window closes when the practice is
        complete.
    settings : Settings, optional
        How the window looks, and what is asked.
    on_settings : callable, optional
        Called with the settings when the person has changed them.
    sound : Companion, optional
        What is heard along with the practice.
    history : HistorySource, optional
        The past sessions.
    recorded : Path or None, optional
        The file in which the practice is recorded; None where it is not.
    folder : SessionFolder or None, optional
        Where imported sessions go; None imports none.
    today : callable, optional
        Returns the present day, which the history ends with.
    shelf : ProfileShelf, optional
        What is known of the person, and where results of searches are kept.
    search : SearchPlan or None, optional
        The search for the resonance that the practice begins with.
    language : str or None, optional
        The language to speak, in place of the one in the settings.
    family : Family or None, optional
        What kind of programme is to be practised, whose cautions are asked about once; None for no programme.
    player_of : callable, optional
        Returns what plays a shipped programme, to which the person may change.
    opens : Opening, optional
        What is shown first; a start at once shows the practice.
    next_practice : NextPractice, optional
        Says what Home offers where there is no plan, or nothing is left of it.
    desk : PlanDesk or None, optional
        The person's plan, diary and programmes; without one Home offers the usual practice alone.
    usual_first : bool, optional
        Whether the usual practice waits on Home before the plan's.
    on_home_again : callable or None, optional
        Told that Home is wanted again after a practice, before the window closes; None just closes.
    now : callable, optional
        Returns the local time, by which Home greets.
    on_demo : callable or None, optional
        Told that the person wants to try a simulated person, before the window closes; None offers none.
    on_try_again : callable, optional
        Has the strap searched for at once.
    fading : callable or None, optional
        Returns what plays the practice whose guide fades, for a pattern and minutes; None offers none.
    to_forget : ToForget or None, optional
        What is kept of the person, where it can be deleted from the window.
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
