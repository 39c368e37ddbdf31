"""Reads the recordings of a BIDS dataset: ECG, acceleration, and events such as beats and breaths."""

import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.bids.about import RATE_EVENT, BidsAbout, about_of, about_path, began_at, has_events
from sessions.formats.edf.channels import MICROVOLTS, THOUSANDTHS_OF_G
from sessions.formats.intervals import (
    EXPORT_A_PART,
    LONGEST_S,
    MOST_INTERVALS,
    IntervalRecording,
    too_long,
    too_many,
)
from sessions.formats.series import adjacent_by_times
from sessions.formats.signals import BEAT, Annotation, SignalArray, SignalRecording
from sessions.formats.source import SourceFile

_LARGEST_BYTES: Final = 100_000_000
_MOST_SAMPLES: Final = 3_000_000
_FEWEST_SAMPLES: Final = 10
_LARGEST_VALUE: Final = 1e9
_TIMES: Final = ("timestamp", "time", "onset")
_ECG: Final = re.compile(r"cardiac|ecg|ekg", re.IGNORECASE)
_AXES: Final = tuple(re.compile(rf"acc\w*_{axis}", re.IGNORECASE) for axis in "xyz")
_INTERVAL: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ms since the beat before(?:, taken for \w+)?")
_RATE: Final = re.compile(r"(\d{1,3}) per minute")
_UNKNOWN: Final = "n/a"
_NOTE: Final = "note"
_EMPTY, _NO_AXES = np.empty(0), np.empty((0, 3))


def read_bids(source: SourceFile) -> SignalRecording:
    """Read one table of a recording: its samples, or its events.

    Raises
    ------
    SessionFileError
        If its columns are not described, or are neither of the heart nor of the chest.
    """
    about = about_of(source.path)
    if about is None:
        raise SessionFileError(
            message("file.bids_not_described", path=str(source.path)),
            message("file.bids_not_described.advice", file=about_path(source.path).name),
        )
    return _events(source, about) if has_events(source.path.name) else _samples(source, about)


def _rows(source: SourceFile) -> Iterator[list[str]]:
    """Yield the cells of each row; the text is split line by line to save memory."""
    content, begin = source.content(_LARGEST_BYTES), 0
    while begin < len(content):
        end = content.find(b"\n", begin)
        end = len(content) if end < 0 else end
        if line := content[begin:end].decode("utf-8", "replace").strip("\r"):
            yield line.split("\t")
        begin = end + 1


def _samples(source: SourceFile, about: BidsAbout) -> SignalRecording:
    path = source.path
    ecg = next((n for n, name in enumerate(about.columns) if _is_ecg(name, about)), None)
    axes = [n for axis in _AXES for n, name in enumerate(about.columns) if axis.fullmatch(name)]
    places = [ecg] if ecg is not None else axes
    units = MICROVOLTS if ecg is not None else THOUSANDTHS_OF_G
    factors = [units.get(about.units.get(about.columns[n], "").casefold()) for n in places]
    known = [one for one in factors if one is not None]
    if len(known) not in (1, 3) or len(known) != len(factors):
        raise SessionFileError(
            message("file.bids_columns", path=str(path), columns=", ".join(about.columns[:8])),
            message("file.bids_columns.advice"),
        )
    time_s, values, damaged = _series(source, about, places)
    if time_s.size < _FEWEST_SAMPLES:
        raise SessionFileError(
            message("file.too_few_samples", path=str(path)), message("file.check_name.advice")
        )
    scaled = values * np.array(known)
    if not np.abs(scaled).max() <= _LARGEST_VALUE:
        raise SessionFileError(message("file.no_samples", path=str(path)), message("file.check_name.advice"))
    duration_s = float(time_s[-1] + np.median(np.diff(time_s)))
    if duration_s > LONGEST_S:
        raise too_long(path, duration_s)
    said = (message("file.damaged_rows", count=damaged),) if damaged else ()
    began = began_at(path)
    if ecg is not None:
        return SignalRecording("bids", began, duration_s, time_s, scaled[:, 0], _EMPTY, _NO_AXES, (), said)
    return SignalRecording("bids", began, duration_s, _EMPTY, _EMPTY, time_s, scaled, (), said)


