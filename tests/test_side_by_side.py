"""Everything that the program shows, in German and in a made-up language: nothing falls back to English."""

import re

import pytest

from biofeedback.words.speech import speech
from scripts.shown_states import OWN_WORDS
from scripts.side_by_side import Row, rows
from tests.biofeedback.window.pseudo_language import CODE, outside_brackets, pseudo_language

pytestmark = pytest.mark.soak

CODES = ("de", CODE)
ENGLISH = frozenset(
    [
        *(
            "the",
            "and",
            "of",
            "is",
            "are",
            "with",
            "your",
            "this",
            "that",
            "no",
            "not",
            "can",
            "can't",
            "from",
        ),
        *("for", "by", "it", "to", "which", "you", "its", "beat", "beats", "breath", "breaths", "heart"),
        *(
            "strap",
            "session",
            "sessions",
            "file",
            "per",
            "minute",
            "usage",
            "options",
            "error",
            "show",
            "write",
        ),
    ]
)
"""Words of English sentences that no German sentence has."""

OF_COMMANDS = frozenset(
    [
        *("biofeedback", "train", "scan", "record", "replay", "simulate", "analyze", "sessions", "sound"),
        *(
            "doctor",
            "list",
            "history",
            "show",
            "report",
            "delete",
            "export",
            "import",
            "install-desktop-entry",
        ),
        *("stepped", "sliding", "refining", "correct", "keep", "edf", "rr", "csv", "bids", "de", "en", "ms"),
    ]
)
"""Names of commands and of what can be chosen, which are the same in every language."""

DATA = (
    *("Polar H10 (simulated)", "Box of things", "Box of nothing", "FOLDER", *OWN_WORDS),
    "Invalid initial character for a key part (at end of document)",  # by Python itself
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    with pseudo_language(tmp_path_factory.mktemp("languages")):
        return rows([speech(code) for code in CODES])


def in_language(row: Row, code: str) -> str:
    return row.said[CODES.index(code)]


def without_data(text: str) -> str:
    """Return a text without people's own words, names of files, code and options."""
    for own in DATA:
        text = text.replace(own, " ")
    return re.sub(
        r"`[^`]*`|(?<!\w)--?[a-z][a-z-]*|/\S+|„[^“]*“|'[^']*'|\[[a-z]+\]|\{[a-z,]+\}|\S*\.\w+|\w+_\w+",
        " ",
        text,
    )


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z][A-Za-z'-]+", text))


def test_there_is_much_to_see(shown: list[Row]) -> None:
    assert len(shown) > 120
    assert len({row.name for row in shown}) > 100
    assert all(all(row.said) for row in shown)


def test_no_line_is_english_in_german(shown: list[Row]) -> None:
    english = {
        row.name: found
        for row in shown
        if (found := (words(without_data(in_language(row, "de"))) - OF_COMMANDS) & ENGLISH)
    }
    assert english == {}


def test_every_sentence_comes_from_the_catalogue(shown: list[Row]) -> None:
    forgotten = {}
    for row in shown:
        left = words(without_data(outside_brackets(in_language(row, CODE)))) - OF_COMMANDS
        if left:
            forgotten[row.name] = left
    assert forgotten == {}


@pytest.mark.parametrize("code", CODES)
def test_own_words_are_shown_as_they_are(shown: list[Row], code: str) -> None:
    (page,) = (row for row in shown if row.name == "the report page")
    (table,) = (row for row in shown if row.name.startswith("$ biofeedback sessions show FOLDER"))
    for words_of_person in OWN_WORDS:
        assert words_of_person in in_language(page, code)
        assert words_of_person in in_language(table, code)
    assert all("Box of things" in in_language(row, code) for row in shown if "exists already" in row.name)
