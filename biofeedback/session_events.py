"""The events of a session, from its records."""

from collections.abc import Iterable, Iterator

from devices.decoder import Decoder
from devices.events import Event
from devices.notifications import Notification
from sessions.records import Record


def decoded(records: Iterable[Record]) -> Iterator[Event]:
    """Yield the events of a session's records, which begin with its first."""
    decoder = Decoder()
    for record in records:
        yield decoder.decode(record) if isinstance(record, Notification) else record
