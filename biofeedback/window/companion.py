"""What goes along with a practice and is no part of the window: its sound, and how it is changed."""

from collections.abc import Callable
from typing import Final, Protocol

from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.look.words import SOUND_OFF, SOUND_ON
from devices.message import Message, message

_VOLUME_STEP: Final = 0.1
_LEAST_VOLUME: Final = 0.1


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

    def try_sound(self) -> None:
        """Play one breath, to hear what it sounds like."""

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

    def try_sound(self) -> None:
        """Stay silent."""

    def note(self) -> Message | str:
        return ""


class SoundControl:
    """Changes the sound while one practises, and says so for a moment.

    Parameters
    ----------
    sound : Companion
        The sound.
    chosen : ChosenSettings
        Keeps the volume.
    say : callable
        Shows a few words for a moment.
    """

    def __init__(self, sound: Companion, chosen: ChosenSettings, say: Callable[[Message], None]) -> None:
        self._sound, self._chosen, self._say = sound, chosen, say

    def mute_or_sound(self) -> None:
        """Fall silent, or be heard again."""
        self._sound.mute(muted=not self._sound.muted)
        self._say(SOUND_OFF if self._sound.muted else SOUND_ON)

    def change_volume(self, steps: int) -> None:
        """Make the sound louder by so many tenths, and keep that."""
        volume = self._chosen.settings.sound.volume + steps * _VOLUME_STEP
        volume = round(min(1.0, max(_LEAST_VOLUME, volume)), 2)
        self._chosen.change_sound(volume=volume)
        self._say(message("window.volume", percent=100.0 * volume))
