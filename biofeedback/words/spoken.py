"""The language that the whole program speaks: window, terminal, report and command line."""

from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import Speech, speech
from devices.message import Message


class _Spoken:
    speech = speech(SOURCE_LANGUAGE)


def speak(speech: Speech) -> None:
    """Speak a language from now on; what is on the screen already stays."""
    _Spoken.speech = speech


def spoken() -> Speech:
    """Return the speech of the language that is spoken now."""
    return _Spoken.speech


def say(text: Message | str) -> str:
    """Return a message in the program's language; a text that is no message as it is."""
    return _Spoken.speech.say(text) if isinstance(text, Message) else text
