"""What a figure is made of. Each figure is one row of `biofeedback.figures.registry`."""

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
    """The figures of an analysed span by their keys."""

    @property
    def figures(self) -> Mapping[str, float | None]:
        """Each figure by its key."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a figure means; figures that mean the same share one.

    Parameters
    ----------
    title : Message
        The names of its figures.
    says : Message
        What the figure tells.
    made_of : Message
        What it is made of: unit, window, how its uncertainty is known.
    misleads : Message
        When it does not tell that.
    """

    title: Message
    says: Message
    made_of: Message
    misleads: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """One figure, as analysis, JSON, tables, report and window list it.

    Parameters
    ----------
    key : str
        Its name in JSON and tables, with the unit at its end.
    name : Message
        The field's term.
    unit : Message
        The unit as people read it; without words for a figure that has none.
    decimals : int
        Digits that the figure deserves after the point.
    explanation : Explanation
        What it means, and when it misleads.
    of_span : callable or None
        Computes it from one span of a recording; None for a figure that is shown live only. It is asked only
        of spans that are as good as `needs` says, and returns None where it can't be computed.
    needs : Grade
        How good the beats of a span must be.
    by_minute : bool
        Whether a session's figure is about the mean of its minutes', so that they tell how sure it is.
    unknown : Message
        Why a whole session may have none.
    of_state : callable or None
        Finds or computes it from the state of a running session; None for a figure of recordings only.
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
        """Return this figure of an analysed span; None where it is not known."""
        return figures.figures[self.key]

    def computed(self, span: BeatSpan) -> float | None:
        """Compute this figure of a span of a recording; None where it is not known."""
        if self.of_span is None or span.grade < self.needs:
            return None
        return self.of_span(span)
