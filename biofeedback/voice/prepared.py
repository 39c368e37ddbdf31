"""Renders speech ahead in a thread of its own, so that it is ready before it is needed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Final

from biofeedback.voice.phrases import Phrase
from biofeedback.voice.utterance import SpeechSamples, Utterance, Voice, VoiceError, VoiceStoppedError
from devices.message import Message

_ASK_EVERY_S: Final = 0.2


def rendered(
    voice: Voice, utterances: Iterable[Utterance], language: str, *, should_stop: Callable[[], bool] = bool
) -> dict[str, SpeechSamples]:
    """Return a voice's speech for texts, by the text; texts that the voice does not have are missing.

    Parameters
    ----------
    voice : Voice
        The voice.
    utterances : iterable of Utterance
        What to say; a text that occurs twice is rendered once.
    language : str
        Code of their language.
    should_stop : callable, optional
        Called during the work; returns whether to stop.

    Raises
    ------
    VoiceError
        If the voice fails.
    """
    found: dict[str, SpeechSamples] = {}
    for one in utterances:
        if one.text in found or should_stop():
            continue
        samples = voice.say(one, language, should_stop=should_stop)
        if samples is not None:
            found[one.text] = samples
    return found


class PreparedSpeech:
    """Renders texts in the order in which they were requested; callers do not wait.

    A voice that fails or hangs is not used again: the practice continues with text and tones. A recording
    that can't be read is skipped.

    Parameters
    ----------
    voice : Voice
        The voice.

    Attributes
    ----------
    problem : Message or None
        What the voice could not say, and why; None if there is no problem.
    """

    def __init__(self, voice: Voice) -> None:
        self.problem: Message | None = None
        self._voice = voice
        self._wanted: SimpleQueue[tuple[Utterance, str]] = SimpleQueue()
        self._found: dict[str, SpeechSamples] = {}
        self._has_failed = False
        self._is_to_end = Event()
        self._is_idle = Event()
        self._is_idle.set()
        self._thread = Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def want(self, utterances: Iterable[Utterance], language: str) -> None:
        """Request texts to be rendered."""
        for one in utterances:
            self._wanted.put((one, language))
            self._is_idle.clear()

    @property
    def found(self) -> Mapping[str, SpeechSamples]:
        """The speech that is ready, by its text."""
        return self._found

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until all is rendered or the voice has failed; return False if neither happens in time."""
        return self._is_idle.wait(timeout_s)

    def stop(self) -> None:
        """Discard requests that are not rendered yet, and end a voice that hangs."""
        self._is_to_end.set()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        while not self._is_to_end.is_set():
            try:
                utterance, language = self._wanted.get(timeout=_ASK_EVERY_S)
            except Empty:
                self._is_idle.set()
                continue
            if not self._has_failed and utterance.text not in self._found:
                self._render(utterance, language)
            if self._wanted.empty():
                self._is_idle.set()

    def _render(self, utterance: Utterance, language: str) -> None:
        try:
            samples = self._voice.say(utterance, language, should_stop=self._is_to_end.is_set)
        except VoiceError as error:
            self.problem = self.problem or error.whole
            self._has_failed = isinstance(error, VoiceStoppedError)
            return
        if samples is not None:
            self._found[utterance.text] = samples


class PreparedWords:
    """The speech for one practice: the phrases of the guide and the texts of a programme.

    Parameters
    ----------
    voice : Voice or None
        The voice; None if there is none.
    phrases : mapping of Phrase to Utterance
        The short phrases.
    language : str
        Code of their language.
    problem : Message or None, optional
        Why there is no voice.
    """

    def __init__(
        self,
        voice: Voice | None,
        phrases: Mapping[Phrase, Utterance],
        language: str,
        *,
        problem: Message | None = None,
    ) -> None:
        self._utterances, self._language = phrases, language
        self._problem = problem
        self._speech = None if voice is None else PreparedSpeech(voice)
        if self._speech is not None:
            self._speech.want(phrases.values(), language)

    @property
    def problem(self) -> Message | None:
        """Why the voice does not speak; None if there is no problem."""
        return self._problem if self._speech is None else self._speech.problem

    @property
    def found(self) -> Mapping[str, SpeechSamples]:
        """The speech that is ready, by its text."""
        return {} if self._speech is None else self._speech.found

    @property
    def phrases(self) -> dict[Phrase, SpeechSamples]:
        """The short phrases that are ready."""
        return {
            phrase: self.found[one.text] for phrase, one in self._utterances.items() if one.text in self.found
        }

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait until all is ready or the voice has failed; return False if neither happens in time."""
        return self._speech is None or self._speech.wait_until_idle(timeout_s)

    def want(self, texts: Sequence[Utterance]) -> None:
        """Request more texts."""
        if self._speech is not None:
            self._speech.want(texts, self._language)

    def stop(self) -> None:
        """Discard requests that are not ready."""
        if self._speech is not None:
            self._speech.stop()
