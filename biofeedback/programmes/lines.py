"""The line of a TOML file on which a value stands, for people who mend it in an editor."""

import re
from typing import Final

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")


def line_of(text: str, place: tuple[str | int, ...]) -> int | None:
    """Return the number of the line, from 1, on which the value at a place is written.

    The value of a key that is missing is looked for where the key should stand: at the head of its table.

    Parameters
    ----------
    text : str
        The TOML file.
    place : tuple of str and int
        The way to the value, such as ``("step", 2, "seconds")``.

    Returns
    -------
    int or None
        None where even its table is not found.
    """
    lines = text.splitlines()
    table, rest = _table(place)
    begin = _begin_of(lines, table)
    if begin is None:
        return None
    for depth in range(len(rest), 0, -1):
        found = _key_line(lines, begin, rest[:depth])
        if found is not None:
            return found
    return begin + 1 if table else None


def _table(place: tuple[str | int, ...]) -> tuple[tuple[str, int] | None, tuple[str, ...]]:
    """Return which table of a list the value lies in, and the keys inside it."""
    if len(place) >= 2 and isinstance(place[0], str) and isinstance(place[1], int):
        return (place[0], place[1]), tuple(str(one) for one in place[2:])
    return None, tuple(str(one) for one in place)


def _begin_of(lines: list[str], table: tuple[str, int] | None) -> int | None:
    if table is None:
        return 0
    name, index = table
    heads = [
        number for number, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)
    ]
    return heads[index] if index < len(heads) else None


def _key_line(lines: list[str], begin: int, keys: tuple[str, ...]) -> int | None:
    """Return the line that sets a key, in dotted form or as the table that holds it."""
    dotted = r"\s*\.\s*".join(rf'["\']?{re.escape(key)}["\']?' for key in keys)
    wanted = re.compile(rf"^\s*(\[\[?\s*)?{dotted}\s*(=|\.|\])")
    for number in range(begin, len(lines)):
        if number > begin and _HEADER.match(lines[number]) and not wanted.match(lines[number]):
            return None
        if wanted.match(lines[number]) and number >= begin:
            return number + 1
    return None
