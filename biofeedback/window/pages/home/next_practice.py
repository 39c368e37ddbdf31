"""What Home offers to practise next, in one line."""

from dataclasses import dataclass
from typing import Protocol

from devices.breath_pattern import BreathPattern
from devices.message import Message, message


@dataclass(frozen=True, slots=True)
class Coming:
    """What Home says about the practice that waits.

    Parameters
    ----------
    line : Message
        What Begin begins.
    reason : Message or None
        Why.
    note : Message or None
        What is to be known today besides.
    may_skip : bool
        Whether something else can be had in its place.
    """

    line: Message
    reason: Message | None = None
    note: Message | None = None
    may_skip: bool = False


class NextPractice(Protocol):
    """Says what Begin begins where the plan offers nothing."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:
        """Return one line about the practice that waits.

        Parameters
        ----------
        pattern : BreathPattern
            What the guide is to come to.
        minutes : float
            How long the practice is.
        """


class UsualPractice:
    """The practice of the settings, or of the options that the program was started with."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:
        """Name length and pace."""
        return message("home.next", minutes=minutes, rate_per_min=pattern.rate_per_min)


class DemoPractice:
    """A demonstration with a simulated person."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:  # noqa: ARG002
        """Say that nobody is measured, and nothing recorded."""
        return message("home.next_demo")
