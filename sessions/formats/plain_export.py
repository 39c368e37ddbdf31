"""A session's intervals as received, for formats that need nothing else: no engine and no arrays."""

from pathlib import Path

from devices.events import Event, HeartRateMeasurement, ImportedInterval
from devices.straps.heart_rate_service import rr_ms_from_ticks
from sessions.events import decoded
from sessions.folder import without_samples
from sessions.formats.export import ExportedBeat, ExportedRate, SessionExport
from sessions.store import read_header, read_records

_UNJUDGED = "normal"


class RateTally:
    """Keeps the heart rates of a strap, and discards them when the strap sends an interval.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of its events.
    """

    def __init__(self, start_ns: int) -> None:
        self._start_ns = start_ns
        self._has_intervals = False
        self._rates: list[ExportedRate] = []

    def take(self, event: Event) -> None:
        """Take the next event of the session."""
        if isinstance(event, HeartRateMeasurement) and not self._has_intervals:
            self._has_intervals = bool(event.rr_ticks)
            if event.heart_rate_per_min > 0:
                time_s = (event.time_ns - self._start_ns) / 1e9
                self._rates.append(ExportedRate(time_s, event.heart_rate_per_min))

    @property
    def rates(self) -> list[ExportedRate]:
        """Every rate received; empty if the strap sent any interval."""
        return [] if self._has_intervals else self._rates


def plain_export(path: Path) -> SessionExport:
    """Read the intervals of a session in the order received, each with the time at which it was received.

    Parameters
    ----------
    path : Path
        The session's file.

    Raises
    ------
    SessionFileError
        If it can't be read.
    """
    header = read_header(path)
    rates = RateTally(header.start_ns)
    beats: list[ExportedBeat] = []
    end_ns = header.start_ns
    for event in decoded(map(without_samples, read_records(path))):
        end_ns = max(end_ns, event.time_ns)
        rates.take(event)
        time_s = (event.time_ns - header.start_ns) / 1e9
        if isinstance(event, HeartRateMeasurement):
            rr_ms = map(rr_ms_from_ticks, event.rr_ticks)
            beats.extend(ExportedBeat(time_s, one, _UNJUDGED, adjacent=True) for one in rr_ms)
        elif isinstance(event, ImportedInterval):
            beats.append(ExportedBeat(time_s, event.rr_ms, _UNJUDGED, event.adjacent))
    return SessionExport(
        header.started_at, (end_ns - header.start_ns) / 1e9, beats, rates=rates.rates, zone=header.zone
    )
