"""The time zone in which a session was recorded: its offset from UTC, and its name if known."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

LARGEST_OFFSET_S: Final = 18 * 3600
"""No place on earth is this far from UTC."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_LONGEST_NAME: Final = 32
"""Length of ``America/Argentina/ComodRivadavia``."""

_OFFSET: Final = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?")
_LOCAL_TIME: Final = Path("/etc/localtime")
_DATABASE: Final = re.compile(r".*zoneinfo/(?:posix/|right/)?")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone.

    Parameters
    ----------
    utc_offset_s : int
        Local time minus UTC at the start of the session, in seconds.
    name : str
        Its name in the IANA database, such as ``Europe/Berlin``; empty if unknown.
    """

    utc_offset_s: int
    name: str = ""

    @property
    def text(self) -> str:
        """Its name, or its offset such as ``+05:30`` if it has no name."""
        return self.name or offset_text(self.utc_offset_s)

    @property
    def tzinfo(self) -> tzinfo:
        """The zone as a standard `tzinfo`; it includes the clock changes if its name is known."""
        return _named(self.name) or _fixed(self.utc_offset_s)


def local_zone(moment: datetime) -> Zone:
    """Return the time zone of this computer.

    Parameters
    ----------
    moment : datetime
        Time for which the offset is valid, since most zones change their clocks twice a year.
    """
    offset = moment.astimezone().utcoffset() or timedelta(0)
    found = _named(name := _system_name())
    if found is None or moment.astimezone(found).utcoffset() != offset:
        name = ""
    return Zone(round(offset.total_seconds()), name)


def local_time(moment: datetime, zone: Zone | None) -> datetime:
    """Return a moment by the clock of a zone, or in UTC if the zone is unknown."""
    return moment.astimezone(UTC if zone is None else zone.tzinfo)


def local_text(moment: datetime, zone: Zone | None, *, timespec: str = "auto") -> str:
    """Return a moment in ISO 8601 by the clock of a zone; an unknown zone gives UTC with a ``Z``."""
    text = local_time(moment, zone).isoformat(timespec=timespec)
    return text if zone is not None else f"{text.removesuffix('+00:00')}Z"


def zone_of(moment: datetime) -> Zone | None:
    """Return the zone of a moment; None if it has none, or is only in UTC."""
    if moment.tzinfo is None or moment.tzinfo is UTC:
        return None
    offset = moment.utcoffset()
    if offset is None or abs(offset.total_seconds()) > LARGEST_OFFSET_S:
        return None
    return Zone(round(offset.total_seconds()), getattr(moment.tzinfo, "key", ""))


def tzinfo_of(text: str) -> tzinfo | None:
    """Return the zone for a name or for an offset such as ``+05:30``; None for anything else."""
    text = text.strip()
    if (found := _OFFSET.fullmatch(text)) is None:
        return _named(text)
    sign, hours, minutes, seconds = found.groups()
    offset_s = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return None if offset_s > LARGEST_OFFSET_S else _fixed(-offset_s if sign == "-" else offset_s)


def is_zone_name(text: str) -> bool:
    """Return whether a text has the form of a name in the IANA database."""
    return len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None


def offset_text(utc_offset_s: int) -> str:
    """Return an offset from UTC in ISO 8601."""
    sign, whole = "-" if utc_offset_s < 0 else "+", abs(utc_offset_s)
    seconds = f":{whole % 60:02d}" if whole % 60 else ""
    return f"{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}{seconds}"


def _fixed(utc_offset_s: int) -> tzinfo:
    # With a name of its own it is a different object from `UTC`, which means UTC only.
    return timezone(timedelta(seconds=utc_offset_s), offset_text(utc_offset_s))


def _named(name: str) -> ZoneInfo | None:
    if is_zone_name(name):
        with suppress(OSError, ValueError, KeyError):  # missing in this system's database, or a folder in it
            return ZoneInfo(name)
    return None


def _system_name() -> str:
    told = os.environ.get("TZ", "").removeprefix(":")
    if not told:
        with suppress(OSError, RuntimeError):
            told = str(_LOCAL_TIME.resolve(strict=True))
    return _DATABASE.sub("", told)
