"""The sound that accompanies a practice, and how the person changes it."""

from collections.abc import Callable
from typing import Final, Protocol

from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.look.words import SOUND_OFF, SOUND_ON
from devices.message import Message, message

_VOLUME_STEP: Final = 0.1
_LEAST_VOLUME: Final = 0.1


class Companion(Protocol):
    """The methods of the sound that the window uses."""

    @property
    def muted(self) -> bool:
        """Whether the sound is off."""

    def mute(self, *, muted: bool) -> None:
        """Turn the sound off, or turn it on again."""

    def set_usual(self, response_ms: float | None) -> None:
        """Set the person's usual response at this pace, None while it is not known."""

    def ring(self) -> None:
        """Ring the bell: something has ended, for people with closed eyes."""

    def try_sound(self) -> None:
        """Play one breath as a sample of the sound."""

    def note(self) -> Message | str:
        """Return in one sentence why something does not work; it stays long enough to be read."""


class Silence:
    """No sound at all."""

    muted = True

    def mute(self, *, muted: bool) -> None:
        """Stay silent."""

    def set_usual(self, response_ms: float | None) -> None:
        """Do nothing: there is no sound to compare with the usual response."""

    def ring(self) -> None:
        """Stay silent."""

    def try_sound(self) -> None:
        """Stay silent."""

    def note(self) -> Message | str:
        """Return no message, because there is no sound."""
        return ""


class SoundControl:
    """Changes the sound during a practice, and briefly shows the change.

    Parameters
    ----------
    sound : Companion
        The sound.
    chosen : ChosenSettings
        Saves the volume.
    say : callable
        Shows a short text for a moment.
    """

    def __init__(self, sound: Companion, chosen: ChosenSettings, say: Callable[[Message], None]) -> None:
        self._sound, self._chosen, self._say = sound, chosen, say

    def mute_or_sound(self) -> None:
        """Turn the sound off, or turn it on again."""
        self._sound.mute(muted=not self._sound.muted)
        self._say(SOUND_OFF if self._sound.muted else SOUND_ON)

    def change_volume(self, steps: int) -> None:
        """Change the volume by this many tenths, and save it."""
        volume = self._chosen.settings.sound.volume + steps * _VOLUME_STEP
        volume = round(min(1.0, max(_LEAST_VOLUME, volume)), 2)
        self._chosen.change_sound(volume=volume)
        self._say(message("window.volume", percent=100.0 * volume))
