"""The options of every command, which may come before or after its name."""

from collections.abc import Iterator, Sequence
from typing import Final

DATA_DIR: Final = "--data-dir"
LANGUAGE: Final = "--language"

_WITHOUT_COMMAND: Final = ("-h", "--help", "--version")
_SHORTEST: Final = 4
"""Fewest characters of an abbreviation, such as ``--la``, that is unique to one of these options."""


def with_command(given: Sequence[str]) -> list[str]:
    """Return the arguments, with ``train`` inserted if no command is named.

    Parameters
    ----------
    given : sequence of str
        The arguments as typed; options of every command may come first.
    """
    place = 0
    while place < len(given) and _option(given[place]):
        place += 1 if "=" in given[place] else 2
        if place > len(given):
            return list(given)  # its value is missing, and the parser reports that
    rest = given[place:]
    if rest and (rest[0] in _WITHOUT_COMMAND or not rest[0].startswith("-")):
        return list(given)
    return [*given[:place], "train", *rest]


def values_of(option: str, given: Sequence[str]) -> Iterator[str]:
    """Yield the values given for an option, last one first, because the last one counts.

    Parameters
    ----------
    option : str
        `DATA_DIR` or `LANGUAGE`.
    given : sequence of str
        The arguments, not yet parsed.
    """
    end = given.index("--") if "--" in given else len(given)
    for place in reversed(range(end)):
        if _option(given[place]) != option:
            continue
        _, sign, value = given[place].partition("=")
        if sign:
            yield value
        elif place + 1 < end:
            yield given[place + 1]


def _option(argument: str) -> str:
    """Return which option of every command an argument is, also if abbreviated; empty for others."""
    name = argument.partition("=")[0]
    if len(name) < _SHORTEST:
        return ""
    return next((option for option in (DATA_DIR, LANGUAGE) if option.startswith(name)), "")
