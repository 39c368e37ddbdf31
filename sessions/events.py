"""The events of a session, from its records."""

from collections.abc import Callable, Iterable, Iterator

from devices.events import Event
from devices.straps.decoder import Decoder
from sessions.records import Record


class ReadingStopped(Exception):  # noqa: N818
    """Reading was cancelled."""


def decoded(
    records: Iterable[Record], *, decoder: Decoder | None = None, should_stop: Callable[[], bool] = bool
) -> Iterator[Event]:
    """Yield the events of a session's records.

    Parameters
    ----------
    records : iterable of Record
        In the order in which they were received.
    decoder : Decoder, optional
        The decoder of the records before these; by default a new one, for records from the session's start.
    should_stop : callable, optional
        Called before each event; returns whether to stop.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true.
    """
    decoder = decoder or Decoder()
    for record in records:
        if should_stop():
            raise ReadingStopped
        yield decoder.event_of(record)
