"""One line about the next practice that Home offers."""

from dataclasses import dataclass
from typing import Protocol

from devices.breath_pattern import BreathPattern
from devices.message import Message, message


@dataclass(frozen=True, slots=True)
class Coming:
    """What Home says about the waiting practice.

    Parameters
    ----------
    line : Message
        The practice that the Begin button starts.
    reason : Message or None
        The reason for it.
    note : Message or None
        Other information for today.
    may_skip : bool
        Whether the person may choose something else.
    """

    line: Message
    reason: Message | None = None
    note: Message | None = None
    may_skip: bool = False


class NextPractice(Protocol):
    """Describes what the Begin button starts when the plan offers nothing."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:
        """Return one line about the waiting practice.

        Parameters
        ----------
        pattern : BreathPattern
            The pattern that the guide will reach.
        minutes : float
            The length of the practice.
        """


class UsualPractice:
    """The practice of the settings, or of the options that the program was started with."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:
        """Return length and pace."""
        return message("home.next", minutes=minutes, rate_per_min=pattern.rate_per_min)


class DemoPractice:
    """A demonstration with a simulated person."""

    def words(self, pattern: BreathPattern, minutes: float) -> Message:  # noqa: ARG002
        """Say that nobody is measured and nothing is recorded."""
        return message("home.next_demo")
