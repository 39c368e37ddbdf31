"""The catalogue and the code know the same sentences, and each can be said in every language."""

import ast
import gettext
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Message as Entry

from biofeedback.words.catalogue import languages
from biofeedback.words.speech import UNKNOWN, Speech
from devices.message import Argument, Message, verbatim
from scripts.compile_words import FOLDER, compiled, read, sorted_source

ROOT = FOLDER.parents[2]
MADE_IN = ("biofeedback/words", "devices/message.py")
"""Where messages are put together from what they are given."""
OF_THE_LANGUAGE = ("format.", "month.", "weekday.", "join.", "verbatim", UNKNOWN)
"""Keys by which a language writes dates, numbers, people's own words, and what it does not know."""


class Use(NamedTuple):
    """One place in the code that makes a message."""

    place: str
    key: str
    arguments: frozenset[str]


def uses() -> Iterator[Use]:
    for package in ("biofeedback", "devices", "sessions"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(MADE_IN):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "message":
                    place = f"{name}:{node.lineno}"
                    key = node.args[0]
                    assert isinstance(key, ast.Constant), f"{place}: the key is written out"
                    given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                    yield Use(place, str(key.value), given)


USES = list(uses())
ENTRIES = {
    path.stem: {
        str(entry.id if isinstance(entry.id, str) else entry.id[0]): entry for entry in read(path) if entry.id
    }
    for path in sorted(FOLDER.glob("*.po"))
}


def sentences(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def fields(sentence: str) -> dict[str, str]:
    """Return the names of a sentence's gaps, and how each is written."""
    return {name: form or "" for _, name, form, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_language_is_a_catalogue() -> None:
    assert tuple(ENTRIES) == languages()


def test_the_code_uses_the_sentences_that_there_are() -> None:
    known = {key for key in ENTRIES["en"] if not key.startswith(OF_THE_LANGUAGE)}
    used = {use.key for use in USES}
    assert sorted(used - known) == []
    assert sorted(known - used) == []


@pytest.mark.parametrize("language", ENTRIES)
def test_every_language_has_every_sentence(language: str) -> None:
    assert ENTRIES[language].keys() == ENTRIES["en"].keys()
    for key, entry in ENTRIES[language].items():
        assert all(sentences(entry)), key


@pytest.mark.parametrize("language", ENTRIES)
def test_every_gap_is_filled(language: str) -> None:
    for use in USES:
        for sentence in sentences(ENTRIES[language][use.key]):
            missing = fields(sentence).keys() - use.arguments
            assert not missing, f"{use.place}: {use.key} in {language} needs {sorted(missing)}"


@pytest.mark.parametrize("language", [*ENTRIES, "pseudo"])
def test_every_sentence_can_be_said(language: str) -> None:
    speech = Speech(language, Longer() if language == "pseudo" else None)
    for key, entry in ENTRIES.get(language, ENTRIES["en"]).items():
        if key.startswith("format."):
            continue
        gaps = {name: form for sentence in sentences(entry) for name, form in fields(sentence).items()}
        said = speech.say(Message(key, {name: sample(name, form) for name, form in gaps.items()}))
        assert said
        assert "{" not in said, key
        assert key == UNKNOWN or said != speech.say(Message(UNKNOWN)), key


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_that_of_the_source(path: Path) -> None:
    catalogue = read(path)
    assert path.read_bytes() == sorted_source(catalogue), "run `make words`"
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "run `make words`"


def sample(name: str, form: str) -> Argument:
    """Return a value that fits a gap."""
    if name == "parts" or form.endswith(" "):
        return (verbatim("one"), verbatim("two"))
    if form == "date":
        return date(2026, 3, 4)
    if name == "count":
        return 3
    return 2 if form else "somebody's own words"


class Longer(gettext.NullTranslations):
    """English, with each sentence in brackets."""

    def gettext(self, message: str) -> str:
        sentence = ENTRIES["en"][message].string
        return message if not isinstance(sentence, str) else f"⟦{sentence}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        sentence = ENTRIES["en"][msgid1].string
        return f"⟦{sentence[n != 1]}⟧" if isinstance(sentence, tuple | list) else msgid1
