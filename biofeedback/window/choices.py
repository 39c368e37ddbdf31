"""What a window is opened with, beside the practice that it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import Settings
from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.programmes.programme import Family
from biofeedback.window.companion import Companion, Silence
from biofeedback.window.loading.history_loading import HistorySource, NoHistory
from devices.breath_pattern import BreathPattern


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
    """

    minutes: float
    pattern: BreathPattern = field(default_factory=BreathPattern)
    start_at_once: bool = False
    settings: Settings = field(default_factory=Settings)
    on_settings: Callable[[Settings], None] = lambda _: None
    sound: Companion = field(default_factory=Silence)
    history: HistorySource = field(default_factory=NoHistory)
    today: Callable[[], date] = date.today
    shelf: ProfileShelf = field(default_factory=ProfileShelf)
    search: SearchPlan | None = None
    language: str | None = None
    family: Family | None = None
