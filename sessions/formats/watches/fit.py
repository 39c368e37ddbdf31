"""Reads FIT activity files: RR intervals, their start, and pauses of the watch.

Three messages have intervals: ``hrv`` (78: up to five, uint16, 1/1000 s, 65535 for none), ``beat_intervals``
(290: the same in milliseconds), and ``hr`` (132: times of beats in 1/1024 s, as a swimmer's strap delivers
them). Intervals have no time stamps, but the messages between them do. Time that no interval accounts for is
a pause.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from devices.message import Message, message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import MOST_INTERVALS, IntervalRecording, too_many
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.series import LONGEST_MS, interval_recording, require_intervals
from sessions.formats.source import SourceFile
from sessions.formats.tables.times import PAUSE_S, pauses_s
from sessions.formats.watches.fit_messages import (
    SIGNATURE,
    TIMESTAMP,
    FitMessage,
    FitReading,
    TooManyMessagesError,
)

_LARGEST_BYTES: Final = 50_000_000
_EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
_FILE_ID, _RECORD, _EVENT, _HRV, _HR, _BEAT_INTERVALS = 0, 20, 21, 78, 132, 290
_TIME_CREATED: Final = 4
_WANTED: Final = {
    _FILE_ID: (_TIME_CREATED,),
    _RECORD: (TIMESTAMP,),
    _EVENT: (TIMESTAMP,),
    _HRV: (0,),
    _HR: (9, 10),
    _BEAT_INTERVALS: (1, TIMESTAMP),
}
"""The fields that are read from each message."""

_NO_INTERVAL: Final = 0xFFFF
_TICKS_A_SECOND: Final = 1024.0
_LOW_12_BITS: Final = 0xFFF


def _is_fit(source: SourceFile) -> bool:
    return source.head[8:12] == SIGNATURE


@reader(
    "fit",
    title=verbatim("FIT"),
    recognise=_is_fit,
    notes=FormatNotes(
        "`.FIT` in the header",
        "`hrv`, `beat_intervals` or `hr` messages",
        "cumulated; pauses by the stamps of other messages",
        "`file_id`",
    ),
)
def fit(source: SourceFile) -> IntervalRecording:
    """Read the RR intervals.

    Raises
    ------
    SessionFileError
        If the file is damaged from its beginning, is too large, or has no RR intervals.
    """
    path = source.path
    reading = FitReading(source.content(_LARGEST_BYTES), _WANTED)
    found = _Activity()
    try:
        for one in reading.messages():
            found.take(one, reading.files)
            if len(found.hrv.rr_ms) + len(found.beats.rr_ms) + len(found.ticks) > MOST_INTERVALS:
                raise too_many(path)
    except TooManyMessagesError as error:
        raise SessionFileError(
            message("file.fit_too_long", path=str(path)), message("file.check_name.advice")
        ) from error
    said = _how_it_was_read(reading)
    if found.hrv.rr_ms or found.beats.rr_ms:
        return _of_intervals(source, found, said)
    if len(found.ticks) > 1:
        return _of_beat_times(source, found, said)
    if reading.is_damaged or reading.was_cut:
        raise SessionFileError(
            message("file.fit_damaged", path=str(path)), message("file.fit_damaged.advice")
        )
    raise SessionFileError(
        message("file.no_intervals", path=str(path)), message("file.fit_without_hrv.advice")
    )


@dataclass(slots=True)
class _Intervals:
    """Intervals in order, each with the last time stamp in seconds if that is a new one."""

    rr_ms: list[float] = field(default_factory=list)
    stamps_s: list[float] = field(default_factory=list)
    broken: list[bool] = field(default_factory=list)
    told_s: float = math.nan

    def add(self, values: list[int], stamp_s: float, *, is_broken: bool) -> None:
        padding = len(values)
        while padding and values[padding - 1] in (0, _NO_INTERVAL):
            padding -= 1
        for value in values[:padding]:
            if value == _NO_INTERVAL:
                continue
            self.rr_ms.append(float(value))
            self.broken.append(is_broken)
            self.stamps_s.append(math.nan if stamp_s == self.told_s else stamp_s)
            self.told_s, is_broken = stamp_s, False


class _Activity:
    """The data kept from the messages of an activity."""

    def __init__(self) -> None:
        self.created: datetime | None = None
        self.hrv, self.beats = _Intervals(), _Intervals()
        self.ticks: list[int] = []
        self._stamp_s = math.nan
        self._files = 0

    def take(self, one: FitMessage, files: int) -> None:
        """Take a message; `files` is the number of chained files that have begun."""
        if (stamp := one.whole(TIMESTAMP, 4)) is not None:
            self._stamp_s = float(stamp)
        elif one.offset_s is not None and not math.isnan(self._stamp_s):
            self._stamp_s += (one.offset_s - int(self._stamp_s)) % 32
        is_broken = files != self._files and self._files > 0
        if one.number == _HRV:
            self.hrv.add(one.list_of(0, 2), self._stamp_s, is_broken=is_broken)
            self._files = files
        elif one.number == _BEAT_INTERVALS:
            self.beats.add(one.list_of(1, 2), self._stamp_s, is_broken=is_broken)
            self._files = files
        elif one.number == _HR:
            self._take_ticks(one)
        elif one.number == _FILE_ID and self.created is None:
            seconds = one.whole(_TIME_CREATED, 4)
            self.created = None if seconds is None else _EPOCH + timedelta(seconds=seconds)

    def _take_ticks(self, one: FitMessage) -> None:
        """Take times of beats: complete times, or only the lowest twelve bits, two of them in three bytes."""
        self.ticks += [tick for tick in one.list_of(9, 4) if tick != 0xFFFFFFFF]
        data = one.fields.get(10, b"")
        for place in range(0, len(data) - 2, 3):
            first, middle, last = data[place : place + 3]
            for low in (first | (middle & 0x0F) << 8, middle >> 4 | last << 4):
                if not self.ticks:
                    return
                before = self.ticks[-1]
                tick = (before & ~_LOW_12_BITS) | low
                self.ticks.append(tick if tick >= before else tick + _LOW_12_BITS + 1)


def _of_intervals(source: SourceFile, found: _Activity, said: list[Message]) -> IntervalRecording:
    chosen = found.hrv if found.hrv.rr_ms else found.beats
    require_intervals(source.path, chosen.rr_ms)
    between_s = None
    if sum(not math.isnan(stamp_s) for stamp_s in chosen.stamps_s) > 1:
        first_s = next(stamp_s for stamp_s in chosen.stamps_s if not math.isnan(stamp_s))
        seconds = [stamp_s - first_s for stamp_s in chosen.stamps_s]
        between_s = pauses_s(seconds, chosen.rr_ms, chosen.broken, are_beats=False)
        if count := sum(one > PAUSE_S for one in between_s):
            said.append(message("file.pauses", count=count))
    return interval_recording(
        "fit", chosen.rr_ms, broken=chosen.broken, pauses_s=between_s, started_at=found.created, warnings=said
    )


def _of_beat_times(source: SourceFile, found: _Activity, said: list[Message]) -> IntervalRecording:
    rr_ms: list[float] = []
    between_s: list[float] = []
    waited_s = 0.0
    for before, after in pairwise(found.ticks):
        step_ms = round((after - before) / _TICKS_A_SECOND * 1000.0, 6)
        if step_ms > LONGEST_MS:
            waited_s += step_ms / 1000.0
        elif step_ms > 0.0:
            rr_ms.append(step_ms)
            between_s.append(waited_s)
            waited_s = 0.0
    if not rr_ms:
        raise SessionFileError(
            message("file.no_intervals", path=str(source.path)), message("file.fit_without_hrv.advice")
        )
    require_intervals(source.path, rr_ms)
    said.append(message("file.beat_times"))
    return interval_recording("fit", rr_ms, pauses_s=between_s, started_at=found.created, warnings=said)


def _how_it_was_read(reading: FitReading) -> list[Message]:
    said: list[Message] = []
    if reading.was_cut:
        said.append(message("file.cut"))
    if reading.was_open:
        said.append(message("file.never_closed"))
    if reading.is_damaged:
        said.append(message("file.damaged_from"))
    if reading.files > 1:
        said.append(message("file.chained", count=reading.files))
    return said
