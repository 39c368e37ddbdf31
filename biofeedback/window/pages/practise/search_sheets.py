"""The search for the resonance frequency, beside the guide: introduction, progress, and result."""

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
from devices.message import Message, dotted, message

_CLOSE_KEYS: Final = (Qt.Key.Key_R, Qt.Key.Key_Escape)
_BACK: Final = message("page.search.back")
_UNDER_WAY: Final = message("page.search.under_way")


class NumberedSheet(Sheet):
    """A sheet of numbered buttons; the numbers are their keys.

    Parameters
    ----------
    heading : Message
        The first line.
    """

    takes_digits = True

    def __init__(self, heading: Message) -> None:
        super().__init__(heading, close_keys=_CLOSE_KEYS)
        self._acts: list[Callable[[], None]] = []

    def offer(self, words: Message, act: Callable[[], None]) -> None:
        """Append a button with the next number."""
        self._acts.append(act)
        self.add_buttons((message("page.numbered", number=len(self._acts), offer=words), act))

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        number = key - Qt.Key.Key_1
        if not 0 <= number < len(self._acts):
            return super().take_key(key)
        self._acts[number]()
        return True

    def add_quiet(self, words: Message) -> None:
        """Append a paragraph in the quiet style."""
        self.add_text(words, role=TextRole.TITLE, ink="quiet")


class SearchSheet(NumberedSheet):
    """Offers searches, and the known rate.

    Parameters
    ----------
    known : Resonance or None
        The combined result of all searches.
    words : Message or None
        The same in words, or why it can't be read; None before the first search.
    """

    begun = Signal(object)
    """The Protocol of the search to begin."""

    rate_chosen = Signal(float)
    """The rate to breathe at from now on, per minute."""

    def __init__(self, known: Resonance | None, words: Message | None) -> None:
        super().__init__(message("page.search.heading"))
        self.add_text(message("page.search.what"))
        if words is not None:
            self.add_text(words, role=TextRole.STRONG)
        self._offer_search(Protocol.STEPPED)
        self._offer_search(Protocol.SLIDING)
        if known is not None:
            self._offer_search(Protocol.REFINING, about_per_min=known.rate_per_min)
        if known is not None and known.is_clear:
            self.offer(breathe_at(known.rate_per_min), partial(self.rate_chosen.emit, known.rate_per_min))
        self.add_quiet(message("page.search.needs"))
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))

    def _offer_search(self, protocol: Protocol, *, about_per_min: float | None = None) -> None:
        schedule = protocol_schedule(protocol, BreathPattern().exhale_to_inhale, about_per_min=about_per_min)
        first, last = (schedule.parts[place].pattern.rate_per_min for place in (0, -1))
        match protocol:
            case Protocol.STEPPED:
                words = message("page.search.stepped", first_per_min=first, last_per_min=last)
            case Protocol.SLIDING:
                words = message("page.search.sliding", first_per_min=first, last_per_min=last)
            case Protocol.REFINING:
                words = message("page.search.refining", rate_per_min=about_per_min or first)
        minutes = message("page.search.minutes", count=round(schedule.duration_s / 60.0))
        self.offer(dotted(words, minutes), partial(self.begun.emit, protocol))


class SearchUnderWaySheet(NumberedSheet):
    """Shows the progress of a search, and can stop it."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(_UNDER_WAY)
        self._place = self.add_text("", role=TextRole.STRONG)
        self.add_text(message("page.search.nothing_lost"))
        self.offer(message("page.search.go_on"), self.closed.emit)
        self.offer(message("page.search.stop"), self.stopped.emit)
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))

    def show_plan(self, plan: SearchPlan) -> None:
        """Show the progress."""
        gone, whole = clock_text(plan.gone_s), clock_text(plan.schedule.duration_s)
        self._place.setText(dotted(plan.place, message("window.position", clock=gone, end=whole)))


class JudgingSheet(NumberedSheet):
    """Shown while the result of a search is calculated."""

    def __init__(self) -> None:
        super().__init__(_UNDER_WAY)
        self.add_text(message("page.search.judging"))
        self.fill_up()


class StoppedSheet(NumberedSheet):
    """Says that a search was stopped too early for a result."""

    def __init__(self) -> None:
        super().__init__(message("page.search.stopped"))
        self.add_text(message("page.search.too_early"))
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))


class ResultSheet(NumberedSheet):
    """Shows the result of a search, and offers to breathe at the rate found.

    Parameters
    ----------
    found : Resonance or None
        The result of this search; None if too few breaths could be judged.
    known : Resonance or None
        The combined result of all searches.
    words : Message or None
        Further information: the combined result, or that this result is not or could not be saved.
    """

    rate_chosen = Signal(float)
    """The rate to breathe at from now on, per minute."""

    def __init__(self, found: Resonance | None, known: Resonance | None, words: Message | None) -> None:
        super().__init__(result_heading(found))
        self.add_text(resonance_words(found))
        if words is not None:
            self.add_text(words)
        if known is not None and known.is_clear:
            self.offer(breathe_at(known.rate_per_min), partial(self.rate_chosen.emit, known.rate_per_min))
        self.fill_up()
        self.add_buttons((_BACK, self.closed.emit))


def breathe_at(rate_per_min: float) -> Message:
    """Return the words that offer to breathe at a rate."""
    return message("page.search.breathe_at", rate_per_min=rate_per_min)
