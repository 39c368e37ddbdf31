"""The companions of a practice: its sound, and keeping the computer awake."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from biofeedback.desktop.awake import Awake
from biofeedback.engine.state import State
from biofeedback.person.settings import HearingSettings
from biofeedback.sound.accompaniment import Accompaniment, SoundSettings
from biofeedback.sound.score import Timbre
from biofeedback.voice.phrases import Speaking
from biofeedback.voice.prepared import PreparedWords
from biofeedback.voice.utterance import Utterance
from devices.events import Part
from devices.message import Message

_NOTE_SHOWN_S: Final = 20.0
"""How long the note is shown, in seconds; after that it would hide messages about the strap."""


class Companions:
    """Sound and wakefulness of one practice; call `show` with each state, from one thread.

    Parameters
    ----------
    sound : SoundSettings
        What the person hears.
    has_screen : bool
        Whether there is a screen that could lock itself.
    """

    def __init__(self, *, sound: SoundSettings, has_screen: bool) -> None:
        self._has_screen = has_screen
        self._noted: Message | None = None
        self._noted_s = 0.0
        self._settings = sound
        self.awake = Awake()
        self.accompaniment: Accompaniment | None = None
        self._words: PreparedWords | None = None
        self._texts_of: Callable[[str], Sequence[Utterance]] = lambda _: ()
        self._programme = ""

    def begin(self, now_s: Callable[[], float], length_s: Callable[[], float] = lambda: math.inf) -> None:
        """Take the session's clock, and a function that returns the length of the practice in seconds."""
        self.accompaniment = Accompaniment(self._settings, now_s=now_s, length_s=length_s)

    def take_words(self, words: PreparedWords | None, texts_of: Callable[[str], Sequence[Utterance]]) -> None:
        """Take the words that a voice can say.

        Parameters
        ----------
        words : PreparedWords or None
            The phrases; None for no voice.
        texts_of : callable
            Returns the spoken texts of a programme, given its name.
        """
        if self._words is not None:
            self._words.stop()
        self._words, self._texts_of, self._programme = words, texts_of, ""
        if self.accompaniment is not None:
            self.accompaniment.take_words(words)

    def try_sound(self) -> None:
        """Play one breath."""
        if self.accompaniment is not None:
            self.accompaniment.try_breath()

    def show(self, state: State) -> None:
        """Follow the practice: keep the computer awake while it runs or ordinary breathing is measured."""
        self.awake.keep(awake=_is_practised(state) or state.part in (Part.BEFORE, Part.AFTER))
        if self._words is not None and state.step is not None and state.step.programme != self._programme:
            self._programme = state.step.programme
            self._words.want(self._texts_of(self._programme))
        if self.accompaniment is not None:
            self.accompaniment.show(state)

    @property
    def muted(self) -> bool:
        """Whether the sound is muted."""
        return self._settings.muted

    def mute(self, *, muted: bool) -> None:
        """Mute the sound, or turn it on again."""
        self.change(replace(self._settings, muted=muted))

    def change(self, settings: SoundSettings) -> None:
        """Apply other sound settings."""
        self._settings = settings
        if self.accompaniment is not None:
            self.accompaniment.change(settings)

    def set_usual(self, response_ms: float | None) -> None:
        """Give the tone the usual response at this pace; until then it does not reflect the response."""
        if self.accompaniment is not None:
            self.accompaniment.set_usual(response_ms)

    def ring(self) -> None:
        """Ring the bell."""
        if self.accompaniment is not None:
            self.accompaniment.ring()

    def note(self) -> Message | str:
        """Return in one sentence why a companion does not work, for long enough to be read."""
        note = self.accompaniment.note if self.accompaniment is not None else None
        if note is None and self._has_screen:
            note = self.awake.note
        if note != self._noted:
            self._noted, self._noted_s = note, time.monotonic()
        return note if note and time.monotonic() - self._noted_s < _NOTE_SHOWN_S else ""

    def end(self) -> None:
        """Let the bell ring out, and let the computer sleep again."""
        if self._words is not None:
            self._words.stop()
        if self.accompaniment is not None:
            self.accompaniment.stop()
        self.awake.end()


def _is_practised(state: State) -> bool:
    return state.guide.running or (state.step is not None and state.step.running)


def sound_settings(chosen: HearingSettings, *, on: bool) -> SoundSettings:
    """Return the sound settings that the person chose; `on` may come from the command line."""
    return SoundSettings(
        chosen.volume,
        not on,
        chosen.feedback,
        chosen.extra_latency_s,
        Timbre(chosen.timbre),
        Speaking(chosen.voice),
    )


def changed_sound(before: HearingSettings, after: HearingSettings, *, muted: bool) -> SoundSettings:
    """Return the changed sound settings; a mute by key or option applies until sound is set on or off."""
    return sound_settings(after, on=not muted if after.on == before.on else after.on)


@contextmanager
def companions(*, sound: SoundSettings, has_screen: bool) -> Iterator[Companions]:
    """Provide companions while the context lasts; the arguments are those of `Companions`."""
    both = Companions(sound=sound, has_screen=has_screen)
    try:
        yield both
    finally:
        both.end()
