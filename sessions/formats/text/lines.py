"""A text file from anywhere, read with limits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devices.regular_file import open_regular_file
from sessions.errors import SessionFileError, unreadable

_LARGEST_BYTES: Final = 20_000_000
_MOST_LINES: Final = 2_000_000
_LONGEST_LINE: Final = 10_000


def read_text(path: Path) -> str:
    """Read a text in UTF-8, or in Latin-1 where it is one of Polar's.

    Raises
    ------
    SessionFileError
        If the file is missing, too large or no text.
    """
    try:
        with open_regular_file(path) as file:
            content = file.read(_LARGEST_BYTES + 1)
        if len(content) > _LARGEST_BYTES:
            raise SessionFileError(
                f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB, which no RR text is.",
                "A day of heart beats takes 1 MB; check the name.",
            )
        if content.startswith(b"[Params]"):
            return content.decode("latin-1")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SessionFileError(
            f"{path} is neither a session nor text.", "Give a .session file or RR text, one number a line."
        ) from error
    except FileNotFoundError as error:
        raise SessionFileError(
            f"There is no file {path}.", "Check the name; `biofeedback sessions list` shows your sessions."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def numbered_lines(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that are not blank with their numbers from 1, one after the other.

    Raises
    ------
    SessionFileError
        If a line is longer, or if there are more of them, than in any file of intervals.
    """
    begin = 0
    for number in range(1, _MOST_LINES + 1):
        if begin >= len(text):
            return
        end = _end_of_line(text, begin)
        if end - begin > _LONGEST_LINE:
            raise SessionFileError(
                f"{path}, line {number}, is longer than {_LONGEST_LINE:,} characters.",
                "Give a text with one interval a line, or a table with one row a line.",
            )
        line = text[begin:end]
        if line and not line.isspace():
            yield number, line
        begin = end + 2 if text.startswith("\r\n", end) else end + 1
    raise SessionFileError(
        f"{path} has more than {_MOST_LINES:,} lines, which is more than a week of heart beats.",
        "Export a part of it.",
    )


def _end_of_line(text: str, begin: int) -> int:
    # Looked for within the longest line alone, or a text without any would be gone through for each line.
    end = min(len(text), begin + _LONGEST_LINE + 1)
    found = (text.find(one, begin, end) for one in "\n\r")
    return min((place for place in found if place >= 0), default=end)
