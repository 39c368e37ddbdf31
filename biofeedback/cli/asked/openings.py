"""What a window opens with: Home, or the practice that was asked for; and what comes after it."""

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
"""Options that ask for a practice of their own, which then waits in place of Home."""


_USUAL: Final = ("minutes", "before", "after")
"""Options of the usual practice, which then waits on Home before what the plan offers."""


class Again(Enum):
    """What a person wants after a window has closed."""

    HOME = auto()
    DEMO = auto()
    """A simulated person."""


class Wishes:
    """What a person wants next, and what they skipped today.

    Attributes
    ----------
    skipped : SkippedOffers or None
        What the plan is not to offer again today; None until a window has shown it.
    """

    def __init__(self) -> None:
        self._wished: Again | None = None
        self.skipped: SkippedOffers | None = None

    def wish(self, again: Again) -> None:
        """Take note of what they want."""
        self._wished = again

    def taken(self) -> Again | None:
        """Return what they wanted, once for each time."""
        wished, self._wished = self._wished, None
        return wished


@dataclass(frozen=True, slots=True)
class WindowOpening:
    """What a window opens with, and what its Home offers.

    Parameters
    ----------
    opens : Opening
        What is shown first.
    next_practice : NextPractice
        Says what Begin begins.
    desk : PlanDesk or None
        What the plan offers; None in a demo.
    usual_first : bool
        Whether the usual practice waits before that.
    on_demo : callable or None
        Told that the demo is wanted; None offers none.
    on_home_again : callable
        Told that Home is wanted again after a practice.
    on_try_again : callable
        Has the strap searched for at once.
    """

    opens: "Opening"
    next_practice: "NextPractice"
    desk: "PlanDesk | None"
    usual_first: bool
    on_demo: Callable[[], None] | None
    on_home_again: Callable[[], None]
    on_try_again: Callable[[], None]


def demo_options(options: Namespace) -> Namespace:
    """Return the options of the demo: a simulated person, of whom nothing is recorded."""
    return Namespace(**(vars(options) | {"simulated": DEMO_SCENARIO, "no_record": True}))


def window_opening(
    options: Namespace, source: Source, wishes: Wishes, *, is_demo: bool, recorded: Path | None
) -> WindowOpening:
    """Return what the window opens with.

    Parameters
    ----------
    options : Namespace
        Of the command.
    source : Source
        Where the beats come from.
    wishes : Wishes
        Told of what is wanted next.
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
    """Return the person's plan, diary and programmes, where they lie."""
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
