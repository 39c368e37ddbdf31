"""What is never claimed: words of medicine occur only where a sentence says what the program does not do."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from biofeedback.programmes.programme import Texts
from biofeedback.programmes.shelf import shipped_programmes
from scripts.compile_words import FOLDER, read
from scripts.reading_age import AGE_IN, OLDEST, english_syllables, german_syllables, texts

ROOT: Final = Path(__file__).parents[1]

FORBIDDEN: Final = {
    "en": re.compile(
        r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing|ative)|heal(s|ed|ing)?|therap\w+|relie(f|v\w+)|diagnos\w+"
        r"|prevent\w*|detect(s|ed|ing)? stress)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(behandel\w*|\w*behandlung\w*|heil(en|t|te|end\w*|ung\w*|sam\w*)|\w*therap\w*|linder\w*|diagnos\w*"
        r"|vorbeug\w*|beugt(\s+\w+){0,2}\s+vor|erkenn\w* stress)\b",
        re.IGNORECASE,
    ),
}
DENIES: Final = {
    "en": re.compile(r"\b(does not|do not)\b", re.IGNORECASE),
    "de": re.compile(r"\b(nicht|kein\w*)\b", re.IGNORECASE),
}


def claims(text: str, language: str) -> list[str]:
    """Return the sentences, or parts of one, that claim what the program may not."""
    parts = re.split(r"(?<=[.!?;:])\s+|\n\s*\n|\|", text)
    return [
        " ".join(one.split())
        for one in parts
        if FORBIDDEN[language].search(one) and not DENIES[language].search(one)
    ]


def catalogue(language: str) -> Iterator[tuple[str, str]]:
    for entry in read(FOLDER / f"{language}.po"):
        said = entry.string or ""
        if entry.id:
            yield str(entry.id), said if isinstance(said, str) else "\n\n".join(said)


def programmes(language: str) -> Iterator[tuple[str, str]]:
    for name, one in shipped_programmes().items():
        regions = [step.region for step in one.steps if step.region is not None]
        for text in (one.title, one.about, *(step.text for step in one.steps), *regions):
            assert isinstance(text, Texts)
            yield name, text.said(language)


def documents() -> Iterator[tuple[str, str]]:
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff"):
        yield name, (ROOT / name).read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").glob("*.md")):
        yield path.name, path.read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield (
        "pyproject.toml",
        "\n\n".join([project["description"], *project["keywords"], *project["classifiers"]]),
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_catalogue_and_programmes_claim_nothing(language: str) -> None:
    said = (*catalogue(language), *programmes(language))
    assert [(name, one) for name, text in said for one in claims(text, language)] == []


def test_documents_and_package_claim_nothing() -> None:
    assert [(name, one) for name, text in documents() for one in claims(text, "en")] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It relieves pain."),
        ("en", "Slow breathing cures. It does not cost anything."),
        ("en", "A treatment for back pain."),
        ("en", "It detects stress."),
        ("de", "Die Übung lindert Schmerzen."),
        ("de", "Es beugt Stress vor; es kostet nicht viel."),
        ("de", "Eine Atemtherapie."),
        ("de", "Das Programm erkennt Stress."),
    ],
)
def test_a_claim_would_be_found(language: str, text: str) -> None:
    assert len(claims(f"Breathe. {text} Go on.", language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It does not treat anything, and its manual is healthy reading."),
        ("de", "Sie ist keine Behandlung. Der heilige Abend ist still."),
    ],
)
def test_what_is_denied_is_no_claim(language: str, text: str) -> None:
    assert claims(text, language) == []


@pytest.mark.parametrize("language", AGE_IN)
def test_each_text_of_programmes_and_care_can_be_read_at_twelve(language: str) -> None:
    ages = {name: AGE_IN[language](text) for name, text in texts(language).items()}
    assert {name: age for name, age in ages.items() if age > OLDEST} == {}


@pytest.mark.parametrize(
    ("language", "hard"),
    [
        ("en", "Autonomic regulation necessitates progressively decelerated respiration for its duration."),
        ("de", "Die vegetative Regulation erfordert eine fortschreitende Verlangsamung der Atemfrequenz."),
    ],
)
def test_a_hard_text_would_be_found(language: str, hard: str) -> None:
    assert AGE_IN[language](hard) > OLDEST + 3.0


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("breathe", 1),
        ("tensed", 1),
        ("lasted", 2),
        ("muscle", 2),
        ("notice", 2),
        ("eyes", 1),
        ("relaxation", 4),
    ],
)
def test_syllables_of_english(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("Bauch", 1), ("atmen", 2), ("Muskel", 2), ("Entspannung", 3), ("weiter", 2), ("Knie", 1)],
)
def test_syllables_of_german(word: str, count: int) -> None:
    assert german_syllables(word) == count
