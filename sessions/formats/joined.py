"""Joins several files of one recording: intervals, ECG, acceleration and events.

A BIDS dataset has a table for each. Polar Sensor Logger writes several files into one folder, with the strap
and the start in their names: ``Polar_H10_12345678_20260304_070000_RR.txt``, ``…_ECG.txt``, ``…_ACC.txt``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.bids.about import bids_parts
from sessions.formats.intervals import IntervalRecording
from sessions.formats.rates import RateRecording

if TYPE_CHECKING:
    from sessions.formats.signals import SignalRecording

    AnyRecording = IntervalRecording | RateRecording | SignalRecording

_NAME: Final = re.compile(r"(.+_\d{8}_\d{6}_)(RR|PPI|ECG|ACC)(\.(?:txt|csv)(?:\.gz)?)", re.IGNORECASE)
_KINDS: Final = ("RR", "PPI", "ECG", "ACC")
_FURTHEST_S: Final = 3_600.0
"""If the starts of two files differ by more than this, they are different recordings."""


def parts_beside(path: Path) -> tuple[Path, ...]:
    """Return the other files of the same recording, found by their names.

    Parameters
    ----------
    path : Path
        One of its files.
    """
    found = _NAME.fullmatch(path.name)
    if found is None:
        return bids_parts(path)
    begin, kind, ending = found.groups()
    others = (path.with_name(f"{begin}{_like(one, kind)}{ending}") for one in _KINDS if one != kind.upper())
    return tuple(one for one in others if _is_file(one))


def joined(
    first: "AnyRecording", others: Sequence[Path], read: Callable[[Path], "AnyRecording"]
) -> "AnyRecording":
    """Return a recording joined with its other files; skip a file that does not fit, with a warning.

    Parameters
    ----------
    first : IntervalRecording or SignalRecording
        The content of the requested file.
    others : sequence of Path
        The other files.
    read : callable
        Reads one of them.
    """
    parts, names, warnings = [first], [], list(first.warnings)
    for other in others:
        try:
            part = read(other)
        except SessionFileError:
            warnings.append(message("file.not_joined", file=other.name))
            continue
        if _begin_together(first, part):
            parts.append(part)
            names.append(other.name)
            warnings.extend(one for one in part.warnings if one not in warnings)
        else:
            warnings.append(message("file.not_joined", file=other.name))
    if not names:
        return replace(first, warnings=tuple(warnings))
    warnings.append(message("file.joined", files=", ".join(names)))
    return replace(_together(parts), warnings=tuple(warnings))


def _begin_together(first: "AnyRecording", other: "AnyRecording") -> bool:
    """Return whether the starts of two recordings can be compared and are close together."""
    if first.format == other.format == "bids":
        return True  # all tables of a recording have the clock of their dataset
    one, two = first.started_at, other.started_at
    if one is None or two is None or (one.tzinfo is None) != (two.tzinfo is None):
        return False
    return abs((two - one).total_seconds()) <= _FURTHEST_S


def _together(parts: "Sequence[AnyRecording]") -> "SignalRecording":
    """Align recordings by their starts and join them; if two contain the same signal, use the first."""
    import numpy as np

    from sessions.formats.signals import SignalRecording

    starts = [one.started_at for one in parts if one.started_at is not None]
    begin = min(starts, default=None)
    empty, no_axes = np.empty(0), np.empty((0, 3))
    form = "bids" if parts[0].format == "bids" else "signal_table"
    whole = SignalRecording(form, begin, 0.0, empty, empty, empty, no_axes, (), ())
    for part in parts:
        start = part.started_at
        later_s = 0.0 if begin is None or start is None else (start - begin).total_seconds()
        whole = replace(whole, duration_s=max(whole.duration_s, later_s + _length_s(part)))
        intervals = part if isinstance(part, IntervalRecording) else None
        if isinstance(part, SignalRecording):
            intervals = part.intervals
            if part.annotations and not whole.annotations:
                moved = (replace(one, onset_s=one.onset_s + later_s) for one in part.annotations)
                whole = replace(whole, annotations=tuple(moved))
            if part.rate_time_s.size and not whole.rate_time_s.size:
                whole = replace(whole, rate_time_s=part.rate_time_s + later_s, rate_per_min=part.rate_per_min)
            if part.ecg_time_s.size and not whole.ecg_time_s.size:
                whole = replace(whole, ecg_time_s=part.ecg_time_s + later_s, ecg_uv=part.ecg_uv)
            if part.acceleration_time_s.size and not whole.acceleration_time_s.size:
                time_s = part.acceleration_time_s + later_s
                whole = replace(whole, acceleration_time_s=time_s, acceleration_mg=part.acceleration_mg)
        if intervals is not None and whole.intervals is None:
            end_s = tuple(one + later_s for one in intervals.end_s)
            whole = replace(whole, intervals=replace(intervals, end_s=end_s, started_at=begin))
    return whole


def _length_s(part: "AnyRecording") -> float:
    return part.end_s[-1] if isinstance(part, IntervalRecording) else part.duration_s


def _like(kind: str, known: str) -> str:
    return kind.lower() if known.islower() else kind


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
