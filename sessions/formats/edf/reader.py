"""EDF and EDF+, read: ECG, acceleration of the chest, and annotations.

Reading is our own, since a file from anywhere must neither crash nor stall the program, and since the records
of an interrupted recording (EDF+D) have to be put where they belong.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sessions.errors import SessionFileError, unreadable
from sessions.formats.edf.annotations import EdfAnnotation, RecordAnnotations, read_annotations
from sessions.formats.edf.header import ANNOTATIONS_LABEL, EdfChannel, EdfHeader, damaged, read_edf_header
from sessions.formats.intervals import LONGEST_S

Floats = NDArray[np.float64]
Stored = NDArray[np.int16]

ECG_LABEL: Final = "ECG"
ACCELERATION_LABELS: Final = ("ACC X", "ACC Y", "ACC Z")

BEAT: Final = "beat"
"""The annotation of a heart beat."""

_MICROVOLTS: Final = {"uV": 1.0, "mV": 1e3, "V": 1e6}
_THOUSANDTHS_OF_G: Final = {"mg": 1.0, "g": 1e3, "m/s2": 1e3 / 9.80665, "m/s^2": 1e3 / 9.80665}

_MOST_SAMPLES: Final = 30_000_000
"""Of one channel: two and a half days at 130 Hz, a day at 256 Hz; with their times half a gigabyte."""

_LARGEST_VALUE: Final = 1e9
"""In µV or mg: 1000 V, a million times gravity. A range beyond it is no range."""


@dataclass(frozen=True, slots=True)
class EdfRecording:
    """What an EDF file holds of a heart and a chest.

    Parameters
    ----------
    start : datetime or None
        Start in the time of the place, without a zone; None where the file does not tell.
    duration_s : float
        From the start of the first record to the end of the last, pauses included.
    ecg_time_s, ecg_uv : array
        Shape ``(n,)``: seconds since the start, increasing, and microvolts; empty without an ECG.
    acceleration_time_s, acceleration_mg : array
        Shapes ``(m,)`` and ``(m, 3)``: thousandths of g along x, y, z; empty without all three axes.
    annotations : tuple of EdfAnnotation
        In the order of their onsets.
    warnings : tuple of str
        What a person should know of how it was read.
    """

    start: datetime | None
    duration_s: float
    ecg_time_s: Floats
    ecg_uv: Floats
    acceleration_time_s: Floats
    acceleration_mg: Floats
    annotations: tuple[EdfAnnotation, ...]
    warnings: tuple[str, ...]


def read_edf(path: Path) -> EdfRecording:
    """Read ECG (``ECG``), acceleration (``ACC X``, ``ACC Y``, ``ACC Z``) and annotations.

    Raises
    ------
    SessionFileError
        If the file can't be read, contradicts itself, or holds none of the three.
    """
    try:
        header = read_edf_header(path)
        shape = header.records, header.record_samples
        stored = np.memmap(path, dtype="<i2", mode="r", offset=header.bytes, shape=shape)
    except OSError as error:
        raise unreadable(path, error) from error
    said = _annotations(path, header, stored)
    onsets_s = _record_onsets_s(path, header, said)
    ecg, axes = _chosen(path, header)
    annotations = sorted(
        (EdfAnnotation(one.onset_s - onsets_s[0], one.duration_s, one.text) for one in said.annotations),
        key=lambda one: one.onset_s,
    )
    if ecg is None and not axes and not annotations:
        raise _nothing_of_use(path, header)
    duration_s = _duration_s(path, header, onsets_s, annotations)
    reader = _Reader(path, header, stored, np.array(onsets_s) - onsets_s[0])
    ecg_time_s, (ecg_uv,) = reader.series([ecg], _MICROVOLTS) if ecg else (np.empty(0), [np.empty(0)])
    time_s, mg = reader.series(axes, _THOUSANDTHS_OF_G) if axes else (np.empty(0), [np.empty(0)] * 3)
    return EdfRecording(
        _start(header, onsets_s[0]),
        duration_s,
        ecg_time_s,
        ecg_uv,
        time_s,
        np.column_stack(mg),
        tuple(annotations),
        _warnings(header, said, ecg, axes),
    )


def _duration_s(
    path: Path, header: EdfHeader, onsets_s: list[float], annotations: list[EdfAnnotation]
) -> float:
    """Return the length from record to record; of a file of annotations alone up to the last of them."""
    last_s = max((one.onset_s + (one.duration_s or 0.0) for one in annotations), default=0.0)
    duration_s = onsets_s[-1] - onsets_s[0] + header.record_s if header.record_s else last_s
    if not 0.0 <= duration_s <= LONGEST_S:
        raise SessionFileError(
            f"{path} spans {duration_s / 86_400.0:.3g} days; this program reads up to a week.",
            "Export a part of it.",
        )
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
    stored: Stored
    onsets_s: Floats

    def series(self, channels: list[EdfChannel], units: dict[str, float]) -> tuple[Floats, list[Floats]]:
        counts = {channel.samples for channel in channels}
        if len(counts) != 1:
            raise SessionFileError(
                f"The axes of the acceleration in {self.path} have different rates.",
                "Export them at one rate.",
            )
        (count,) = counts
        if count == 0 or self.header.record_s <= 0.0:
            raise damaged(self.path, f"the channel {channels[0].label!r} has no sampling rate")
        if count * self.header.records > _MOST_SAMPLES:
            raise SessionFileError(
                f"The channel {channels[0].label} of {self.path} has more than {_MOST_SAMPLES} samples.",
                "Export a part of it, or at a lower rate.",
            )
        within_s = np.arange(count) * (self.header.record_s / count)
        time_s = (self.onsets_s[:, np.newaxis] + within_s).ravel()
        return time_s, [self._values(channel, units) for channel in channels]

    def _values(self, channel: EdfChannel, units: dict[str, float]) -> Floats:
        if channel.unit not in units:
            raise SessionFileError(
                f"The channel {channel.label} of {self.path} is in {channel.unit or 'no unit'!r}.",
                f"Export it in one of {', '.join(units)}.",
            )
        (low, high), (digital_low, digital_high) = channel.physical, channel.digital
        factor = units[channel.unit]
        if (
            abs(digital_high - digital_low) < 1.0  # they are whole numbers
            or low == high
            or max(abs(low), abs(high)) * factor > _LARGEST_VALUE
        ):
            raise damaged(self.path, f"the channel {channel.label!r} has no range")
        gain = factor * ((high - low) / (digital_high - digital_low))
        offset = factor * low - gain * digital_low
        samples = self.stored[:, channel.first : channel.first + channel.samples]
        return samples.ravel().astype(np.float64) * gain + offset


def _annotations(path: Path, header: EdfHeader, stored: Stored) -> RecordAnnotations:
    spans = [slice(one.first, one.first + one.samples) for one in header.channels if _is_annotation(one)]
    if not spans:
        return RecordAnnotations((None,) * header.records, (), 0)
    return read_annotations(path, ([record[span].tobytes() for span in spans] for record in stored))


def _record_onsets_s(path: Path, header: EdfHeader, said: RecordAnnotations) -> list[float]:
    first_s = said.onsets_s[0] or 0.0
    if not header.is_discontinuous:
        return [first_s + number * header.record_s for number in range(header.records)]
    told_s = [onset_s for onset_s in said.onsets_s if onset_s is not None]
    if len(told_s) < header.records:
        raise damaged(path, "it is interrupted (EDF+D) and does not tell when its records begin")
    # Onsets are written with a limited number of decimals: up to half a sample they may overlap.
    most = max(channel.samples for channel in header.channels)
    shortest_s = header.record_s * (1.0 - 0.5 / most)
    if any(after - before < shortest_s for before, after in pairwise(told_s)):
        raise damaged(path, "its records overlap in time")
    return told_s


def _chosen(path: Path, header: EdfHeader) -> tuple[EdfChannel | None, list[EdfChannel]]:
    """Return the first channel of each name; of the axes all or none."""
    ordinary = [channel for channel in header.channels if not _is_annotation(channel)]

    def named(label: str) -> EdfChannel | None:
        return next((one for one in ordinary if one.label.casefold() == label.casefold()), None)

    axes = [axis for label in ACCELERATION_LABELS if (axis := named(label)) is not None]
    if axes and len(axes) < len(ACCELERATION_LABELS):
        raise SessionFileError(
            f"{path} has the acceleration's {', '.join(axis.label for axis in axes)} only.",
            f"Export all of {', '.join(ACCELERATION_LABELS)}.",
        )
    # EDF+ names the lead after the type, as in "ECG II".
    led = (one for one in ordinary if one.label.casefold().startswith(f"{ECG_LABEL.casefold()} "))
    return named(ECG_LABEL) or next(led, None), axes


def _is_annotation(channel: EdfChannel) -> bool:
    return channel.label == ANNOTATIONS_LABEL


def _nothing_of_use(path: Path, header: EdfHeader) -> SessionFileError:
    labels = [channel.label for channel in header.channels if not _is_annotation(channel)]
    has = f"has {', '.join(labels[:8])}" if labels else "is empty"
    return SessionFileError(
        f"{path} {has}, and neither an ECG nor a chest's acceleration.",
        f"Name the channels {ECG_LABEL}, {', '.join(ACCELERATION_LABELS)}.",
    )


def _warnings(
    header: EdfHeader, said: RecordAnnotations, ecg: EdfChannel | None, axes: list[EdfChannel]
) -> tuple[str, ...]:
    told: list[str] = []
    if header.announced_records not in (-1, header.records):
        told.append(
            f"The file announces {header.announced_records} records and has {header.records}: "
            "it was cut, or added to."
        )
    if said.unreadable:
        told.append(f"Annotations that make no sense were left out: {said.unreadable}.")
    if header.start is None:
        told.append("The file does not tell when it was recorded.")
    converted = {one.unit for one in (ecg, *axes) if one is not None and one.unit not in ("uV", "mg")}
    told.extend(f"Values in {unit} were converted." for unit in sorted(converted))
    return tuple(told)
