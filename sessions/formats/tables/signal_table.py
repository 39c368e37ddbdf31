"""Reads an ECG or chest acceleration from a table of samples with their times."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.formats.intervals import LONGEST_S, too_long
from sessions.formats.signals import SignalArray, SignalRecording
from sessions.formats.source import SourceFile
from sessions.formats.tables.cells import number
from sessions.formats.tables.layout import Layout, layout_of, rows_of
from sessions.formats.tables.moments import moments
from sessions.formats.tables.signal_names import axis_places, ecg_place

_MOST_SAMPLES: Final = 3_000_000
_FEWEST_SAMPLES: Final = 10
_RATES_HZ: Final = (5.0, 2000.0)
_UNITS_S: Final = (1.0, 1e-3, 1e-6, 1e-9)
_LOOKED_AT_ROWS: Final = 200
_LARGEST_MILLIVOLTS: Final = 20.0
_GRAVITY: Final = 9.80665
_MICROVOLTS: Final = {"uv": 1.0, "µv": 1.0, "μv": 1.0, "microv": 1.0, "mv": 1e3, "v": 1e6}
_THOUSANDTHS_OF_G: Final = {
    "mg": 1.0,
    "g": 1e3,
    "m/s2": 1e3 / _GRAVITY,
    "m/s^2": 1e3 / _GRAVITY,
    "m/s²": 1e3 / _GRAVITY,
}
_LARGEST_VALUE: Final = 1e9


def read_signal_table(source: SourceFile) -> SignalRecording:
    """Read the ECG or the acceleration of a table.

    Raises
    ------
    SessionFileError
        If the samples have no times, or if the times can't be those of samples.
    """
    path = source.path
    layout = layout_of(path, source.text)
    assert layout is not None  # the format was recognised by its layout
    ecg, axes = ecg_place(layout.names), axis_places(layout.names)
    places = [ecg] if ecg is not None else axes or []
    stamps, values, damaged = _samples(source, layout, places)
    if len(values) < _FEWEST_SAMPLES:
        raise SessionFileError(
            message("file.too_few_samples", path=str(path)), message("file.check_name.advice")
        )
    time_s, started_at = _times(path, stamps)
    samples = np.array(values)
    latest_s = np.concatenate(([-np.inf], np.fmax.accumulate(time_s)[:-1]))
    rising = np.isfinite(time_s) & (time_s > np.nan_to_num(latest_s, nan=-np.inf))
    if rising.sum() < _FEWEST_SAMPLES:
        raise SessionFileError(
            message("file.too_few_samples", path=str(path)), message("file.check_name.advice")
        )
    time_s, samples = time_s[rising] - time_s[rising][0], samples[rising]
    if not time_s[-1] <= LONGEST_S:
        raise too_long(path, float(time_s[-1]))
    damaged += int((~rising).sum())
    said = [message("file.damaged_rows", count=damaged)] if damaged else []
    empty, no_axes = np.empty(0), np.empty((0, 3))
    scaled = samples * _factor(layout, places, samples, said, is_ecg=ecg is not None)
    if not np.abs(scaled).max() <= _LARGEST_VALUE:
        raise SessionFileError(message("file.no_samples", path=str(path)), message("file.check_name.advice"))
    step_s = float(np.median(np.diff(time_s)))
    lasts_s = float(time_s[-1]) + step_s
    if ecg is not None:
        return SignalRecording(
            "signal_table", started_at, lasts_s, time_s, scaled[:, 0], empty, no_axes, (), tuple(said)
        )
    return SignalRecording("signal_table", started_at, lasts_s, empty, empty, time_s, scaled, (), tuple(said))


def _samples(
    source: SourceFile, layout: Layout, places: Sequence[int]
) -> tuple[list[list[str]], list[list[float]], int]:
    """Return the other cells of each row, its samples, and the number of rows without samples."""
    others = [place for place in range(layout.columns) if place not in places][:4]
    stamps: list[list[str]] = []
    values: list[list[float]] = []
    damaged = 0
    for _, row in rows_of(source.path, source.text, layout):
        found = [number(row[place]) if place < len(row) else None for place in places]
        known = [one for one in found if one is not None]
        if len(known) < len(places):
            damaged += 1
            continue
        values.append(known)
        stamps.append([row[place] if place < len(row) else "" for place in others])
        if len(values) > _MOST_SAMPLES:
            raise SessionFileError(
                message("file.too_many_samples", path=str(source.path), most=_MOST_SAMPLES),
                message("file.export_a_part.advice"),
            )
    return stamps, values, damaged


def _times(path: Path, stamps: list[list[str]]) -> tuple[SignalArray, datetime | None]:
    """Return the times of the samples from the finest column, and the start if a column has a date."""
    started_at = None
    best: tuple[tuple[int, bool], SignalArray] | None = None
    for place in range(len(stamps[0])):
        found = moments([row[place] for row in stamps])
        if found is None:
            continue
        times = np.array(found.seconds)
        if found.is_dated and not found.is_ambiguous and math.isfinite(found.seconds[0]):
            start = datetime.fromtimestamp(found.seconds[0], UTC)
            started_at = start if found.is_zoned else start.replace(tzinfo=None)
        scale = _scale(times, dated=found.is_dated or found.is_clock)
        if scale is None:
            continue
        finest = len(np.unique(times[:_LOOKED_AT_ROWS])), not found.is_dated
        if best is None or finest > best[0]:
            best = finest, (times - times[np.isfinite(times)][0]) * scale
    if best is None:
        raise SessionFileError(
            message("file.samples_without_times", path=str(path)), message("file.check_name.advice")
        )
    return best[1], started_at


def _scale(times: SignalArray, *, dated: bool) -> float | None:
    """Return the unit in which the times are as close together as a strap's samples."""
    known = times[np.isfinite(times)]
    if known.size < _FEWEST_SAMPLES or known[-1] <= known[0]:
        return None
    steps = np.diff(known[: _LOOKED_AT_ROWS * 10])
    step = float(np.median(steps[steps > 0.0])) if (steps > 0.0).any() else 0.0
    if step <= 0.0:
        return None
    if dated:
        return 1.0 if step <= 1.0 else None
    return next((one for one in _UNITS_S if _RATES_HZ[0] <= 1.0 / (step * one) <= _RATES_HZ[1]), None)


def _factor(
    layout: Layout, places: Sequence[int], samples: SignalArray, said: list[Message], *, is_ecg: bool
) -> float:
    units = _MICROVOLTS if is_ecg else _THOUSANDTHS_OF_G
    label = layout.names[places[0]].lower()
    for unit in sorted(units, key=len, reverse=True):
        if f"[{unit}]" in label or f"({unit})" in label or label.endswith((f"_{unit}", f" {unit}")):
            return units[unit]
    said.append(message("file.unit_assumed", channel=layout.names[places[0]]))
    if is_ecg:
        return 1e3 if float(np.abs(samples).max()) <= _LARGEST_MILLIVOLTS else 1.0
    length = float(np.median(np.linalg.norm(samples, axis=1)))
    return 1e3 if length < 4.0 else 1e3 / _GRAVITY if length < 40.0 else 1.0
