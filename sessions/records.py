"""Records: the content of a session, in the order received.

A record is a notification as received over Bluetooth, or an event that does not follow from notifications.
Such events are: link, straps in reach, streams that started or not, guide, step, part, marker, rating,
answers, feeling, imported interval, notifications dropped in a flood, and tick. Both have one encoding for
the file.
"""

from typing import Final

from msgspec import MsgspecError
from msgspec.json import Decoder, Encoder
from msgspec.json import format as spaced

from devices.breath_pattern import PatternError
from devices.message import message
from devices.notifications import Notification
from devices.printable import printable
from sessions.errors import SessionFileError
from sessions.stored_events import KINDS, RecordedEvent, StoredEvent

Record = Notification | RecordedEvent

NOTIFICATION: Final = "notification"
"""The kind of a record received over Bluetooth."""

_ENCODER: Final = Encoder()
_DECODERS: Final[dict[str, Decoder[StoredEvent]]] = {
    kind: Decoder(stored) for kind, (_, stored) in KINDS.items()
}
_FORMS: Final = {event_type: (kind, stored) for kind, (event_type, stored) in KINDS.items()}

StoredRow = tuple[int, str, str, bytes]
"""time_ns, kind, characteristic (empty for events), data."""


def encode_record(record: Record) -> StoredRow:
    """Encode a record for the store; an event's fields become JSON."""
    if isinstance(record, Notification):
        return record.time_ns, NOTIFICATION, record.characteristic, record.data
    kind, stored = _FORMS[type(record)]
    return record.time_ns, kind, "", spaced(_ENCODER.encode(stored.of(record)), indent=0)


def decode_record(row: StoredRow) -> Record:
    """Decode a stored record.

    Raises
    ------
    SessionFileError
        If `encode_record` does not write such a row.
    """
    time_ns, kind, characteristic, data = row
    if not isinstance(time_ns, int) or not isinstance(data, bytes):
        raise _damaged(kind)
    if kind == NOTIFICATION and isinstance(characteristic, str):
        return Notification(time_ns, characteristic, data)
    try:
        return _DECODERS[kind].decode(data).event(time_ns)
    except (KeyError, TypeError, ValueError, MsgspecError, RecursionError, PatternError) as error:
        raise _damaged(kind) from error


def _damaged(kind: object) -> SessionFileError:
    return SessionFileError(
        message("store.damaged_record", kind=printable(str(kind))), message("store.update_or_use_copy")
    )
