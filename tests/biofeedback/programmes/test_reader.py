"""Broken programme files: each gets one sentence with file, line and field, and how to mend it."""

import string
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.programmes.reader import ProgrammeError, programme_of
from biofeedback.words.speech import say_in
from devices.message import as_message

GOOD = """name = "mine"
title.en = "Mine"
title.de = "Meines"
about.en = "About it."
about.de = "Darüber."
family = "belly"

[[step]]
text.en = "Sit."
text.de = "Sitzen Sie."
seconds = 20
measured = "ordinary"

[[step]]
text.en = "Breathe."
text.de = "Atmen Sie."
seconds = 60
measured = "response"
guide = { rate_per_min = 6.0, exhale_to_inhale = 2.0 }
"""

BROKEN = {
    "seconds as text": ("seconds = 20", 'seconds = "20"', 11, "seconds"),
    "no seconds": ("seconds = 20\n", "", 8, "seconds"),
    "negative seconds": ("seconds = 20", "seconds = -5", 11, "seconds"),
    "endless seconds": ("seconds = 20", "seconds = inf", 11, "seconds"),
    "seconds not a number": ("seconds = 20", "seconds = nan", 11, "seconds"),
    "unknown measure": ('measured = "ordinary"', 'measured = "stress"', 12, "measured"),
    "no text": ('text.en = "Sit."\ntext.de = "Sitzen Sie."\n', "", 8, "text"),
    "empty text": ('text.en = "Sit."', 'text.en = ""', 9, "text"),
    "text too long": ("Sit.", "x" * 141, 9, "text"),
    "control character": ("Sit.", "Sit\\u001b[2J", 9, "text"),
    "language missing": ('text.de = "Sitzen Sie."\n', "", 9, "text"),
    "rate out of range": ("rate_per_min = 6.0", "rate_per_min = 60.0", 19, "rate_per_min"),
    "rate unknown word": ("rate_per_min = 6.0", 'rate_per_min = "fast"', 19, "rate_per_min"),
    "ratio out of range": ("exhale_to_inhale = 2.0", "exhale_to_inhale = 9.0", 19, "exhale_to_inhale"),
    "begin slower than the rate": ("rate_per_min = 6.0", "rate_per_min = 6.0, begin = 5.0", 19, "begin"),
    "never slows": ("rate_per_min = 6.0", "rate_per_min = 6.0, slows_per_min = 0", 19, "slows_per_min"),
    "control with a path": ('family = "belly"', 'family = "belly"\ncontrol = "../a"', 7, "control"),
    "text in one language more": ('text.en = "Sit."', 'text.en = "Sit."\ntext.fr = "Assis."', 10, "fr"),
    "region in one language": ("seconds = 20", 'region.en = "Arms"\nseconds = 20', 11, "region"),
    "hold": ("exhale_to_inhale = 2.0", "exhale_to_inhale = 2.0, hold_full_s = 4", 19, "guide"),
    "guide goes on from nothing": (GOOD[GOOD.index("guide =") :], 'guide = "on"', 19, "guide"),
    "unknown key": ("seconds = 20", "seconds = 20\nsecond = 3", 12, "second"),
    "unknown key of the programme": ('family = "belly"', 'family = "belly"\nauthor = "me"', 7, "author"),
    "text without a language": ('text.en = "Sit."\ntext.de = "Sitzen Sie."', 'text = "Sit."', 9, "text"),
    "language in full": ('text.de = "Sitzen', 'text.deutsch = "Sitzen', 10, "deutsch"),
    "a number that Python does not write": ("seconds = 20", f"seconds = 0x{'f' * 6000}", 11, "seconds"),
    "guide is a word": (GOOD[GOOD.index("guide =") :], 'guide = "off"', 19, "guide"),
    "unknown family": ('family = "belly"', 'family = "yoga"', 6, "family"),
    "name with a path": ('name = "mine"', 'name = "../mine"', 1, "name"),
    "no steps": (GOOD[GOOD.index("[[step]]") :], "", None, "step"),
    "title is a number": ('title.en = "Mine"\ntitle.de = "Meines"', "title = 3", 2, "title"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_names_file_line_and_field(name: str) -> None:
    old, new, line, field = BROKEN[name]
    assert old in GOOD
    with pytest.raises(ProgrammeError) as caught:
        programme_of(GOOD.replace(old, new, 1).encode(), "mine.toml")
    for language in ("en", "de"):
        said = say_in(as_message(caught.value.message), language)
        assert "mine.toml" in said
        assert field in said
        if line is not None:
            assert f"{line}" in said, said
        advice = caught.value.advice
        assert as_message(advice).key != "wanted.other", "what to write must be said"
        assert len(say_in(as_message(advice), language)) > 10


def test_what_is_no_toml_names_the_line() -> None:
    with pytest.raises(ProgrammeError, match="line 12"):
        programme_of(GOOD.replace('measured = "ordinary"', "measured = ordinary", 1).encode(), "mine.toml")


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("rate_per_min = 6.0", "rate_per_min = 60.0", "programme.rate"),
        ("exhale_to_inhale = 2.0", 'exhale_to_inhale = 2.0, begin = "slow"', "programme.begin"),
        ('name = "mine"', 'name = "Mine!"', "programme.name_letters"),
        ("Sit.", "x" * 141, "programme.text_length"),
        ('"Sit."', "“Sit.”", "programme.compare"),
    ],
)
def test_the_advice_fits_the_error(old: str, new: str, advice: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        programme_of(GOOD.replace(old, new, 1).encode(), "mine.toml")
    assert as_message(caught.value.advice).key == advice


def test_what_is_no_utf8_names_the_line() -> None:
    with pytest.raises(ProgrammeError, match=r"line 9.*UTF-8"):
        programme_of(GOOD.encode().replace(b"Sit.", b"S\xe4t."), "mine.toml")


def test_a_long_file_is_not_read() -> None:
    with pytest.raises(ProgrammeError, match="larger than 200 kB"):
        programme_of(b"#" * 200_001, "mine.toml")


def test_a_programme_longer_than_two_hours_is_refused() -> None:
    step = GOOD[GOOD.index("[[step]]") : GOOD.index("[[step]]", GOOD.index("[[step]]") + 1)]
    with pytest.raises(ProgrammeError, match="step"):
        programme_of((GOOD + "\n" + step.replace("20", "3600") * 3).encode(), "mine.toml")


def test_a_guide_may_go_on() -> None:
    more = (
        GOOD
        + '\n[[step]]\ntext.en = "On."\ntext.de = "On."\nseconds = 9\nmeasured = "response"\nguide = "on"\n'
    )
    steps = programme_of(more.encode(), "mine.toml").steps
    assert steps[2].guide is not None
    assert steps[2].guide is steps[1].guide


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.sampled_from(string.printable)), max_size=8))
def test_a_damaged_file_is_read_or_gets_a_sentence(damage: list[tuple[int, str]]) -> None:
    text = list(GOOD)
    for place, character in damage:
        text[place] = character
    read_or_refuse("".join(text).encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_get_a_sentence(content: bytes) -> None:
    read_or_refuse(content)


def read_or_refuse(content: bytes) -> None:
    with suppress(ProgrammeError):
        assert programme_of(content, "mine.toml").steps


def test_the_example_in_the_documentation_is_a_programme() -> None:
    documentation = Path(__file__).parents[3] / "docs" / "programmes.md"
    shown = documentation.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    programme = programme_of(shown.encode(), "evening.toml")
    assert (programme.name, programme.seconds) == ("evening", 120.0)
