"""RR text: one interval a line, as Kubios, Elite HRV and many others write it."""

import math
from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError

SECONDS_BELOW: Final = 10.0
"""A file whose median is below this is in seconds: no heart has RR intervals of 10 ms or of 10 s."""

_LONGEST_LINE: Final = 100
_LARGEST_BYTES: Final = 20_000_000


def read_rr_text(path: Path) -> list[float]:
    """Read RR intervals in milliseconds.

    Blank lines and lines that begin with ``#`` are passed over; nothing else is dropped.

    Returns
    -------
    list of float
        RR in ms, at least one; values in seconds are recognised by their size and converted.

    Raises
    ------
    SessionFileError
        If the file is missing, empty, or holds anything but numbers above zero.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SessionFileError(
            f"{path} is neither a session nor text.", "Give a .session file or RR text, one number a line."
        ) from error
    except FileNotFoundError as error:
        raise SessionFileError(
            f"There is no file {path}.", "Check the name; `biofeedback sessions list` shows your sessions."
        ) from error
    except OSError as error:
        raise SessionFileError(
            f"{path} can't be read: {error.strerror}.", "Check the name and the permissions."
        ) from error
    if len(content) > _LARGEST_BYTES:
        raise SessionFileError(
            f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB, which no RR text is.",
            "A day of heart beats takes 1 MB; check the name.",
        )
    values = [
        _number(path, number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not values:
        raise SessionFileError(f"{path} is empty.", "RR text has one interval in milliseconds a line.")
    in_seconds = sorted(values)[len(values) // 2] < SECONDS_BELOW
    return [1000.0 * value for value in values] if in_seconds else values


def _number(path: Path, line_number: int, line: str) -> float:
    try:
        value = float(line)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value <= 0.0:
        shown = line.strip()[:_LONGEST_LINE]
        raise SessionFileError(
            f"{path}, line {line_number}: {shown!r} is no RR interval.",
            "RR text has one number above zero a line, in milliseconds.",
        )
    return value