def _is_ecg(name: str, about: BidsAbout) -> bool:
    """Return whether a column is an ECG; `cardiac` in another unit than volts may be a pulse."""
    return _ECG.search(name) is not None and about.units.get(name, "").casefold() in MICROVOLTS


def _series(
    source: SourceFile, about: BidsAbout, places: Sequence[int]
) -> tuple[SignalArray, SignalArray, int]:
    """Return times and samples of the rows that have them, and the number of damaged rows."""
    clock = next((about.columns.index(one) for one in _TIMES if one in about.columns), None)
    step_s = 1.0 / about.rate_hz if about.rate_hz is not None else 0.0
    times, values = array("d"), array("d")
    latest_s, damaged = -math.inf, 0
    for number, cells in enumerate(_rows(source)):
        if number >= _MOST_SAMPLES:
            raise SessionFileError(
                message("file.too_many_samples", path=str(source.path), most=_MOST_SAMPLES), EXPORT_A_PART
            )
        try:
            told = [cells[place] for place in places]
            time_s = about.start_s + number * step_s if clock is None else float(cells[clock])
            if any(one == _UNKNOWN for one in told):
                continue
            found = [float(one) for one in told]
        except (ValueError, IndexError):
            damaged += 1
            continue
        if not latest_s < time_s < math.inf or not all(map(math.isfinite, found)):
            damaged += 1
            continue
        latest_s = time_s
        times.append(time_s)
        values.extend(found)
    return np.array(times), np.array(values).reshape(len(times), len(places)), damaged


@dataclass(slots=True)
class _Found:
    """What a table of events has told so far."""

    beats: list[tuple[float, float]] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    damaged: int = 0

    def take(self, row: Mapping[str, str]) -> None:
        onset_s, said = _seconds(row.get("onset", "")), row.get("message", _UNKNOWN)
        kind = row.get("trial_type", "").strip()
        if onset_s is None or not kind:
            self.damaged += 1
        elif kind == BEAT and (interval := _INTERVAL.fullmatch(said)) is not None:
            self.beats.append((onset_s, float(interval[1])))
        elif kind == RATE_EVENT and (rate := _RATE.fullmatch(said)) is not None:
            self.rates.append((onset_s, float(rate[1])))
        elif kind != _NOTE:
            self.annotations.append(Annotation(onset_s, _seconds(row.get("duration", "")), kind))
        elif said != _UNKNOWN:
            self.annotations.append(Annotation(onset_s, None, said))

    @property
    def last_s(self) -> float:
        ends_s = (one.onset_s + (one.duration_s or 0.0) for one in self.annotations)
        return max([0.0, *(at_s for at_s, _ in (*self.beats, *self.rates)), *ends_s])


def _events(source: SourceFile, about: BidsAbout) -> SignalRecording:
    found = _Found()
    for number, cells in enumerate(_rows(source)):
        if number >= MOST_INTERVALS:
            raise too_many(source.path)
        found.take(dict(zip(about.columns, cells, strict=False)))
    if found.last_s > LONGEST_S:
        raise too_long(source.path, found.last_s)
    if not (found.beats or found.rates or found.annotations):
        raise SessionFileError(
            message("file.bids_no_events", path=str(source.path)), message("file.check_name.advice")
        )
    began, intervals = began_at(source.path), None
    if found.beats:
        end_s, rr_ms = zip(*sorted(found.beats), strict=True)
        intervals = IntervalRecording("bids", rr_ms, end_s, tuple(adjacent_by_times(end_s, rr_ms)), began)
    rates = np.array(sorted(found.rates)).reshape(-1, 2)
    return SignalRecording(
        "bids",
        began,
        found.last_s,
        _EMPTY,
        _EMPTY,
        _EMPTY,
        _NO_AXES,
        tuple(sorted(found.annotations, key=lambda one: one.onset_s)),
        (message("file.damaged_rows", count=found.damaged),) if found.damaged else (),
        rates[:, 0],
        rates[:, 1],
        intervals,
    )


def _seconds(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) <= 1e12 else None
