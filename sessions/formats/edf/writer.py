"""Writes EDF+: ECG in µV, acceleration in mg; beats, breaths and the person's notes as annotations.

A data record lasts as long as the strap takes for a second's samples (0.998 s, for example). This keeps the
strap's own clock. Values are the strap's own integers if they fit into 16 bits. Spans without a signal repeat
the last value and have an annotation. Onsets are exact decimals: with rounding errors, strict readers would
treat the recording as interrupted.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sessions.formats.edf.channels import RATE_LABEL, RATE_UNIT, WRITTEN_LABELS
from sessions.formats.edf.header import ANNOTATIONS_LABEL, FIELDS, MAGIC, MONTHS, UNKNOWN_ZONE
from sessions.formats.even_samples import even_samples, true_rate_hz
from sessions.formats.export import Channel, SessionExport
from sessions.formats.signals import BEAT, NO_SIGNAL, SignalArray
from sessions.zone import offset_text

_SHORTEST_GAP_S: Final = 0.1
_NORMAL: Final = "normal"
_LARGEST: Final = 32767
_LOWEST_IN_ANNOTATIONS: Final = -32768
"""EDF+ specification, section 2.2.1."""

_FEWEST_SAMPLES: Final = 2
_BETWEEN_RATES_S: Final = 0.2
_TAIL: Final = 0.05
"""A remainder up to this share of a record gets no record of its own, which would be nearly all padding."""

_ONSET_DECIMALS: Final = 9
_YEARS: Final = range(1985, 2085)
"""Years that the two digits in the header stand for."""

_Annotation = tuple[float, float | None, str]


@dataclass(frozen=True, slots=True)
class _Signal:
    label: str
    unit: str
    transducer: str
    largest: int
    stored: NDArray[np.int16]

    @property
    def in_record(self) -> int:
        return int(self.stored.shape[1])


def edf_bytes(session: SessionExport) -> bytes:
    """Return a session as an EDF+ file, in the local time of its zone, or in UTC if the zone is unknown."""
    channels = [one for one in _channels(session) if one.time_s.size >= _FEWEST_SAMPLES]
    record_s = _record_s(channels)
    records = max(1, math.ceil(session.duration_s / float(record_s) - _TAIL))
    signals: list[_Signal] = []
    annotations = list(_annotations(session))
    for channel in channels:
        made, gaps = _signals(channel, float(record_s), records)
        signals += made
        annotations += gaps
    started_at = session.local_start
    signals.append(_annotation_signal(annotations, record_s, records, started_at.microsecond))
    data = np.concatenate([signal.stored for signal in signals], axis=1)
    return _header(started_at, _zone(session), record_s, records, signals) + data.astype("<i2").tobytes()


def _channels(session: SessionExport) -> list[Channel]:
    """Return the channels of samples, including the heart rates if the strap sent no intervals."""
    if session.beats or not session.rates:
        return list(session.channels)
    time_s = np.array([one.time_s for one in session.rates])
    # Two rates received at once would leave the channel without a sampling rate.
    kept = np.concatenate(([True], np.diff(time_s) >= _BETWEEN_RATES_S))
    rates = np.array([[float(one.rate_per_min)] for one in session.rates])
    return [*session.channels, Channel((RATE_LABEL,), RATE_UNIT, time_s[kept], rates[kept])]


def _zone(session: SessionExport) -> str:
    """Return offset and name of the zone; EDF+ allows more text in the recording's description (2.1.3.3)."""
    if session.zone is None:
        return f"UTC+00:00 {UNKNOWN_ZONE}"
    offset = session.local_start.utcoffset()
    seconds = session.zone.utc_offset_s if offset is None else round(offset.total_seconds())
    return f"UTC{offset_text(seconds)} {session.zone.name}".strip()


def _record_s(channels: Sequence[Channel]) -> Decimal:
    """Return how long a second's samples take by the strap's clock, with as many digits as EDF allows."""
    if not channels:
        return Decimal(1)
    rate_hz = true_rate_hz(channels[0])
    return Decimal(f"{max(1, round(rate_hz)) / rate_hz:.6f}")


