"""The events of a session, from its records."""

from collections.abc import Callable, Iterable, Iterator

from biofeedback.plausible_rate import PlausibleRate
from devices.decoder import Decoder
from devices.events import Event
from devices.notifications import Notification
from sessions.records import Record


class ReadingStopped(Exception):  # noqa: N818
    """Nobody wants the rest of the events."""


def decoded(
    records: Iterable[Record],
    *,
    should_stop: Callable[[], bool] = bool,
    rate: PlausibleRate | None = None,
) -> Iterator[Event]:
    """Yield the events of a session's records, which begin with its first, without what no strap could send.

    Parameters
    ----------
    records : iterable of Record
        In the order they came.
    should_stop : callable, optional
        Asked before each event.
    rate : PlausibleRate, optional
        Counts what is left out.

    Raises
    ------
    ReadingStopped
        Where that was true.
    """
    decoder, rate = Decoder(), rate or PlausibleRate()
    for record in records:
        if should_stop():
            raise ReadingStopped
        event = decoder.decode(record) if isinstance(record, Notification) else record
        if rate.admits(event):
            yield event
