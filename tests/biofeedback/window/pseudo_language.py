"""A made-up language, added as one `.po` file: each sentence in brackets and a third longer."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Final
from unittest.mock import patch

from babel.messages.catalog import Message as Entry

from biofeedback.words.catalogue import catalogue
from biofeedback.words.speech import speech
from scripts.compile_words import FOLDER, compiled, read, sorted_source

CODE: Final = "eo"
"""Of a language that Babel knows and the program does not."""

_WAYS_OF_WRITING: Final = ("format.", "join.", "verbatim")
_UNITS: Final = {"ms", "min"}
_LONGEST_WORD: Final = 30
"""Letters; hardly any German word is longer."""
_GAP: Final = re.compile(r"\{[^{}]*(\{[^{}]*\})?[^{}]*\}")


@contextmanager
def pseudo_language(folder: Path) -> Iterator[None]:
    """Have the program find its languages in a folder that holds one more.

    Parameters
    ----------
    folder : Path
        An empty one.
    """
    for compiled_file in FOLDER.glob("*.mo"):
        copy(compiled_file, folder)
    source = folder / f"{CODE}.po"
    source.write_bytes((FOLDER / "en.po").read_bytes())
    entries = read(source)
    for entry in entries:
        if entry.id:
            entry.string = _dressed(entry)
    source.write_bytes(sorted_source(entries))
    source.with_suffix(".mo").write_bytes(compiled(read(source)))
    with patch("biofeedback.words.catalogue._folder", lambda: folder):
        yield
    catalogue.cache_clear()
    speech.cache_clear()


def _dressed(entry: Entry) -> str | tuple[str, ...]:
    key = entry.id if isinstance(entry.id, str) else entry.id[0]
    if key.startswith(_WAYS_OF_WRITING):
        return entry.string if isinstance(entry.string, str) else tuple(entry.string or ())
    if isinstance(entry.string, str):
        return _in_brackets(entry.string)
    return tuple(map(_in_brackets, entry.string or ()))


def _in_brackets(sentence: str) -> str:
    words = set(re.findall(r"[^\W\d_]{2,}", _GAP.sub("", sentence)))
    return f"⟦{sentence}{_longer_by(len(sentence) // 3)}⟧" if words - _UNITS else sentence


def _longer_by(letters: int) -> str:
    """Return dots in words, so that a paragraph becomes longer by lines and not by one endless word."""
    whole, rest = divmod(letters, _LONGEST_WORD)
    return " ".join(["·" * _LONGEST_WORD] * whole + ["·" * rest] * bool(rest))


def outside_brackets(text: str) -> str:
    """Return what of a text is no sentence of the made-up language; one that was cut off runs to its end."""
    depth, rest = 0, []
    for letter in text:
        if letter == "⟦":
            depth += 1
        elif letter == "⟧":
            depth = max(0, depth - 1)
        elif not depth:
            rest.append(letter)
    return "".join(rest)
