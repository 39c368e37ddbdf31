"""Finds the layout of a text: what separates its columns, where its rows begin, and the names of its columns.

The layout follows from the content: from the rows in the middle of the text's beginning, which come after
every header.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

from sessions.formats.series import LONGEST_MS, SHORTEST_MS
from sessions.formats.tables.cells import is_blank, numbers
from sessions.formats.tables.moments import moments
from sessions.formats.text.lines import numbered_lines

LOOKED_AT_LINES: Final = 300
_COMMENTS: Final = ("#", "%", "//")
_SEPARATORS: Final = ("\t", ";", "|", ",")
_MOSTLY: Final = 0.6
_EVENLY: Final = 0.8
_MOST_COLUMNS: Final = 200
_DECIMALS: Final = re.compile(r"\s*[\"']?([+-]?\d+),(\d+)[\"']?\s*")
_BLANKS: Final = re.compile(r"\s+")
_PARTED: Final = re.compile(r"[\d\"')\]][ \t]+[\d\"'+-]")

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the rows of a text.

    Parameters
    ----------
    separator : str
        Separator of columns; empty if there is only one column, a blank for runs of blanks.
    columns : int
        Number of columns in most rows.
    first_line : int
        Line number of the first row.
    names : tuple of str
        Names of columns; empty if the text has none.
    notes : tuple of str
        Lines above the rows, without comment signs.
    """

    separator: str
    columns: int
    first_line: int
    names: tuple[str, ...]
    notes: tuple[str, ...]


def layout_of(path: Path, text: str) -> Layout | None:
    """Return the layout of a text; None if it has no rows with numbers."""
    lines = list(islice(numbered_lines(path, text), LOOKED_AT_LINES))
    plain = [(number, line) for number, line in lines if not is_comment(line)]
    if not plain:
        return None
    separator = _separator([line for _, line in plain], len(plain) // 2)
    rows = [(number, cells(line, separator)) for number, line in plain]
    columns = Counter(len(row) for _, row in rows[len(rows) // 2 :]).most_common(1)[0][0]
    told = _told_columns([row for _, row in rows[len(rows) // 2 :]])
    first = next((place for place, (_, row) in enumerate(rows) if _is_data(row, told)), None)
    if first is None:
        return None
    first_line = rows[first][0]
    above = [line for number, line in lines if number < first_line]
    names = _names(rows[first - 1][1] if first else [], above, separator, columns)
    return Layout(separator, columns, first_line, names, tuple(line.lstrip("#%/ ").strip() for line in above))


def rows_of(path: Path, text: str, layout: Layout) -> Iterator[Row]:
    """Yield the rows of a text with their line numbers, without header and comments."""
    for place, line in numbered_lines(path, text):
        if place >= layout.first_line and not is_comment(line):
            yield place, cells(line, layout.separator)


def cells(line: str, separator: str) -> list[str]:
    """Split a line into its cells."""
    line = line.replace("\0", "")
    if not separator:
        return [line]
    if separator == " ":
        return _BLANKS.split(line.strip())
    if '"' not in line:  # does the same as csv in a third of the time
        return line.split(separator)
    with suppress(csv.Error):  # the cell is longer than csv can read
        found = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
        # Some spreadsheets write a whole row in quotes.
        return found if len(found) > 1 or separator not in line else line.strip().strip('"').split(separator)
    return [line]


def is_comment(line: str) -> bool:
    """Return whether a line is a comment."""
    return line.lstrip().startswith(_COMMENTS)


def _separator(every: Sequence[str], past_header: int) -> str:
    lines = every[past_header:]
    for separator in _SEPARATORS:
        if sum(separator in line for line in lines) >= _MOSTLY * len(lines):
            if separator == "," and not any(map(_names_columns, every)) and _is_decimal(lines):
                continue
            return separator
    return " " if _is_parted_by_blanks(lines) else ""


def _names_columns(line: str) -> bool:
    """Return whether a line has a comma between words, like column names."""
    return "," in line and any(one.isalpha() for one in line) and not numbers(line)


def _is_parted_by_blanks(lines: Sequence[str]) -> bool:
    """Return whether blanks separate columns, and not a number from its unit or the words of a sentence."""
    if sum(bool(numbers(line)) and not _PARTED.search(line) for line in lines) >= _MOSTLY * len(lines):
        return False
    parts = [_BLANKS.split(line.strip()) for line in lines]
    count, often = Counter(map(len, parts)).most_common(1)[0]
    told = sum(any(numbers(part) for part in row) for row in parts)
    if count > 1 and min(often, told) >= _EVENLY * len(lines):
        return True
    return sum(_PARTED.search(line) is not None for line in lines) >= _MOSTLY * len(lines)


def _is_decimal(lines: Sequence[str]) -> bool:
    """Return whether the comma of each line is a decimal sign, and not between a time and an interval."""
    parted = [found for line in lines if (found := _DECIMALS.fullmatch(line)) is not None]
    if len(parted) < 0.9 * len(lines) or not parted:
        return False
    before, after = [float(one[1]) for one in parted], [float(one[2]) for one in parted]
    if len(parted) == 1 or not all(a <= b for a, b in pairwise(before)) or before[0] == before[-1]:
        return True
    steps = [b - a for a, b in pairwise(before)]
    if min(steps) == max(steps):
        return False  # numbers that only count the rows are not the whole part of a decimal
    intervals_s = sum(after[1:]) / (1000.0 if sum(after) > SHORTEST_MS * len(after) else 1.0)
    span = before[-1] - before[0]
    fits = any(0.8 <= span * scale / max(intervals_s, 1e-9) <= 30.0 for scale in (1.0, 1e-3))
    return not (fits and sorted(after)[len(after) // 2] <= LONGEST_MS)


def _told_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns with numbers or times in most rows after the header."""
    told = []
    for place in range(min(max(map(len, rows)), _MOST_COLUMNS)):
        filled = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
        if filled and sum(map(_is_told, filled)) >= _MOSTLY * len(filled):
            told.append(place)
    return told


def _is_data(row: Sequence[str], told: Sequence[int]) -> bool:
    """Return whether a row has numbers or times in more than half of the columns that have them."""
    filled = [row[place] for place in told if place < len(row) and not is_blank(row[place])]
    return bool(filled) and 2 * sum(map(_is_told, filled)) > len(told) / 2 + len(filled) / 2


def _is_told(cell: str) -> bool:
    return bool(numbers(cell)) or moments([cell]) is not None


def _names(row: Sequence[str], above: Sequence[str], separator: str, columns: int) -> tuple[str, ...]:
    if row and any(any(one.isalpha() for one in cell) for cell in row):
        return tuple(cell.strip().strip("\"'").strip() for cell in row)
    comment = cells(above[-1].lstrip("#%/ "), separator) if above and is_comment(above[-1]) else []
    if len(comment) == columns and any(any(one.isalpha() for one in cell) for cell in comment):
        return tuple(cell.strip().strip("\"'").strip() for cell in comment)
    return ()
