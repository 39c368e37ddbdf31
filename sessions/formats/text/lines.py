"""Yields the lines of a text from anywhere, one after another and within limits."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import EXPORT_A_PART

_MOST_LINES: Final = 2_000_000
_END: Final = re.compile(r"[\r\n]")
_LONGEST_LINE: Final = 10_000_000
"""One line may contain all intervals of a week."""


def numbered_lines(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that are not blank, each with its number, starting at 1.

    Raises
    ------
    SessionFileError
        If a line is too long, or if there are too many lines, for any file of intervals.
    """
    begin, only_newlines = 0, "\r" not in text
    for number in range(1, _MOST_LINES + 1):
        if begin >= len(text):
            return
        end = _end_of_line(text, begin, only_newlines=only_newlines)
        if end - begin > _LONGEST_LINE:
            raise SessionFileError(
                message("file.long_line", path=str(path), line=number, longest=_LONGEST_LINE),
                message("file.long_line.advice"),
            )
        line = text[begin:end]
        if line and not line.isspace():
            yield number, line
        begin = end + 2 if text.startswith("\r\n", end) else end + 1
    raise SessionFileError(
        message(
            "file.too_many_lines", path=str(path), most=_MOST_LINES, most_millions=_MOST_LINES // 1_000_000
        ),
        EXPORT_A_PART,
    )


def _end_of_line(text: str, begin: int, *, only_newlines: bool) -> int:
    if only_newlines:  # twice as fast
        end = text.find("\n", begin)
        return end if end >= 0 else len(text)
    found = _END.search(text, begin)
    return found.start() if found is not None else len(text)