def _signals(channel: Channel, record_s: float, records: int) -> tuple[list[_Signal], list[_Annotation]]:
    in_record = max(1, round(true_rate_hz(channel) * record_s))
    even = even_samples(channel, in_record / record_s, in_record * records)
    signals = [
        _signal(
            even.values[:, column].reshape(records, in_record), WRITTEN_LABELS.get(label, label), channel.unit
        )
        for column, label in enumerate(channel.labels)
    ]
    kind = channel.labels[0].partition(" ")[0]
    long = (gap for gap in even.gaps_s if gap[1] >= _SHORTEST_GAP_S)
    gaps: list[_Annotation] = [(at_s, for_s, f"{NO_SIGNAL}: {kind}") for at_s, for_s in long]
    return signals, gaps


def _signal(values: SignalArray, label: str, unit: str) -> _Signal:
    largest = math.ceil(float(np.abs(values).max(initial=0.0)))
    if largest <= _LARGEST and np.array_equal(np.rint(values), values):
        largest = _LARGEST
    stored = np.rint(values * (_LARGEST / max(largest, 1))).astype(np.int16)
    return _Signal(label, unit, "chest strap", max(largest, 1), stored)


def _annotations(session: SessionExport) -> Iterator[_Annotation]:
    """Yield breaths, notes, a beat at the end of each interval, and one at its start after a gap."""
    for beat in session.beats:
        if not beat.adjacent:
            yield beat.time_s - beat.rr_ms / 1000.0, None, BEAT
        yield beat.time_s, None, BEAT
        if beat.label != _NORMAL:
            yield beat.time_s, None, beat.label
    for phase in session.phases:
        yield phase.onset_s, phase.duration_s, phase.name
    for note in session.notes:
        yield note.time_s, None, note.text


def _annotation_signal(
    annotations: Sequence[_Annotation], record_s: Decimal, records: int, microsecond: int
) -> _Signal:
    """Write each record's start and annotations; the first and last record also take those outside."""
    begin_s = Decimal(microsecond) / 1_000_000
    lists = [[_time_stamped_list(begin_s + number * record_s, None, "")] for number in range(records)]
    for onset_s, duration_s, text in sorted(annotations, key=lambda one: one[0]):
        number = min(max(math.floor(onset_s / float(record_s)), 0), records - 1)
        onset = begin_s + Decimal(f"{onset_s:.{_ONSET_DECIMALS}f}")
        lists[number].append(_time_stamped_list(onset, duration_s, text))
    written = [b"".join(one) for one in lists]
    width = max(len(one) for one in written)
    width += width % 2
    content = b"".join(one.ljust(width, b"\0") for one in written)
    stored = np.frombuffer(content, dtype="<i2").reshape(records, width // 2)
    return _Signal(ANNOTATIONS_LABEL, "", "", _LARGEST, stored)


def _time_stamped_list(onset_s: Decimal, duration_s: float | None, text: str) -> bytes:
    duration = "" if duration_s is None else f"\x15{max(0.0, duration_s):.{_ONSET_DECIMALS}f}"
    printable = "".join(one if one.isprintable() else " " for one in text)
    return f"{onset_s:+f}{duration}\x14{printable}\x14\0".encode()


def _header(
    started_at: datetime, zone: str, record_s: Decimal, records: int, signals: Sequence[_Signal]
) -> bytes:
    month = MONTHS[started_at.month - 1]
    year = f"{started_at:%y}" if started_at.year in _YEARS else "yy"
    fixed = (
        (MAGIC.decode(), 8),
        ("X X X X", 80),
        (f"Startdate {started_at.day:02d}-{month}-{started_at.year} X X biofeedback {zone}", 80),
        (f"{started_at:%d.%m}.{year}", 8),
        (f"{started_at:%H.%M.%S}", 8),
        (256 * (len(signals) + 1), 8),
        ("EDF+C", 44),
        (records, 8),
        (f"{record_s:f}", 8),
        (len(signals), 4),
    )
    described = [
        (
            signal.label,
            signal.transducer,
            signal.unit,
            -signal.largest,
            signal.largest,
            _LOWEST_IN_ANNOTATIONS if signal.label == ANNOTATIONS_LABEL else -_LARGEST,
            _LARGEST,
            "",
            signal.in_record,
            "",
        )
        for signal in signals
    ]
    columns = [(row[number], width) for number, (_, width) in enumerate(FIELDS) for row in described]
    return b"".join(str(value).encode("ascii").ljust(width) for value, width in (*fixed, *columns))
