"""The keys that docs/json.md lists, and the keys that an output has."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

_DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "json.md"
FIGURE: Final = "FIGURE"
"""Stands for the key of each figure."""
_BRACES: Final = re.compile(r"\{([^}]*)\}")


def documented_keys(heading: str) -> set[str]:
    """Return the keys in the section whose heading contains some words."""
    sections = re.split(r"^## ", _DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (section,) = (one for one in sections if heading in one.partition("\n")[0])
    cells = re.findall(r"^\| (`.*?`) \| ", section, re.MULTILINE)
    keys = {key for cell in cells for written in re.findall(r"`([^`]+)`", cell) for key in _expanded(written)}
    if not any(FIGURE in key for key in keys):
        return keys
    figures = documented_keys("The figures of a recording")
    return {key.replace(FIGURE, figure) for key in keys for figure in figures}


def keys_of(value: object, place: str = "") -> Iterator[str]:
    """Yield the path of every key in a value, as docs/json.md writes it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            path = f"{place}.{name}" if place else str(name)
            yield path
            yield from keys_of(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, f"{place}[]" if place else "")


def _expanded(written: str) -> Iterator[str]:
    choices = [one.split(",") for one in _BRACES.findall(written)]
    for chosen in product(*choices):
        names = iter(chosen)
        yield _BRACES.sub(lambda _, names=names: next(names), written)  # type: ignore[misc]
