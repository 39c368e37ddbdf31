"""Records: what a session keeps, in the order it came.

A record is a notification as it came over the air, or an event that does not follow from notifications
(link, straps in reach, streams that started or not, guide, part, marker, rating, imported interval, what was
dropped of a flood, tick).
Both have one encoding for the file.
"""

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final, get_origin, get_type_hints

from devices.breath_pattern import BreathPattern, PatternError
from devices.events import (
    FloodDropped,
    GuideChanged,
    HeardStrap,
    ImportedInterval,
    LinkChanged,
    LinkState,
    Marker,
    Part,
    PartChanged,
    Rating,
    RatingMoment,
    StrapsHeard,
    Tick,
)
from devices.notifications import Notification
from devices.streams import Measurement, MeasurementChanged
from sessions.errors import SessionFileError

RecordedEvent = (
    LinkChanged
    | StrapsHeard
    | MeasurementChanged
    | GuideChanged
    | PartChanged
    | Marker
    | Rating
    | ImportedInterval
    | FloodDropped
    | Tick
)
Record = Notification | RecordedEvent

_NOTIFICATION: Final = "notification"
_KINDS: Final[dict[str, type[RecordedEvent]]] = {
    "link": LinkChanged,
    "straps": StrapsHeard,
    "measurement": MeasurementChanged,
    "guide": GuideChanged,
    "part": PartChanged,
    "marker": Marker,
    "rating": Rating,
    "interval": ImportedInterval,
    "flood": FloodDropped,
    "tick": Tick,
}
_LARGEST_NUMBER: Final = 1e15
"""A number in a file that can be no interval keeps its row, whatever it is."""

_HIGHEST_RATING: Final = 10.0
_LARGEST_WHOLE: Final = 2**63


def _interval_ms(value: float) -> float:
    if not 0.0 <= value <= _LARGEST_NUMBER:  # a number in a file that can be no interval keeps its row
        raise ValueError(value)
    return value


def _rating(value: float) -> float:
    if not 0.0 <= value <= _HIGHEST_RATING:
        raise ValueError(value)
    return value


_FIELDS: Final[dict[str, Callable[[Any], object]]] = {
    "state": LinkState,
    "measurement": Measurement,
    "when": RatingMoment,
    "part": Part,
    "rr_ms": _interval_ms,
    "value": _rating,
    "straps": lambda rows: tuple(HeardStrap(**_checked(HeardStrap, row)) for row in rows),
}
"""Fields that JSON does not give back as they were."""

_TYPES: Final[dict[type, dict[str, Any]]] = {
    made: get_type_hints(made) for made in (*_KINDS.values(), HeardStrap, BreathPattern)
}

_PATTERN_NEEDS: Final = ("rate_per_min", "exhale_to_inhale")
_PATTERN_MAY: Final = ("hold_full_s", "hold_empty_s")
"""Sessions of older versions have no holds."""

_WRONG: Final = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)

_KIND_OF: Final = {event_type: kind for kind, event_type in _KINDS.items()}

Row = tuple[int, str, str, bytes]
"""time_ns, kind, characteristic (empty for events), data."""


def encode_record(record: Record) -> Row:
    """Encode a record for the store; an event's fields become JSON."""
    if isinstance(record, Notification):
        return record.time_ns, _NOTIFICATION, record.characteristic, record.data
    fields = asdict(record)
    time_ns = fields.pop("time_ns")
    fields |= fields.pop("pattern", {})  # A pattern is stored field by field, as in all versions.
    data = json.dumps(fields, default=lambda one: one.value).encode()
    return time_ns, _KIND_OF[type(record)], "", data


def decode_record(row: Row) -> Record:
    """Decode a stored record.

    Raises
    ------
    SessionFileError
        If the row is not one that `encode_record` writes.
    """
    time_ns, kind, characteristic, data = row
    if not isinstance(time_ns, int) or not isinstance(data, bytes):
        raise _damaged(kind)
    if kind == _NOTIFICATION and isinstance(characteristic, str):
        return Notification(time_ns, characteristic, data)
    try:
        fields = json.loads(data)
        for name, restore in _FIELDS.items():
            if name in fields:
                fields[name] = restore(fields[name])
        event_type = _KINDS[kind]
        if event_type is GuideChanged:
            fields = _with_pattern(fields)
        return event_type(time_ns=time_ns, **_checked(event_type, fields))
    except (*_WRONG, PatternError) as error:
        raise _damaged(kind) from error


def _with_pattern(fields: dict[str, object]) -> dict[str, object]:
    """Return the fields of a guide with its pattern in place of the pattern's own fields."""
    if "pattern" in fields:
        raise KeyError("pattern")
    found = {name: fields.pop(name) for name in _PATTERN_NEEDS}
    found |= {name: fields.pop(name) for name in _PATTERN_MAY if name in fields}
    return {**fields, "pattern": BreathPattern(**_checked(BreathPattern, found))}


def _checked(event_type: type, fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields that have the types of their event, for nothing behind this looks again."""
    types = _TYPES[event_type]
    if not all(_is_of(types[name], value) for name, value in fields.items()):
        raise TypeError
    return fields


def _is_of(wanted: Any, value: object) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return False
    return isinstance(value, tuple if get_origin(wanted) is tuple else wanted)


def _damaged(kind: object) -> SessionFileError:
    return SessionFileError(
        f"The session holds a record of kind {str(kind)[:40]!r} that this version can't read.",
        "It may be damaged or come from a newer version: update biofeedback, or use a copy.",
    )
