"""What a window opens with: Home, or the practice that the user asked for; and what follows."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from biofeedback.cli.asked.programmes import own_folder, player_of
from biofeedback.cli.places import diary_file, plan_file, session_folder
from devices.straps.bluetooth_thread import BluetoothStrap
from devices.straps.source import Source

if TYPE_CHECKING:
    from biofeedback.window.choices import Opening
    from biofeedback.window.pages.home.next_practice import NextPractice
    from biofeedback.window.pages.plan.plan_desk import PlanDesk, SkippedOffers

DEMO_SCENARIO: Final = "calm"

_ASKED_FOR: Final = (
    "start_now",
    "programme",
    "rate",
    "ratio",
    "pattern",
    "replay",
    "resonance",
    "ramp",
    "fading",
)
"""Options that ask for a certain practice, which is then shown instead of Home."""


_USUAL: Final = ("minutes", "before", "after")
"""Options of the usual practice; with one of them, Home offers it before the plan's offers."""


class Again(Enum):
    """What a person wants after a window has closed."""

    HOME = auto()
    DEMO = auto()
    """Practise as a simulated person."""


class Wishes:
    """What a person wants next, and what they skipped today.

    Attributes
    ----------
    skipped : SkippedOffers or None
        Offers that the plan should not repeat today; None until a window has shown the plan.
    """

    def __init__(self) -> None:
        self._wished: Again | None = None
        self.skipped: SkippedOffers | None = None

    def wish(self, again: Again) -> None:
        """Store what they want."""
        self._wished = again

    def taken(self) -> Again | None:
        """Return what they want, and clear it."""
        wished, self._wished = self._wished, None
        return wished


@dataclass(frozen=True, slots=True)
class WindowOpening:
    """What a window opens with, and what its Home offers.

    Parameters
    ----------
    opens : Opening
        The first thing to show.
    next_practice : NextPractice
        Decides what Begin starts.
    desk : PlanDesk or None
        The plan's offers; None in a demo.
    usual_first : bool
        Whether the usual practice comes before those offers.
    on_demo : callable or None
        Called when the person wants the demo; None offers no demo.
    on_home_again : callable
        Called when the person wants Home again after a practice.
    on_try_again : callable
        Starts a search for the strap at once.
    """

    opens: "Opening"
    next_practice: "NextPractice"
    desk: "PlanDesk | None"
    usual_first: bool
    on_demo: Callable[[], None] | None
    on_home_again: Callable[[], None]
    on_try_again: Callable[[], None]


def demo_options(options: Namespace) -> Namespace:
    """Return the options of the demo: a simulated person, without recording."""
    return Namespace(**(vars(options) | {"simulated": DEMO_SCENARIO, "no_record": True}))


def window_opening(
    options: Namespace, source: Source, wishes: Wishes, *, is_demo: bool, recorded: Path | None
) -> WindowOpening:
    """Return what the window opens with.

    Parameters
    ----------
    options : Namespace
        The command's options.
    source : Source
        The source of the beats.
    wishes : Wishes
        Stores what the person wants next.
    is_demo : bool
        Whether this is the demo.
    recorded : Path or None
        The session that is being recorded.
    """
    from biofeedback.window.choices import Opening
    from biofeedback.window.pages.home.next_practice import DemoPractice, UsualPractice

    is_real = options.simulated is None and options.replay is None
    return WindowOpening(
        Opening.PRACTICE if _is_given(options, _ASKED_FOR) else Opening.HOME,
        DemoPractice() if is_demo else UsualPractice(),
        None if is_demo else _desk(options, wishes, recorded),
        _is_given(options, _USUAL),
        (lambda: wishes.wish(Again.DEMO)) if is_real else None,
        lambda: wishes.wish(Again.HOME),
        source.try_again if isinstance(source, BluetoothStrap) else lambda: None,
    )


def _is_given(options: Namespace, names: tuple[str, ...]) -> bool:
    return any(getattr(options, name, None) not in (None, False) for name in names)


def _desk(options: Namespace, wishes: Wishes, recorded: Path | None) -> "PlanDesk":
    """Return the person's plan, diary and programmes, with their files."""
    from biofeedback.window.pages.plan.plan_desk import PersonFiles, PlanDesk, SkippedOffers

    files = PersonFiles(
        session_folder(options), plan_file(options), diary_file(options), own_folder(options), recorded
    )
    own = options.simulated is None
    wishes.skipped = wishes.skipped or SkippedOffers()
    return PlanDesk(
        files,
        lambda programme, chosen: player_of(programme, options, chosen, own=own),
        skipped=wishes.skipped,
    )
