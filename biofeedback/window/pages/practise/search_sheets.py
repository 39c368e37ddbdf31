"""The search for the resonance, beside the guide: what it is, where it is, and what it found."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.resonance.verdict import resonance_words
from biofeedback.statements.live import clock_text
from biofeedback.statements.resonance import result_heading
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.sheet import Sheet
from devices.breath_pattern import BreathPattern
from devices.message import Message

_CLOSE_KEYS: Final = (Qt.Key.Key_R, Qt.Key.Key_Escape)
_WHAT: Final = (
    "A search leads you through several rates and finds the one at which your heart swings most with your "
    "breath. Sit still and breathe with the guide, gently; you may pause it, or stop it at any time."
)
_NEEDS: Final = (
    "It keeps your ratio of exhale to inhale. Without a Polar strap's acceleration the result is most often "
    "not clear."
)
_NOTHING_LOST: Final = (
    "Nothing is lost when you stop: your session goes on, and after half of its rates or more the search "
    "still has a result."
)
_TOO_EARLY: Final = (
    "It was stopped before half of its rates were breathed, which tells too little. Your session goes on."
)
_BACK: Final = "Back to the practice (R)"


class NumberedSheet(Sheet):
    """A sheet whose buttons have numbers, which are their keys.

    Parameters
    ----------
    heading : Message or str
        Its first line.
    """

    takes_digits = True

    def __init__(self, heading: Message | str) -> None:
        super().__init__(heading, close_keys=_CLOSE_KEYS)
        self._acts: list[Callable[[], None]] = []

    def offer(self, words: str, act: Callable[[], None]) -> None:
        """Append a button with the next number."""
        self._acts.append(act)
        self.add_buttons((f"{len(self._acts)}   {words}", act))

    def take_key(self, key: int) -> bool:
        number = key - Qt.Key.Key_1
        if not 0 <= number < len(self._acts):
            return super().take_key(key)
        self._acts[number]()
        return True

    def add_quiet(self, words: str) -> None:
        """Append a paragraph that does not call."""
        self.add_text(words, role=TextRole.TITLE, ink="quiet")


class SearchSheet(NumberedSheet):
    """Offers searches, and the rate that is known.

    Parameters
    ----------
    known : Resonance or None
        What all searches together say.
    words : Message or str
        The same in words, or why it can't be read; empty before the first search.
    """

    begun = Signal(object)
    """A Protocol."""

    rate_chosen = Signal(float)
    """To breathe at from now on, per minute."""

    def __init__(self, known: Resonance | None, words: Message | str) -> None:
        super().__init__("Your resonance")
        self.add_text(_WHAT)
        if words:
            self.add_text(words, role=TextRole.STRONG)
        self._offer_search("In steps from", Protocol.STEPPED)
        self._offer_search("Sliding from", Protocol.SLIDING)
        if known is not None:
            about = f"{known.rate_per_min:.1f} per minute"
            self._offer_search(f"Finer about {about}", Protocol.REFINING, about_per_min=known.rate_per_min)
        if known is not None and known.is_clear:
            self.offer(f"Breathe at {about}", partial(self.rate_chosen.emit, known.rate_per_min))
        self.add_quiet(_NEEDS)
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))

    def _offer_search(self, words: str, protocol: Protocol, *, about_per_min: float | None = None) -> None:
        schedule = protocol_schedule(protocol, BreathPattern().exhale_to_inhale, about_per_min=about_per_min)
        if about_per_min is None:
            first, last = (schedule.parts[place].pattern.rate_per_min for place in (0, -1))
            words = f"{words} {first:.1f} to {last:.1f} per minute"
        minutes = f"{schedule.duration_s / 60.0:.0f} minutes"
        self.offer(f"{words} · {minutes}", partial(self.begun.emit, protocol))


class SearchUnderWaySheet(NumberedSheet):
    """Tells where a search is, and stops it."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__("The search for your resonance")
        self._place = self.add_text("", role=TextRole.STRONG)
        self.add_text(_NOTHING_LOST)
        self.offer("Go on", self.closed.emit)
        self.offer("Stop the search", self.stopped.emit)
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))

    def show_plan(self, plan: SearchPlan) -> None:
        """Show where it is."""
        time = f"{clock_text(plan.gone_s)} of {clock_text(plan.schedule.duration_s)}"
        self._place.setText(f"{plan.place} · {time}")


class JudgingSheet(NumberedSheet):
    """What stands while it is being worked out what a search found."""

    def __init__(self) -> None:
        super().__init__("The search for your resonance")
        self.add_text("Working out how your heart answered…")
        self.fill_up()


class StoppedSheet(NumberedSheet):
    """Says that a search was stopped too early for a result."""

    def __init__(self) -> None:
        super().__init__("The search is stopped")
        self.add_text(_TOO_EARLY)
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))


class ResultSheet(NumberedSheet):
    """Tells what a search found, and offers to breathe at it.

    Parameters
    ----------
    found : Resonance or None
        By this search; None where too few breaths could be judged.
    known : Resonance or None
        What all searches together say.
    words : Message or str
        What else there is to tell: what all of them say, that this one is not kept, or why it could not be.
    """

    rate_chosen = Signal(float)
    """To breathe at from now on, per minute."""

    def __init__(self, found: Resonance | None, known: Resonance | None, words: Message | str) -> None:
        super().__init__(result_heading(found))
        self.add_text(resonance_words(found))
        if words:
            self.add_text(words)
        if known is not None and known.is_clear:
            rate_per_min = known.rate_per_min
            self.offer(
                f"Breathe at {rate_per_min:.1f} per minute", partial(self.rate_chosen.emit, rate_per_min)
            )
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))
