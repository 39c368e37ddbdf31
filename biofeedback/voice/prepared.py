"""Speech rendered ahead, in a thread of its own: what is to be said is there before its moment comes."""

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
    """Return what a voice makes of texts, by the text; those that it does not have are missing.

    Parameters
    ----------
    voice : Voice
        Who speaks.
    utterances : iterable of Utterance
        What to say; a text that comes twice is rendered once.
    language : str
        Code of their language.
    should_stop : callable, optional
        Asked while it works.

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
    """Renders texts in the order in which they were asked for; nobody waits for it.

    A voice that fails or hangs is asked no more: the practice goes on with text and tones. A recording that
    can't be read costs that recording alone.

    Parameters
    ----------
    voice : Voice
        Who speaks.

    Attributes
    ----------
    problem : Message or None
        What the voice could not say, and why; None while all is well.
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
        """Have texts rendered."""
        for one in utterances:
            self._wanted.put((one, language))
            self._is_idle.clear()

    @property
    def found(self) -> Mapping[str, SpeechSamples]:
        """What is ready, by its text."""
        return self._found

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until all is rendered, or the voice failed; False when neither came in time."""
        return self._is_idle.wait(timeout_s)

    def stop(self) -> None:
        """Give up what is not rendered yet; a voice that hangs is ended."""
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
    """What is spoken in one practice: the phrases of the guide and the texts of a programme.

    Parameters
    ----------
    voice : Voice or None
        Who speaks; None where nobody can.
    phrases : mapping of Phrase to Utterance
        The short phrases.
    language : str
        Code of their language.
    problem : Message or None, optional
        Why nobody can.
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
        """Why the voice does not speak; None while all is well."""
        return self._problem if self._speech is None else self._speech.problem

    @property
    def found(self) -> Mapping[str, SpeechSamples]:
        """What is ready, by its text."""
        return {} if self._speech is None else self._speech.found

    @property
    def phrases(self) -> dict[Phrase, SpeechSamples]:
        """The short phrases that are ready."""
        return {
            phrase: self.found[one.text] for phrase, one in self._utterances.items() if one.text in self.found
        }

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait until all is ready, or can't be; False when neither came in time."""
        return self._speech is None or self._speech.wait_until_idle(timeout_s)

    def want(self, texts: Sequence[Utterance]) -> None:
        """Have more texts prepared."""
        if self._speech is not None:
            self._speech.want(texts, self._language)

    def stop(self) -> None:
        """Give up what is not ready."""
        if self._speech is not None:
            self._speech.stop()
