"""Chooses what the voice says during a practice: steps, changes of the strap, progress, and the end."""

import math
from typing import Final

import numpy as np

from biofeedback.engine.state import Signal, State
from biofeedback.sound.score import Score
from biofeedback.sound.speaker import FIRST_MINUTE_S
from biofeedback.voice.phrases import Phrase, Speaking
from biofeedback.voice.prepared import PreparedWords
from biofeedback.voice.utterance import SPEECH_RATE_HZ, faded_within
from devices.events import Part

HEARD_WELL: Final = {Signal.GOOD, Signal.DOUBTFUL, Signal.STUCK, Signal.RATE_ONLY}

LEAST_SPLIT_S: Final = 180.0
"""In a shorter practice the voice does not announce the middle and the last minute."""

LAST_MINUTE_S: Final = 60.0

BEFORE_NEXT_S: Final = 0.2
"""Speech of a step ends this long before the next step or the bell."""

_LEAST_AGAIN_S: Final = 1.5
"""After a pause, a text is not said again if less than this is left of its step."""

_SILENCE: Final = np.zeros(0, np.float32)
"""Said at once, it stops what is being said."""

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
        self._is_again = False
        self._is_running = False
        self._said_until_s = -math.inf

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
            self._unsaid, self._is_again = state.step.text, False
        was_running, self._is_running = self._is_running, _is_running(state)
        if self._words is None or self._score.speaking is Speaking.OFF:
            return
        self._score.phrases = self._words.phrases
        if was_running and not self._is_running and state.part is Part.PRACTICE:
            self._pause(state)
        self._say_step(state)
        self._say_strap(signal, state)
        if state.part is Part.DONE and part is not Part.DONE:
            self._say(Phrase.FINISHED)
        if not state.guide.running:
            self._score.at_turn.clear()
        elif state.step is None and self._score.speaking is Speaking.ALWAYS:
            self._say_place(practised_s, state.practised_s, length_s)

    def hush(self) -> None:
        """Stop what is being said, because the bell rings."""
        if self._words is not None and self._score.speaking is not Speaking.OFF:
            self._score.said.append(_SILENCE)

    def _pause(self, state: State) -> None:
        """Stop what is being said; a step's text that was not said to its end is said again afterwards."""
        self._score.said.clear()
        self._score.said.append(_SILENCE)
        if state.step is not None and state.time_s < self._said_until_s:
            self._unsaid, self._is_again = state.step.text, True

    def _say_step(self, state: State) -> None:
        step = state.step
        if not self._unsaid or self._words is None:
            return
        if step is not None and step.text == self._unsaid and not step.running:
            return  # The practice is paused.
        left_s = 0.0 if step is None else step.seconds - step.gone_s - BEFORE_NEXT_S
        is_over = step is None or step.text != self._unsaid or (step.gone_s > _LATE_S and not self._is_again)
        is_over = is_over or (self._is_again and left_s < _LEAST_AGAIN_S)
        is_later = state.practised_s > FIRST_MINUTE_S and self._score.speaking is Speaking.START
        is_omitted = is_over or (is_later and not self._is_again)
        samples = None if is_omitted else self._words.found.get(self._unsaid)
        if samples is not None:
            samples = faded_within(samples, left_s)
            self._score.said.append(samples)
            self._said_until_s = state.time_s + samples.size / SPEECH_RATE_HZ
        if samples is not None or is_omitted:
            self._unsaid = ""

    def _say_strap(self, before: Signal, state: State) -> None:
        if state.signal is Signal.LOST and before in HEARD_WELL and self._is_running:
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


def _is_running(state: State) -> bool:
    """Return whether the person practises at the moment, with a guide or a step without one."""
    return state.guide.running or (state.step is not None and state.step.running)
