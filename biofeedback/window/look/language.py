"""The language that the window speaks: every text passes through `say` on its way to the screen.

Texts come from many rooms of the house, most of which know no Qt and put numbers into their sentences. So
what is looked up is the phrase that a text was made from: exactly, else part by part between its dots or its
sentences, else by a template whose gaps hold numbers, names or phrases again. The translations are Qt's:
`biofeedback_de.ts`, made into a `.qm` file by ``pyside6-lrelease``.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QTranslator

from biofeedback.window.look.phrases import TEMPLATES
from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import Speech, speech
from biofeedback.words.spoken import speak as speak_messages
from biofeedback.words.spoken import spoken
from devices.message import Message

FOLDER: Final = Path(__file__).parent / "translations"
CONTEXT: Final = "biofeedback"

_JOINTS: Final = ((" · ", " · "), (", ", ", (?=± )"), (" ", r"(?<=[.!?]) (?=[A-Z])"))
"""What a text is put together with, and where it is taken apart: at dots, uncertainties, and sentences."""

_NUMBER: Final = re.compile(r"[+−-]?(± )?\d+(\.\d+)?")

Translate = Callable[[str], str | None]


def _unknown(phrase: str) -> None:  # noqa: ARG001
    return None


class Language:
    """Translates phrases.

    Parameters
    ----------
    translate : callable
        Returns a phrase in another language, None where it has none.
    decimal_point : str
        Between the whole and the rest of a number.
    """

    def __init__(self, translate: Translate = _unknown, decimal_point: str = ".") -> None:
        self._translate = translate
        self._decimal_point = decimal_point

    def say(self, text: str) -> str:
        """Return a text in this language."""
        if _NUMBER.fullmatch(text):
            return text.replace(".", self._decimal_point)
        exact = self._translate(text)
        if exact is not None:
            return exact
        for joint, apart in _JOINTS:
            parts = re.split(apart, text)
            if len(parts) > 1:
                return joint.join(map(self.say, parts))
        return self._by_template(text)

    def _by_template(self, text: str) -> str:
        for template, pattern in _patterns():
            match, phrase = pattern.fullmatch(text), self._translate(template)
            if match and phrase is not None:
                return phrase.format(*map(self.say, match.groups()))
        return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the templates, those with the most words of their own first."""
    longest_first: list[str] = sorted(TEMPLATES, key=lambda template: -len(template.replace("{}", "")))
    return tuple(
        (template, re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL))
        for template in longest_first
    )


class _Spoken:
    """The language of the moment, one for the whole window, as Qt's own translators are."""

    language = Language()
    translator: QTranslator | None = None


def say(text: Message | str) -> str:
    """Return a message, or a text that is no message yet, in the window's language."""
    return spoken().say(text) if isinstance(text, Message) else _say_text(text)


@lru_cache(maxsize=2000)
def _say_text(text: str) -> str:
    return _Spoken.language.say(text)


def speak(language: Language, messages: Speech | None = None) -> None:
    """Speak another language from now on; what is on the screen already stays."""
    _Spoken.language = language
    speak_messages(messages or speech(SOURCE_LANGUAGE))
    _say_text.cache_clear()


def speak_by_setting(setting: str) -> None:
    """Speak the language of a setting: ``en``, ``de``, or ``system`` for the computer's own."""
    name = QLocale.system().name()[:2] if setting == "system" else setting
    file = FOLDER / f"biofeedback_{name}.qm"
    translator = QTranslator()
    if not translator.load(str(file)):
        speak(Language(), speech(name))
        return
    _Spoken.translator = translator
    speak(Language(_looked_up_in(translator), QLocale(name).decimalPoint()), speech(name))


def _looked_up_in(translator: QTranslator) -> Translate:
    def translate(phrase: str) -> str | None:
        return translator.translate(CONTEXT, phrase) or None

    return translate
