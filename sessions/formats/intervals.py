"""RR intervals from a file of another program, whatever its format."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from statistics import median_low
from typing import Final

from sessions.errors import SessionFileError

SECONDS_BELOW: Final = 10.0
"""A file whose median is below this is in seconds: no heart has RR intervals of 10 ms or of 10 s."""

LONGEST_S: Final = 7 * 86_400.0
"""A week: what claims to be longer was broken on its way."""

MOST_INTERVALS: Final = 1_000_000
"""A week of heart beats, at a hundred a minute."""

CONVERTED: Final = "The intervals are in seconds in the file; they were converted to milliseconds."

_LONGEST: Final = 1e6
"""Seventeen minutes, or eleven days: whatever the unit, no interval between beats."""

_LONGEST_SHOWN: Final = 100
_DECIMAL_COMMA: Final = re.compile(r"\d+,\d+")


class IntervalFormat(StrEnum):
    """What wrote the file; ARRAY is no file, but an array of another program."""

    RR_TEXT = "rr_text"
    ELITE_HRV = "elite_hrv"
    CSV = "csv"
    HRV_LOGGER = "hrv_logger"
    POLAR_HRM = "polar_hrm"
    FIT = "fit"
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class IntervalRecording:
    """RR intervals of one file, all that are in it, in order.

    Parameters
    ----------
    format : IntervalFormat
        What wrote the file.
    rr_ms : tuple of float
        Lengths, at least one, all above zero.
    end_s : tuple of float
        When each ended, since the start of the first.
    adjacent : tuple of bool
        Whether each begins where the one before it ended; false for the first and after a pause.
    started_at : datetime or None
        Start of the first, in the time of the place where it has no zone; None where the file does not tell.
    warnings : tuple of str
        What a person should know of how it was read.
    """

    format: IntervalFormat
    rr_ms: tuple[float, ...]
    end_s: tuple[float, ...]
    adjacent: tuple[bool, ...]
    started_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def in_a_row(
    form: IntervalFormat,
    rr_ms: Sequence[float],
    *,
    started_at: datetime | None = None,
    warnings: tuple[str, ...] = (),
) -> IntervalRecording:
    """Put intervals one after the other from 0."""
    end_s = tuple(total_ms / 1000.0 for total_ms in accumulate(rr_ms))
    adjacent = (False, *(True for _ in rr_ms[1:]))
    return IntervalRecording(form, tuple(rr_ms), end_s, adjacent, started_at, warnings)


def in_milliseconds(values: Sequence[float]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Convert intervals that are in seconds, by the size of their median, and say so."""
    if median_low(values) < SECONDS_BELOW:
        return tuple(1000.0 * value for value in values), (CONVERTED,)
    return tuple(values), ()


def too_many(path: Path) -> SessionFileError:
    """Return the error for a file of more intervals than a week has."""
    return SessionFileError(
        f"{path} holds more than {MOST_INTERVALS:,} intervals, which is more than a week of heart beats.",
        "Export a part of it.",
    )


def rr_value(path: Path, line_number: int, text: str) -> float:
    """Read one interval.

    Raises
    ------
    SessionFileError
        If it is no number above zero.
    """
    try:
        value = float(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text.strip()) else text)
    except ValueError:
        value = math.nan
    if not 0.0 < value <= _LONGEST:
        raise SessionFileError(
            f"{path}, line {line_number}: {text.strip()[:_LONGEST_SHOWN]!r} is no RR interval.",
            "RR text has one number above zero a line, in milliseconds; a table a column rr or rr_ms.",
        )
    return value
