"""The current language of the whole program: window, terminal, report and command line."""

from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import Speech, speech
from devices.message import Message


class _Spoken:
    speech = speech(SOURCE_LANGUAGE)


def speak(speech: Speech) -> None:
    """Set the program's language; text already on the screen does not change."""
    _Spoken.speech = speech


def spoken() -> Speech:
    """Return the speech of the current language."""
    return _Spoken.speech


def say(text: Message | str) -> str:
    """Return a message in the program's language; return a plain text unchanged."""
    return _Spoken.speech.say(text) if isinstance(text, Message) else text
