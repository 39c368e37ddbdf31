"""Print at which age the texts of programmes and of the care page can be read, in English and German.

English: Flesch-Kincaid grade level (Kincaid et al. 1975). German: first Wiener Sachtextformel (Bamberger and
Vanecek 1984). Both give a school year; six years are added, for children are six or seven in the first.
Syllables are counted by groups of vowels, so a figure may be off by half a year.
"""

import re
import sys
from collections.abc import Callable
from typing import Final

from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.statements.care import CARE_SECTIONS
from biofeedback.words.speech import say_in

OLDEST: Final = 12.0
"""A child of this age is to understand each text."""

_AGE_IN_YEAR_0: Final = 6.0
_LONG_SYLLABLES: Final = 3
_LONG_LETTERS: Final = 6

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE: Final = re.compile(r"[^.!?;:]*[^\W_][^.!?;:]*")
_ENGLISH_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_E: Final = re.compile(r"(?<=[^aeiouyl])e(d|s)?$|(?<=[aeiouy]l)es?$")
_GERMAN_VOWELS: Final = re.compile(r"aa|ee|oo|ie|ei|ai|au|äu|eu|[aeiouyäöü]")


def english_syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    bare = _SILENT_E.sub(lambda found: "ed" if _is_spoken(word, found) else "", word.lower())
    return max(1, len(_ENGLISH_VOWELS.findall(bare)))


def _is_spoken(word: str, found: re.Match[str]) -> bool:
    """Return whether the ending is a syllable of its own, as in "tensed" it is not and in "lasted" it is."""
    before = word[found.start() - 1].lower()
    return (found[1] == "d" and before in "dt") or (found[1] == "s" and before in "szcgx")


def german_syllables(word: str) -> int:
    """Return about how many syllables a German word has."""
    return max(1, len(_GERMAN_VOWELS.findall(word.lower())))


def english_age(text: str) -> float:
    """Return the reading age of an English text, by Flesch and Kincaid."""
    words, sentences = _WORD.findall(text), _SENTENCE.findall(text)
    syllables = sum(map(english_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return _AGE_IN_YEAR_0 + max(0.0, grade)


def german_age(text: str) -> float:
    """Return the reading age of a German text, by the first Wiener Sachtextformel."""
    words, sentences = _WORD.findall(text), _SENTENCE.findall(text)
    counts = [german_syllables(word) for word in words]
    many = 100.0 * sum(count >= _LONG_SYLLABLES for count in counts) / len(words)
    one = 100.0 * sum(count == 1 for count in counts) / len(words)
    long = 100.0 * sum(len(word) > _LONG_LETTERS for word in words) / len(words)
    year = 0.1935 * many + 0.1672 * len(words) / len(sentences) + 0.1297 * long - 0.0327 * one - 0.875
    return _AGE_IN_YEAR_0 + max(0.0, year)


AGE_IN: Final[dict[str, Callable[[str], float]]] = {"en": english_age, "de": german_age}


def texts(language: str) -> dict[str, str]:
    """Return each text by its name: the programmes, and the sections of the care page."""
    found = {}
    for name, programme in shipped_programmes().items():
        steps = dict.fromkeys(step.text.said(language) for step in programme.steps)
        found[name] = " ".join([programme.about.said(language), *steps])
    for section in CARE_SECTIONS:
        found[section.title.key] = " ".join(say_in(one, language) for one in section.lines)
    return found


def main() -> int:
    """Print the age for each text; the exit status is 1 where one is too hard."""
    english, german = texts("en"), texts("de")
    too_hard = 0
    print(f"{'text':24} {'English':>8} {'German':>8}")
    for name in english:
        ages = [english_age(english[name]), german_age(german[name])]
        too_hard += sum(age > OLDEST for age in ages)
        print(f"{name:24} " + " ".join(f"{age:7.1f}{'!' if age > OLDEST else ' '}" for age in ages))
    print(f"{too_hard} above {OLDEST:g}")
    return 1 if too_hard else 0


if __name__ == "__main__":
    sys.exit(main())
