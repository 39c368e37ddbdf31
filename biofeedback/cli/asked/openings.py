"""What a window opens with: Home, or the practice that was asked for; and the demo that Home offers."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.straps.bluetooth_thread import BluetoothStrap
from devices.straps.source import Source

if TYPE_CHECKING:
    from biofeedback.window.choices import Opening
    from biofeedback.window.pages.home.next_practice import NextPractice

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


class DemoWish:
    """Whether the person wants to try a simulated person."""

    def __init__(self) -> None:
        self._wished = False

    def wish(self) -> None:
        """Take note that they do."""
        self._wished = True

    def taken(self) -> bool:
        """Return whether they did, once for each time."""
        wished, self._wished = self._wished, False
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
    on_demo : callable or None
        Told that the demo is wanted; None offers none.
    on_try_again : callable
        Has the strap searched for at once.
    """

    opens: "Opening"
    next_practice: "NextPractice"
    on_demo: Callable[[], None] | None
    on_try_again: Callable[[], None]


def demo_options(options: Namespace) -> Namespace:
    """Return the options of the demo: a simulated person, of whom nothing is recorded."""
    return Namespace(**(vars(options) | {"simulated": DEMO_SCENARIO, "no_record": True}))


def window_opening(options: Namespace, source: Source, wish: DemoWish, *, is_demo: bool) -> WindowOpening:
    """Return what the window opens with.

    Parameters
    ----------
    options : Namespace
        Of the command.
    source : Source
        Where the beats come from.
    wish : DemoWish
        Told that the demo is wanted.
    is_demo : bool
        Whether this is the demo.
    """
    from biofeedback.window.choices import Opening
    from biofeedback.window.pages.home.next_practice import DemoPractice, UsualPractice

    asked_for = any(getattr(options, name, None) not in (None, False) for name in _ASKED_FOR)
    is_real = options.simulated is None and options.replay is None
    return WindowOpening(
        Opening.PRACTICE if asked_for else Opening.HOME,
        DemoPractice() if is_demo else UsualPractice(),
        wish.wish if is_real else None,
        source.try_again if isinstance(source, BluetoothStrap) else lambda: None,
    )
