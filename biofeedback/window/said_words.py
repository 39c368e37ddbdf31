"""The window's line of text: what the person should know now, the keys, and brief messages."""

from typing import Final

from biofeedback.practice.practice import Practice
from biofeedback.statements.live import notice
from biofeedback.window.companion import Companion
from biofeedback.window.look.key_hints import KeyHint, key_hints, programme_hints
from biofeedback.window.look.words import marked_words
from biofeedback.window.pages.practise.plan_pages import PlanPages
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.strap_choice import StrapChoice
from devices.events import Part
from devices.message import Message

_SAID_S: Final = 2.0


class SaidWords:
    """Chooses what the line says.

    Parameters
    ----------
    practice : Practice
        The practice that the line describes.
    plans : PlanPages
        The plans and searches that the line describes.
    sound : Companion
        The sound; the line says why it does not work.
    straps : StrapChoice
        Knows which keys choose a strap.
    """

    def __init__(self, practice: Practice, plans: PlanPages, sound: Companion, straps: StrapChoice) -> None:
        self._practice, self._plans, self._sound, self._straps = practice, plans, sound, straps
        self._said: tuple[KeyHint, ...] = ()
        self._until_s = 0.0

    def say(self, words: Message) -> None:
        """Show a short text instead of the keys, for a moment."""
        self._said = (KeyHint(words),)
        self._until_s = self._practice.now_s() + _SAID_S

    def mark(self) -> None:
        """Mark this moment, and say so."""
        self._practice.mark()
        self.say(marked_words(self._practice.state))

    def show(self, view: PracticeView, now_s: float, *, complete: bool) -> None:
        """Show the current message."""
        practice = self._practice
        told = notice(practice.state, practice.problem, strap_keys=self._straps.keys)
        if practice.player is None or practice.state.part in (Part.BEFORE, Part.AFTER):
            hints = key_hints(practice.state, complete=complete, searching=self._plans.is_searching)
        else:
            hints = programme_hints(practice.state, complete=complete)
        said = self._said if now_s < self._until_s else ()
        note: Message | str | None = told or practice.plan_message or self._sound.note()
        if said and not view.shows_keys:
            note = said[0].words
        view.show_words(note, practice.plan_course, said or hints)
