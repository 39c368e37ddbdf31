"""The line on which a value stands, and the one at which a text stops being TOML."""

import tomllib

import pytest

from devices.toml_lines import broken_line, line_of

TEXT = """title.en = "Mine"          # 1
times = ["08:00", "18:00"]
guide = { rate = 6 }
[day]
2026-05-04 = { pain = 3 }
"2026-05-05" = { pain = 4 }

[sound]
rate = 2
[sound.device]
name = "x"

[[step]]                   # 13
seconds = 3
[[step]]
text.en = "Sit."
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title", "en"), 1),
        (("title", "de"), 1),
        (("times", 1), 2),
        (("guide", "rate"), 3),
        (("guide", "seconds"), 3),
        (("day", "2026-05-04", "pain"), 5),
        (("day", "2026-05-05"), 6),
        (("day", "2026-05-06"), 4),
        (("sound", "rate"), 9),
        (("sound", "device", "name"), 11),
        (("step", 0, "seconds"), 14),
        (("step", 1, "seconds"), 15),
        (("step", 1, "text", "en"), 16),
        (("step", 5, "text"), None),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_value(place: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TEXT, place) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb 2\n", 2), ("a = 1\nb = 2\na = 3\nc = 4\n", 3), ("[a]\n[b]\n[a]\n", 3), ('a = 1\nb = "x', 2)],
)
def test_the_line_at_which_a_text_breaks(text: str, line: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert broken_line(text, caught.value) == line


def test_another_error_has_no_line() -> None:
    assert broken_line("a = 1", RecursionError()) is None


def test_only_a_line_feed_ends_a_line() -> None:
    text = 'a = "x\x85y\u2028z" # \u2029\r\nb = 2\n'
    assert line_of(text, ("b",)) == 2
    with pytest.raises(tomllib.TOMLDecodeError) as wrong:
        tomllib.loads(text + "b = 3\n")
    assert broken_line(text + "b = 3\n", wrong.value) == 3
