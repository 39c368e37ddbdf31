"""RR intervals from a file of another program, in any format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Final

from devices.message import Message, message
from sessions.errors import SessionFileError

SECONDS_BELOW: Final = 10.0
"""A file is in seconds if its median is below this: no heart has RR intervals of 10 ms or of 10 s."""

LONGEST_S: Final = 7 * 86_400.0
"""A week. A file that claims to be longer is damaged."""

MOST_INTERVALS: Final = 1_000_000
"""A week of heart beats at a hundred per minute."""

CONVERTED: Final = message("file.converted")
"""Warning that the intervals in the file are in seconds."""

ARRAY: Final = "array"
"""The format of intervals that come from another program's array instead of a file."""

EXPORT_A_PART: Final = message("file.export_a_part.advice")
"""Advice for a file that is larger than this program reads."""

_LONGEST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class IntervalRecording:
    """All RR intervals of one file, in order.

    Parameters
    ----------
    format : str
        The name of the file's format.
    rr_ms : tuple of float
        Lengths, at least one, all above zero.
    end_s : tuple of float
        When each interval ended, since the start of the first.
    adjacent : tuple of bool
        Whether each begins where the one before it ended; false for the first and after a pause.
    started_at : datetime or None
        Start of the first interval; without a zone it is in local time. None if the file does not give it.
    warnings : tuple of Message
        What a person should know about how it was read.
    """

    format: str
    rr_ms: tuple[float, ...]
    end_s: tuple[float, ...]
    adjacent: tuple[bool, ...]
    started_at: datetime | None = None
    warnings: tuple[Message, ...] = ()


def in_a_row(
    form: str,
    rr_ms: Sequence[float],
    *,
    started_at: datetime | None = None,
    warnings: tuple[Message, ...] = (),
) -> IntervalRecording:
    """Put intervals one after another, starting at 0."""
    end_s = tuple(total_ms / 1000.0 for total_ms in accumulate(rr_ms))
    adjacent = (False, *(True for _ in rr_ms[1:]))
    return IntervalRecording(form, tuple(rr_ms), end_s, adjacent, started_at, warnings)


def too_many(path: Path) -> SessionFileError:
    """Return the error for a file with more intervals than a week has."""
    return SessionFileError(
        message(
            "file.too_many_intervals",
            path=str(path),
            most=MOST_INTERVALS,
            most_millions=MOST_INTERVALS // 1_000_000,
        ),
        EXPORT_A_PART,
    )


def too_long(path: Path, duration_s: float) -> SessionFileError:
    """Return the error for a file that claims to be longer than a week."""
    return SessionFileError(
        message("file.too_long", path=str(path), days=duration_s / 86_400.0), EXPORT_A_PART
    )


def shown(text: str) -> str:
    """Return text from a file for use in an error: short, in quotes, without control characters."""
    return repr(text.strip()[:_LONGEST_SHOWN])
