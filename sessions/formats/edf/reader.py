"""Reads EDF and EDF+: ECG, chest acceleration and annotations.

This program has its own reader for two reasons. A file from anywhere must not crash or stall the program.
And the records of an interrupted recording (EDF+D) need their true times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.message import Message, message
from sessions.errors import SessionFileError, unreadable
from sessions.formats.edf.annotations import RecordAnnotations, read_annotations
from sessions.formats.edf.channels import (
    MICROVOLTS,
    RATE_LABEL,
    RATE_UNIT,
    THOUSANDTHS_OF_G,
    chosen_channels,
    factor_of,
    has_unit,
    is_annotation,
    nothing_of_use,
    rate_channel,
)
from sessions.formats.edf.header import LARGEST_HEADER_BYTES, EdfChannel, EdfHeader, damaged, read_edf_header
from sessions.formats.intervals import LONGEST_S, shown, too_long
from sessions.formats.signals import BEAT, NO_SIGNAL, Annotation, SignalArray, SignalRecording
from sessions.formats.source import SourceFile

Octets = NDArray[np.uint8]

_MOST_SAMPLES: Final = 30_000_000
"""Limit for one channel: 2.5 days at 130 Hz, a day at 256 Hz; half a gigabyte including their times."""

_LARGEST_VALUE: Final = 1e9
"""In µV or mg: 1000 V, or a million times gravity. A range beyond this is not valid."""


def read_edf(source: SourceFile) -> SignalRecording:
    """Read an ECG, acceleration (``ACC X``, ``ACC Y``, ``ACC Z``) and annotations.

    Raises
    ------
    SessionFileError
        If the file can't be read, contradicts itself, or contains none of the three.
    """
    path, octets = source.path, _octets(source)
    header = read_edf_header(path, octets[:LARGEST_HEADER_BYTES].tobytes(), octets.size)
    record_bytes = header.sample_bytes * header.record_samples
    records = octets[header.bytes : header.bytes + header.records * record_bytes]
    stored = records.reshape(header.records, record_bytes)
    said = _annotations(path, header, stored)
    onsets_s = _record_onsets_s(path, header, said)
    ecg, axes = chosen_channels(path, header)
    annotations = sorted(
        (Annotation(one.onset_s - onsets_s[0], one.duration_s, one.text) for one in said.annotations),
        key=lambda one: one.onset_s,
    )
    rates = None if ecg or any(one.text == BEAT for one in annotations) else rate_channel(header)
    if ecg is None and not axes and not annotations and rates is None:
        raise nothing_of_use(path, header)
    duration_s = _duration_s(path, header, onsets_s, annotations)
    reader = _Reader(path, header, stored, np.array(onsets_s) - onsets_s[0])
    ecg_time_s, (ecg_uv,) = reader.series([ecg], MICROVOLTS) if ecg else (np.empty(0), [np.empty(0)])
    rate_time_s, (rate_per_min,) = (
        reader.series([rates], {RATE_UNIT: 1.0}) if rates else (np.empty(0), [np.empty(0)])
    )
    heard = _is_heard(rate_time_s, annotations)
    time_s, mg = reader.series(axes, THOUSANDTHS_OF_G) if axes else (np.empty(0), [np.empty(0)] * 3)
    return SignalRecording(
        "bdf" if header.sample_bytes == 3 else "edf",
        _start(header, onsets_s[0]),
        duration_s,
        ecg_time_s,
        ecg_uv,
        time_s,
        np.column_stack(mg),
        tuple(annotations),
        _warnings(header, said, ecg, axes),
        rate_time_s[heard],
        np.rint(rate_per_min[heard]),
    )


def _is_heard(time_s: SignalArray, annotations: list[Annotation]) -> NDArray[np.bool_]:
    """Return for each heart rate whether the strap sent it; in gaps the file repeats the last rate."""
    heard = np.ones(time_s.size, dtype=bool)
    for one in annotations:
        if one.text == f"{NO_SIGNAL}: {RATE_LABEL}" and time_s.size:
            first, last = np.searchsorted(time_s + 1e-3, (one.onset_s, one.onset_s + (one.duration_s or 0.0)))
            heard[first:last] = False
    return heard


def _octets(source: SourceFile) -> Octets:
    try:
        if source.unpacked is None and source.head:
            return np.memmap(source.path, dtype=np.uint8, mode="r")
    except OSError as error:
        raise unreadable(source.path, error) from error
    return np.frombuffer(source.unpacked or b"", dtype=np.uint8)


def _duration_s(path: Path, header: EdfHeader, onsets_s: list[float], annotations: list[Annotation]) -> float:
    """Return the length over all records; for a file of annotations only, up to the last annotation."""
    last_s = max((one.onset_s + (one.duration_s or 0.0) for one in annotations), default=0.0)
    duration_s = onsets_s[-1] - onsets_s[0] + header.record_s if header.record_s else last_s
    if not 0.0 <= duration_s <= LONGEST_S:
        raise too_long(path, duration_s)
    return duration_s


def _start(header: EdfHeader, first_s: float) -> datetime | None:
    try:
        return None if header.start is None else header.start + timedelta(seconds=first_s)
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class _Reader:
    path: Path
    header: EdfHeader
    stored: Octets
    onsets_s: SignalArray

    def series(
        self, channels: list[EdfChannel], units: Mapping[str, float]
    ) -> tuple[SignalArray, list[SignalArray]]:
        counts = {channel.samples for channel in channels}
        if len(counts) != 1:
            raise SessionFileError(
                message("file.edf_axes_differ", path=str(self.path)), message("file.edf_axes_differ.advice")
            )
        (count,) = counts
        if count == 0 or self.header.record_s <= 0.0:
            raise damaged(self.path, message("file.edf.no_rate", channel=shown(channels[0].label)))
        if count * self.header.records > _MOST_SAMPLES:
            raise SessionFileError(
                message(
                    "file.edf_too_many_samples",
                    channel=channels[0].label,
                    path=str(self.path),
                    most=_MOST_SAMPLES,
                ),
                message("file.edf_too_many_samples.advice"),
            )
        within_s = np.arange(count) * (self.header.record_s / count)
        time_s = (self.onsets_s[:, np.newaxis] + within_s).ravel()
        return time_s, [self._values(channel, units) for channel in channels]

    def _values(self, channel: EdfChannel, units: Mapping[str, float]) -> SignalArray:
        factor = factor_of(self.path, channel, units)
        if channel.physical is None or channel.digital is None:
            raise damaged(self.path, message("file.edf.no_range", channel=shown(channel.label)))
        (low, high), (digital_low, digital_high) = channel.physical, channel.digital
        if (
            abs(digital_high - digital_low) < 1.0  # they are whole numbers
            or low == high
            or max(abs(low), abs(high)) * factor > _LARGEST_VALUE
        ):
            raise damaged(self.path, message("file.edf.no_range", channel=shown(channel.label)))
        gain = factor * ((high - low) / (digital_high - digital_low))
        offset = factor * low - gain * digital_low
        return self._whole_numbers(channel).astype(np.float64) * gain + offset

    def _whole_numbers(self, channel: EdfChannel) -> NDArray[np.int16] | NDArray[np.int32]:
        """Return the stored samples of a channel, one record after another."""
        octets = np.ascontiguousarray(self.stored[:, octets_of(self.header, channel)])
        if self.header.sample_bytes == 2:
            return octets.view("<i2").ravel()
        low, middle, high = octets.reshape(-1, 3).astype(np.int32).T
        return low | middle << 8 | ((high ^ 0x80) - 0x80) << 16


def octets_of(header: EdfHeader, channel: EdfChannel) -> slice:
    """Return the slice of a channel's bytes in a record."""
    first = channel.first * header.sample_bytes
    return slice(first, first + channel.samples * header.sample_bytes)


