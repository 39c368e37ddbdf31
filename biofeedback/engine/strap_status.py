"""What is known of the strap and its link: who it is, what it streams, and whether it is heard."""

from collections.abc import Callable
from typing import Final

from biofeedback.engine.state import Signal
from biofeedback.quality.quality import Check
from devices.events import (
    BatteryLevel,
    Contact,
    HeardStrap,
    HeartRateMeasurement,
    LinkChanged,
    LinkState,
    StrapsHeard,
)
from devices.message import Message, sentences
from devices.streams import Measurement, MeasurementChanged

SILENCE_S: Final = 5.0
"""Without a notification (or without an RR interval) for this long, the person is told."""

_STREAM_MESSAGE_S: Final = 30.0
"""Long enough to be read; after that the message would hide others for nothing."""

_DOUBTFUL_SIGNAL: Final = {
    Check.MADE_UP: Signal.DOUBTFUL,
    Check.FROZEN: Signal.STUCK,
    Check.ELAPSED: Signal.DOUBTFUL,
    Check.JUMPING: Signal.DOUBTFUL,
}


class StrapLink:
    """Takes what the link tells, and says what signal there is.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of the events.
    session_s : callable
        Gives the session's time, in seconds, of a moment on that clock.
    """

    def __init__(self, start_ns: int, session_s: Callable[[int], float]) -> None:
        self._session_s = session_s
        self.link = LinkChanged(start_ns, LinkState.IDLE)
        self.name = ""
        self.address = ""
        self.in_reach: tuple[HeardStrap, ...] = ()
        self.battery_percent: int | None = None
        self._streams: dict[Measurement, MeasurementChanged] = {}
        self._contact = Contact.NOT_SUPPORTED
        self._rate_per_min = 0
        self._heard_s: float | None = None
        self._beat_heard_s: float | None = None

    @property
    def streams(self) -> tuple[Measurement, ...]:
        """What the strap sends besides heart rate and intervals."""
        return tuple(kind for kind, change in self._streams.items() if change.running)

    @property
    def streams_movement(self) -> bool:
        return Measurement.ACCELERATION in self.streams

    def change(self, event: LinkChanged) -> bool:
        """Take a change of the link; return whether another strap is worn now."""
        self.link = event
        worn = event.strap_name, event.strap_address
        if not event.strap_name or worn == (self.name, self.address):
            return False
        self.name, self.address = worn
        return True

    def take(self, event: StrapsHeard | MeasurementChanged | BatteryLevel) -> None:
        """Take what else the link tells."""
        match event:
            case StrapsHeard():
                self.in_reach = event.straps
            case MeasurementChanged():
                self._streams[event.measurement] = event
            case BatteryLevel():
                self.battery_percent = event.percent

    def hear(self, event: HeartRateMeasurement, time_s: float) -> None:
        """Take a notification, with or without intervals."""
        self._contact = event.contact
        self._rate_per_min = event.heart_rate_per_min
        self._heard_s = time_s
        if event.rr_ticks:
            self._beat_heard_s = time_s

    def hear_interval(self, time_s: float) -> None:
        """Take an interval that came without a notification."""
        self._heard_s = self._beat_heard_s = time_s

    def message(self, time_s: float) -> Message | None:
        """Return what the streams had to say of late; None where that is nothing."""
        oldest_s = time_s - _STREAM_MESSAGE_S
        fresh = (one for one in self._streams.values() if self._session_s(one.time_ns) >= oldest_s)
        said = [change.message for change in fresh if change.message is not None]
        return sentences(*said) if said else None

    def signal(self, time_s: float, doubt: Check | None, *, good_beats: bool) -> Signal:
        """Return what signal there is.

        Parameters
        ----------
        time_s : float
            Now, in seconds of the session.
        doubt : Check or None
            Why the intervals of late are no heart beats.
        good_beats : bool
            Whether the intervals of late are in line: some straps never set their contact bit, or at random.
        """
        connected = self.link.state.is_connected
        if self._heard_s is None:
            return Signal.WAITING if connected else Signal.NO_STRAP
        if not connected or time_s - self._heard_s > SILENCE_S:
            return Signal.LOST
        beats_come = self._beat_heard_s is not None and time_s - self._beat_heard_s <= SILENCE_S
        if self._contact is Contact.NO and not (beats_come and good_beats):
            return Signal.NO_CONTACT
        if not beats_come:
            if time_s - self._session_s(self.link.time_ns) <= SILENCE_S:
                return Signal.WAITING
            return Signal.RATE_ONLY if self._rate_per_min else Signal.NO_CONTACT
        return _DOUBTFUL_SIGNAL[doubt] if doubt else Signal.GOOD
