"""The parts of a figure. Each figure is one entry of `biofeedback.figures.registry`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from biofeedback.engine.figures import Figure
from biofeedback.engine.state import State
from biofeedback.figures.span import BeatSpan, Grade
from devices.message import Message, message

TOO_POOR: Final = message("figure.unknown.too_poor")
NOT_GUIDED: Final = message("figure.unknown.not_guided")


class HasFigures(Protocol):
    """An analysed span with figures by their keys."""

    @property
    def figures(self) -> Mapping[str, float | None]:
        """Each figure by its key."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a figure; figures with the same meaning share one.

    Parameters
    ----------
    title : Message
        The names of its figures.
    says : Message
        What the figure shows.
    made_of : Message
        How it is computed: unit, window, source of its uncertainty.
    misleads : Message
        When the figure misleads.
    """

    title: Message
    says: Message
    made_of: Message
    misleads: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """One figure for analysis, JSON, tables, report and window.

    Parameters
    ----------
    key : str
        Its name in JSON and tables, ending with the unit.
    name : Message
        The technical term.
    unit : Message
        The unit in readable form; a message without words for a figure that has no unit.
    decimals : int
        Number of meaningful decimals.
    explanation : Explanation
        What it means, and when it misleads.
    of_span : callable or None
        Computes it from one span of a recording; None for a figure that is only live. It is called only for
        spans of at least the grade `needs`, and returns None if the figure can't be computed.
    needs : Grade
        Lowest sufficient quality of the beats in a span.
    by_minute : bool
        Whether a session's figure is about the mean over its minutes, so that these give its uncertainty.
    unknown : Message
        Why a whole session may lack this figure.
    of_state : callable or None
        Finds or computes it from the state of a running session; None for a figure only of recordings.
    small : bool
        Whether the window shows it among the small figures.
    """

    key: str
    name: Message
    unit: Message
    decimals: int
    explanation: Explanation
    of_span: Callable[[BeatSpan], float | None] | None = None
    needs: Grade = Grade.MEASURED
    by_minute: bool = False
    unknown: Message = TOO_POOR
    of_state: Callable[[State], Figure] | None = None
    small: bool = False

    def value_in(self, figures: "HasFigures") -> float | None:
        """Return this figure of an analysed span; None if it is not known."""
        return figures.figures[self.key]

    def computed(self, span: BeatSpan) -> float | None:
        """Compute this figure for a span of a recording; None if it is not known."""
        if self.of_span is None or span.grade < self.needs:
            return None
        return self.of_span(span)
