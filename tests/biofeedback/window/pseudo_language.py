"""A made-up language: each known phrase in brackets and a third longer."""

import gettext
from xml.etree import ElementTree

from biofeedback.window.look.language import FOLDER, Language
from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.catalogue import catalogue as english
from biofeedback.words.speech import Speech

SOURCE = FOLDER / "biofeedback_de.ts"


def catalogue() -> dict[str, str]:
    """The phrases that have a translation, and the translations."""
    messages = ElementTree.parse(SOURCE).iter("message")
    return {message.findtext("source", ""): message.findtext("translation", "") for message in messages}


def pseudo_language() -> Language:
    """What is not in brackets was forgotten."""
    known = catalogue()

    def translate(phrase: str) -> str | None:
        return f"⟦{phrase}{'·' * (len(phrase) // 3)}⟧" if phrase in known else None

    return Language(translate)


class PseudoCatalogue(gettext.NullTranslations):
    """The English catalogue with each sentence in brackets and a third longer."""

    def gettext(self, message: str) -> str:
        return self._dressed(message, english(SOURCE_LANGUAGE).gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._dressed(msgid1, english(SOURCE_LANGUAGE).ngettext(msgid1, msgid2, n))

    @staticmethod
    def _dressed(key: str, sentence: str) -> str:
        plain = sentence == key or key == "verbatim" or key.startswith("format.")
        return sentence if plain else f"⟦{sentence}{'·' * (len(sentence) // 3)}⟧"


def pseudo_speech() -> Speech:
    """Messages whose sentences are not in brackets are not in the catalogue."""
    return Speech("pseudo", PseudoCatalogue())
