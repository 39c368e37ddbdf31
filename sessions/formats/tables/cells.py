"""Reads the cells of a table: numbers, with or without a unit."""

import math
import re
from typing import Final

_UNIT: Final = r"(?:ms|msec|s|sec|bpm|mV|uV|µV|mg|g)?"
_ONE: Final = re.compile(rf"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*{_UNIT}")
_ISO_DURATION: Final = re.compile(r"PT(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_BETWEEN: Final = re.compile(r",\s+|\s*[;|/]\s*|\s+")
_LONGEST_CELL: Final = 2000
_LARGEST: Final = 1e20


def number(cell: str) -> float | None:
    """Return the number in a cell; None if there is not exactly one, or if it is not finite."""
    try:
        value = float(cell)
    except ValueError:
        found = numbers(cell)
        return found[0] if len(found) == 1 else None
    return value if -_LARGEST < value < _LARGEST and "_" not in cell else None


def numbers(cell: str) -> list[float]:
    """Return the numbers in a cell, such as the intervals of one packet; empty if it contains anything else.

    Numbers may have a decimal comma, quotes, brackets, or a unit after them. Blanks, semicolons, bars, or a
    comma with a blank separate them. ``PT0.863S`` is a duration in seconds.
    """
    text = cell[:_LONGEST_CELL].strip().strip("\"'[](){}").strip()
    if (duration := _duration_s(text)) is not None:
        return [duration]
    if (one := _ONE.fullmatch(text)) is not None:
        return _finite([one[1]])
    parts = [_ONE.fullmatch(part) for part in _BETWEEN.split(text)]
    return _finite([part[1] for part in parts if part is not None]) if all(parts) else []


def is_blank(cell: str) -> bool:
    """Return whether a cell says that nothing was measured."""
    return cell.strip().strip("\"'").strip().lower() in ("", "na", "n/a", "nan", "null", "none", "-", "--")


def _finite(texts: list[str]) -> list[float]:
    values = [float(text.replace(",", ".")) for text in texts]
    return values if all(math.isfinite(value) and abs(value) < _LARGEST for value in values) else []


def _duration_s(text: str) -> float | None:
    if not text.startswith("PT") or (found := _ISO_DURATION.fullmatch(text)) is None or len(text) < 4:
        return None
    minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return 60.0 * minutes + seconds
