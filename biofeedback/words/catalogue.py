"""The sentences of one language, read from its compiled catalogue."""

import gettext
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

SOURCE_LANGUAGE: Final = "en"
"""Language to use if another language lacks a sentence."""


def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a catalogue, such as ``("de", "en")``."""
    return tuple(sorted(entry.name[:-3] for entry in _folder().iterdir() if entry.name.endswith(".mo")))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English if it has no catalogue.

    Parameters
    ----------
    language : str
        A code such as ``de``. For a longer code (``de_AT``), only the first part counts.
    """
    code = language.replace("-", "_").split("_")[0]
    if code not in languages():
        code = SOURCE_LANGUAGE
    with _folder().joinpath(f"{code}.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    if code != SOURCE_LANGUAGE:
        found.add_fallback(catalogue(SOURCE_LANGUAGE))
    return found


def _folder() -> Traversable:
    return files("biofeedback.words").joinpath("locale")
