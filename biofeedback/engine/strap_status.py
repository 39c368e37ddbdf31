"""What is known of the strap and its link: its name, its streams, and whether data arrive."""

from collections.abc import Callable
from typing import Final

from biofeedback.engine.state import Signal
from biofeedback.quality.quality import QualityCheck
from devices.events import (
    BatteryLevel,
    Contact,
    HeardStrap,
    HeartRateMeasurement,
    LinkChanged,
    LinkState,
    StrapsHeard,
)
from devices.message import Message, sentences_of
from devices.streams import Measurement, MeasurementChanged

SILENCE_S: Final = 5.0
"""The person is informed when no notification, or no RR interval, has arrived for this long."""

_STREAM_MESSAGE_S: Final = 30.0
"""Long enough to read the message; after that it would only hide others."""

_DOUBTFUL_SIGNAL: Final = {
    QualityCheck.MADE_UP: Signal.DOUBTFUL,
    QualityCheck.FROZEN: Signal.STUCK,
    QualityCheck.ELAPSED: Signal.DOUBTFUL,
    QualityCheck.JUMPING: Signal.DOUBTFUL,
}


class StrapStatus:
    """Collects what the link reports, and returns the state of the signal.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of the events.
    session_s : callable
        Converts a moment on that clock to session time in seconds.
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
        """Whether the strap sends its acceleration."""
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
        """Take the other events of the link."""
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
        """Return the recent message about the streams; None if there is none."""
        oldest_s = time_s - _STREAM_MESSAGE_S
        fresh = (one for one in self._streams.values() if self._session_s(one.time_ns) >= oldest_s)
        return sentences_of(change.message for change in fresh)

    def signal(self, time_s: float, doubt: QualityCheck | None, *, good_beats: bool) -> Signal:
        """Return the state of the signal.

        Parameters
        ----------
        time_s : float
            Now, in seconds of the session.
        doubt : QualityCheck or None
            Why the recent intervals are not heart beats.
        good_beats : bool
            Whether the recent intervals are in line: some straps never set their contact bit, or set it at
            random.
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
