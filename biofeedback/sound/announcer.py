"""Chooses what the voice says during a practice: steps, changes of the strap, progress, and the end."""

import math
from typing import Final

from biofeedback.engine.state import Signal, State
from biofeedback.sound.score import Score
from biofeedback.sound.speaker import FIRST_MINUTE_S
from biofeedback.voice.phrases import Phrase, Speaking
from biofeedback.voice.prepared import PreparedWords
from devices.events import Part

HEARD_WELL: Final = {Signal.GOOD, Signal.DOUBTFUL, Signal.STUCK, Signal.RATE_ONLY}

LEAST_SPLIT_S: Final = 180.0
"""In a shorter practice the voice does not announce the middle and the last minute."""

LAST_MINUTE_S: Final = 60.0

_LATE_S: Final = 2.0
"""The voice says a step's text if it is ready this soon after the start; later it would disturb others."""


class Announcer:
    """Puts phrases into a score.

    Parameters
    ----------
    score : Score
        The score that gets the phrases.
    """

    def __init__(self, score: Score) -> None:
        self._score = score
        self._words: PreparedWords | None = None
        self._signal = Signal.NO_STRAP
        self._is_lost = False
        self._part = Part.READY
        self._practised_s = 0.0
        self._unsaid = ""

    def take_words(self, words: PreparedWords | None) -> None:
        """Set the speech that the voice has prepared; None for no voice."""
        self._words = words

    def show(self, state: State, *, step_begins: bool, length_s: float = math.inf) -> None:
        """Follow the practice.

        Parameters
        ----------
        state : State
            The newest state.
        step_begins : bool
            Whether a step of a programme begins with this state.
        length_s : float, optional
            Planned length of the practice; infinity if unknown.
        """
        signal, part, practised_s = self._signal, self._part, self._practised_s
        self._signal, self._part, self._practised_s = state.signal, state.part, state.practised_s
        if step_begins and state.step is not None:
            self._unsaid = state.step.text
        if self._words is None or self._score.speaking is Speaking.OFF:
            return
        self._score.phrases = self._words.phrases
        self._say_step(state)
        self._say_strap(signal, state)
        if state.part is Part.DONE and part is not Part.DONE:
            self._say(Phrase.FINISHED)
        if not state.guide.running:
            self._score.at_turn.clear()
        elif state.step is None and self._score.speaking is Speaking.ALWAYS:
            self._say_place(practised_s, state.practised_s, length_s)

    def _say_step(self, state: State) -> None:
        step = state.step
        if not self._unsaid or self._words is None:
            return
        is_over = step is None or step.text != self._unsaid or step.gone_s > _LATE_S
        is_later = state.practised_s > FIRST_MINUTE_S and self._score.speaking is Speaking.START
        samples = None if is_over or is_later else self._words.found.get(self._unsaid)
        if samples is not None:
            self._score.said.append(samples)
        if samples is not None or is_over or is_later:
            self._unsaid = ""

    def _say_strap(self, before: Signal, state: State) -> None:
        is_practised = state.guide.running or (state.step is not None and state.step.running)
        if state.signal is Signal.LOST and before in HEARD_WELL and is_practised:
            self._is_lost = True
            self._say(Phrase.STRAP_LOST)
        elif self._is_lost and state.signal in HEARD_WELL:
            self._is_lost = False
            self._say(Phrase.STRAP_BACK)

    def _say_place(self, before_s: float, now_s: float, length_s: float) -> None:
        if length_s < LEAST_SPLIT_S:
            return
        for due_s, phrase in (
            (0.5 * length_s, Phrase.HALF_WAY),
            (length_s - LAST_MINUTE_S, Phrase.LAST_MINUTE),
        ):
            if before_s < due_s <= now_s:
                self._score.at_turn.append(phrase)

    def _say(self, phrase: Phrase) -> None:
        samples = self._score.phrases.get(phrase)
        if samples is not None:
            self._score.said.append(samples)
