"""Reads a column of times in many forms: numbers, dates of many countries, times of day.

Day and month can't always be distinguished. Both readings are kept until the whole column is known: one of
them may be invalid, or span months instead of minutes.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from sessions.formats.tables.cells import number

_FIRST_YEAR, _LAST_YEAR = 1980, 2200
_HALF_A_DAY_S, _DAY_S = 43_200.0, 86_400.0
_MOST_UNREADABLE: Final = 0.2
_CLOCK: Final = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?"
_ZONE: Final = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\[[^\]]*\])?"
_CLOCK_ALONE: Final = re.compile(_CLOCK)
_MINUTES: Final = re.compile(r"(\d{1,3}):(\d{2})[.,](\d{1,9})")
_DATE: Final = re.compile(
    rf"(?:[A-Za-zäöü]{{2,10}}\.?,?\s+)?(\d{{1,4}})[./:\s-]+(\d{{1,2}}|[A-Za-zäöü]{{3,9}})\.?[./:,\s-]+(\d{{1,4}})"
    rf"(?:[T,;\s]+{_CLOCK}{_ZONE})?"
)
_US_NAMED: Final = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})(?:[,;\s]+{_CLOCK}{_ZONE})?"
)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}


@dataclass(slots=True)
class Moments:
    """Times of a column in seconds; NaN for a cell without a time.

    Parameters
    ----------
    seconds : list of float
        Numbers as written, dates as seconds since 1970, times of day as seconds since midnight.
    is_dated : bool
        Whether they are dates.
    is_zoned : bool
        Whether the dates have a time zone; otherwise they are counted as if in UTC.
    is_ambiguous : bool
        Whether day and month can't be distinguished.
    """

    seconds: list[float]
    is_dated: bool = False
    is_zoned: bool = False
    is_ambiguous: bool = False
    is_clock: bool = False


def moments(cells: Sequence[str]) -> Moments | None:
    """Read a column of times; return None if most cells are not times."""
    sample = [cell for cell in cells[:200] if cell.strip()]
    for read in (_numbers, _iso_dates, _clocks, _dates):
        if sample and (tried := read(sample)) is not None and _is_readable(tried.seconds):
            whole = read(cells)
            blank = sum(not cell for cell in cells)
            return whole if whole is not None and _is_readable(whole.seconds, blank) else None
    return None


def _is_readable(seconds: Sequence[float], blank: int = 0) -> bool:
    return sum(map(math.isnan, seconds)) - blank <= _MOST_UNREADABLE * (len(seconds) - blank)


def _numbers(cells: Sequence[str]) -> Moments | None:
    return Moments([math.nan if (value := number(cell)) is None else value for cell in cells])


def _iso_dates(cells: Sequence[str]) -> Moments | None:
    dates = [_iso(cell) for cell in cells]
    first = next((date for date in dates if date is not None), None)
    if first is None:
        return None
    zoned = first.tzinfo is not None
    seconds = [
        math.nan if date is None or (date.tzinfo is not None) != zoned else _timestamp(date) for date in dates
    ]
    return Moments(seconds, is_dated=True, is_zoned=zoned)


def _iso(cell: str) -> datetime | None:
    text = cell.strip().strip("\"'")
    if len(text) < 10 or text[4] != "-":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(
                text.replace(" +", "+").replace(" -", "-").replace(" UTC", "+00:00")
            )
        except ValueError:
            return None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _clocks(cells: Sequence[str]) -> Moments | None:
    seconds: list[float] = []
    days, before = 0.0, math.nan
    for cell in cells:
        clock_s = _clock_s(cell.strip().strip("\"'"))
        if clock_s + _HALF_A_DAY_S < before:
            days += _DAY_S
        before = clock_s if not math.isnan(clock_s) else before
        seconds.append(days + clock_s)
    return Moments(seconds, is_clock=True)


def _clock_s(text: str) -> float:
    if (found := _MINUTES.fullmatch(text)) is not None:
        return 60.0 * int(found[1]) + int(found[2]) + float(f"0.{found[3]}")
    if (found := _CLOCK_ALONE.fullmatch(text)) is None:
        return math.nan
    return _seconds_of_day(*found.groups())


def _seconds_of_day(
    hour: str | None, minute: str | None, second: str | None, part: str | None, half: str | None
) -> float:
    hours = int(hour or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return math.nan
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    if hours > 24 or int(minute or 0) > 59 or int(second or 0) > 60:
        return math.nan
    return 3600.0 * hours + 60.0 * int(minute or 0) + int(second or 0) + float(f"0.{part or 0}")


def _dates(cells: Sequence[str]) -> Moments | None:
    """Read dates with the day first and with the month first, and choose the order that fits all cells."""
    day_first, month_first = _Reading(month_first=False), _Reading(month_first=True)
    has_dots = False
    for cell in cells:
        written = _written(cell.strip().strip("\"'")[:60])
        has_dots = has_dots or (written is not None and "." in cell[:5])
        day_first.add(written)
        month_first.add(written)
    if day_first.seconds == month_first.seconds:
        return day_first.moments(is_ambiguous=False)
    better, worse = sorted((day_first, month_first), key=lambda one: (one.unreadable, one.span_s))
    same = better.unreadable == worse.unreadable and abs(better.span_s - worse.span_s) < _DAY_S / 2.0
    return day_first.moments(is_ambiguous=False) if same and has_dots else better.moments(is_ambiguous=same)


class _Written(NamedTuple):
    """A date as written: its three parts, the seconds of the day, and the zone."""

    parts: tuple[str, str, str]
    seconds: float
    zone: str | None


class _Reading:
    """Dates of a column, read with the day or the month first; each day is computed once."""

    def __init__(self, *, month_first: bool) -> None:
        self.seconds: list[float] = []
        self.unreadable = 0
        self._zoned = False
        self._month_first = month_first
        self._midnights: dict[tuple[str, str, str], float] = {}

    def add(self, written: _Written | None) -> None:
        if written is None:
            seconds = math.nan
        else:
            midnight = self._midnights.get(written.parts)
            if midnight is None:
                midnight = _midnight(*written.parts, month_first=self._month_first)
                self._midnights[written.parts] = midnight
            seconds = midnight + written.seconds
            if written.zone is not None:
                self._zoned = True
                seconds -= _offset_s(written.zone)
        self.unreadable += math.isnan(seconds)
        self.seconds.append(seconds)

    @property
    def span_s(self) -> float:
        known = [one for one in self.seconds if not math.isnan(one)]
        return max(known) - min(known) if known else math.inf

    def moments(self, *, is_ambiguous: bool) -> Moments:
        return Moments(self.seconds, is_dated=True, is_zoned=self._zoned, is_ambiguous=is_ambiguous)


def _written(text: str) -> _Written | None:
    if (found := _DATE.fullmatch(text)) is not None:
        one, two, three, *clock, zone = found.groups()
    elif (found := _US_NAMED.fullmatch(text)) is not None:
        two, one, three, *clock, zone = found.groups()
    else:
        return None
    seconds = _seconds_of_day(*clock) if clock[0] is not None else 0.0
    return _Written((one, two, three), seconds, zone)


def _midnight(one: str, two: str, three: str, *, month_first: bool) -> float:
    """Return the seconds from 1970 to the beginning of a day; NaN if it is not a day."""
    if len(one) == 4:
        year, month, day = one, two, three
    elif month_first and two.isdigit():
        month, day, year = one, two, three
    else:
        day, month, year = one, two, three
    years = int(year) + (2000 if len(year) <= 2 else 0)
    months = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    if not _FIRST_YEAR <= years <= _LAST_YEAR:
        return math.nan
    try:
        return datetime(years, months, int(day), tzinfo=UTC).timestamp()
    except ValueError:
        return math.nan


def _offset_s(text: str) -> float:
    if text[0] not in "+-":
        return 0.0
    minutes = min(60 * int(text[1:3]) + int(text[-2:]), 14 * 60)
    return -60.0 * minutes if text[0] == "-" else 60.0 * minutes


def _timestamp(moment: datetime) -> float:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
