"""Finds the line of a value in a TOML file, for people who correct it in an editor."""

import re
import tomllib
from bisect import bisect_left
from typing import Final

_AT_LINE: Final = re.compile(r"\(at line (\d+),")
_WHOLE: Final = -1
"""Start of a search outside all tables."""

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
"""A line with its end; in TOML, nothing else ends a line."""

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")


def line_of(text: str, place: tuple[str | int, ...]) -> int | None:
    """Return the number of the line, from 1, on which the value at a place is written.

    For a missing key, the line is where the key should be: at the head of its table.

    Parameters
    ----------
    text : str
        The TOML file.
    place : tuple of str and int
        The path to the value, such as ``("step", 2, "seconds")``.

    Returns
    -------
    int or None
        None if even its table is not found.
    """
    lines = _LINE.findall(text)
    table, rest = _table(place)
    if table is not None and _begin_of(lines, (table[0], 0)) is None:
        rest, table = (table[0],), None  # a list of values, which follows its key
    begin = _begin_of(lines, table)
    if begin is None:
        return None
    return _deepest_line(lines, begin, rest) or (begin + 1 if table else None)


def _deepest_line(lines: list[str], begin: int, keys: tuple[str, ...]) -> int | None:
    """Return the line of the innermost key that is found, in a table of any depth."""
    for depth in range(len(keys), 0, -1):
        found = _key_line(lines, begin, keys[:depth])
        if found is not None and _HEADER.match(lines[found - 1]):
            return _deepest_line(lines, found - 1, keys[depth:]) or found
        if found is not None:
            return found
    return None


def broken_line(text: str, wrong: Exception) -> int | None:
    """Return the number of the line, from 1, at which a text stops being TOML.

    Parameters
    ----------
    text : str
        Text of the file.
    wrong : Exception
        The error of the standard library. For a duplicate key it does not contain the line.

    Returns
    -------
    int or None
        None if it is not known.
    """
    if found := _AT_LINE.search(str(wrong)):
        return int(found[1])
    if not isinstance(wrong, tomllib.TOMLDecodeError):
        return None
    lines = _LINE.findall(text)
    ends = range(1, len(lines) + 1)
    return 1 + bisect_left(ends, 1, key=lambda end: int(_fails_so("".join(lines[:end]), str(wrong))))


def _fails_so(text: str, said: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        return str(wrong) == said
    return False


def _table(place: tuple[str | int, ...]) -> tuple[tuple[str, int] | None, tuple[str, ...]]:
    """Return the table of a list that contains the value, and the keys inside it."""
    if len(place) >= 2 and isinstance(place[0], str) and isinstance(place[1], int):
        return (place[0], place[1]), tuple(str(one) for one in place[2:])
    return None, tuple(str(one) for one in place)


def _begin_of(lines: list[str], table: tuple[str, int] | None) -> int | None:
    if table is None:
        return _WHOLE
    name, index = table
    heads = [
        number for number, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)
    ]
    return heads[index] if index < len(heads) else None


def _key_line(lines: list[str], begin: int, keys: tuple[str, ...]) -> int | None:
    """Return the line that sets a key, in dotted form or as the header of its table."""
    dotted = r"\s*\.\s*".join(rf'["\']?{re.escape(key)}["\']?' for key in keys)
    wanted = re.compile(rf"^\s*(?P<head>\[\[?\s*)?{dotted}\s*(=|\.|\])")
    is_past = False
    for number in range(max(0, begin), len(lines)):
        found = wanted.match(lines[number])
        if found and (found["head"] or not is_past):
            return number + 1
        if number > begin and _HEADER.match(lines[number]):
            if begin != _WHOLE:
                return None
            is_past = True  # from here on, values belong to other tables
    return None
