"""The events of a session, from its records."""

from collections.abc import Callable, Iterable, Iterator

from devices.events import Event
from devices.straps.decoder import Decoder
from sessions.records import Record


class ReadingStopped(Exception):  # noqa: N818
    """Nobody wants the rest of the events."""


def decoded(
    records: Iterable[Record], *, decoder: Decoder | None = None, should_stop: Callable[[], bool] = bool
) -> Iterator[Event]:
    """Yield the events of a session's records.

    Parameters
    ----------
    records : iterable of Record
        In the order they came.
    decoder : Decoder, optional
        The one that knows what came before; a new one by default, for records that begin the session.
    should_stop : callable, optional
        Asked before each event.

    Raises
    ------
    ReadingStopped
        Where that was true.
    """
    decoder = decoder or Decoder()
    for record in records:
        if should_stop():
            raise ReadingStopped
        yield decoder.event_of(record)