def _annotations(path: Path, header: EdfHeader, stored: Octets) -> RecordAnnotations:
    spans = [octets_of(header, one) for one in header.channels if is_annotation(one)]
    if not spans:
        return RecordAnnotations((None,) * header.records, (), 0)
    return read_annotations(path, ([record[span].tobytes() for span in spans] for record in stored))


def _record_onsets_s(path: Path, header: EdfHeader, said: RecordAnnotations) -> list[float]:
    first_s = said.onsets_s[0] or 0.0
    if not header.is_discontinuous:
        return [first_s + number * header.record_s for number in range(header.records)]
    told_s = [onset_s for onset_s in said.onsets_s if onset_s is not None]
    if len(told_s) < header.records:
        raise damaged(path, message("file.edf.no_onsets"))
    # Onsets have a limited number of decimals, so records may overlap by up to half a sample.
    most = max(channel.samples for channel in header.channels)
    shortest_s = header.record_s * (1.0 - 0.5 / most)
    if any(after - before < shortest_s for before, after in pairwise(told_s)):
        raise damaged(path, message("file.edf.overlap"))
    return told_s


def _warnings(
    header: EdfHeader, said: RecordAnnotations, ecg: EdfChannel | None, axes: list[EdfChannel]
) -> tuple[Message, ...]:
    told: list[Message] = []
    if header.announced_records not in (-1, header.records):
        told.append(
            message("file.edf_announced_records", announced=header.announced_records, records=header.records)
        )
    if said.unreadable:
        told.append(message("file.edf_annotations_left_out", number=said.unreadable))
    if header.start is None:
        told.append(message("file.no_start"))
    used = [one for one in (ecg, *axes) if one is not None]
    converted = {one.unit for one in used if has_unit(one) and one.unit not in ("uV", "mg")}
    told.extend(message("file.unit_converted", unit=unit) for unit in sorted(converted))
    told.extend(message("file.unit_assumed", channel=one.label) for one in used if not has_unit(one))
    return tuple(told)
