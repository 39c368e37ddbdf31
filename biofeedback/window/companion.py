"""What goes along with a practice and is no part of the window: its sound."""

from typing import Protocol

from devices.message import Message


class Companion(Protocol):
    """What the window can say to the sound."""

    @property
    def muted(self) -> bool:
        """Whether nothing is meant to be heard."""

    def mute(self, *, muted: bool) -> None:
        """Fall silent, or be heard again."""

    def set_usual(self, response_ms: float | None) -> None:
        """Tell the person's usual response at this pace, None while it is not known."""

    def ring(self) -> None:
        """Ring the bell: something is over, for those whose eyes are closed."""

    def note(self) -> Message | str:
        """Return why something does not work, in one sentence; for long enough to be read."""


class Silence:
    """No sound at all: nothing goes along."""

    muted = True

    def mute(self, *, muted: bool) -> None:
        """Stay silent."""

    def set_usual(self, response_ms: float | None) -> None:
        """Nothing sounds that could be compared with it."""

    def ring(self) -> None:
        """Stay silent."""

    def note(self) -> Message | str:
        return ""
