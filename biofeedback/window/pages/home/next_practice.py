"""What Home offers to practise next, in one line."""

from typing import Protocol

from devices.breath_pattern import BreathPattern
from devices.message import Message, message


class NextPractice(Protocol):
    """Says what Begin begins; a training plan can say it in its own way."""

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
