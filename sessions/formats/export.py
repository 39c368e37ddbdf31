"""The parts of a session that can be written for other programs; other modules compute them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sessions.zone import Zone, local_text, local_time

if TYPE_CHECKING:  # the command line's help lists formats and must not import anything slow
    import numpy as np
    from numpy.typing import NDArray

    ChannelValues = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ExportedBeat:
    """One RR interval.

    Parameters
    ----------
    time_s : float
        Time of its end.
    rr_ms : float
        Its length.
    label : str
        "normal", or the kind of beat that it was classified as.
    adjacent : bool
        Whether it begins where the interval before it ended.
    """

    time_s: float
    rr_ms: float
    label: str
    adjacent: bool


@dataclass(frozen=True, slots=True)
class ExportedRate:
    """A heart rate that the strap averaged."""

    time_s: float
    rate_per_min: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a breath: ``inhale`` and ``exhale`` are measured, ``guide inhale`` … are the guide's."""

    onset_s: float
    duration_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the person entered: a marker or a rating."""

    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """Samples of one kind with increasing times, and with gaps where the signal was lost.

    Parameters
    ----------
    labels : tuple of str
        Name of each column.
    unit : str
        Unit of the values.
    time_s : array
        Shape ``(n,)``.
    values : array
        Shape ``(n, len(labels))``.
    """

    labels: tuple[str, ...]
    unit: str
    time_s: "ChannelValues"
    values: "ChannelValues"


@dataclass(frozen=True, slots=True)
class SessionExport:
    """The data of a session for other programs; all times are in seconds since its start.

    Parameters
    ----------
    started_at : datetime
        Start in UTC.
    duration_s : float
        Time from its start to its last record.
    beats : sequence of ExportedBeat
        Every interval received, in order.
    phases : sequence of Phase
        Parts of breaths, measured and guided.
    notes : sequence of Note
        The person's entries, in order.
    channels : sequence of Channel
        ECG and acceleration, if the strap sent them.
    rates : sequence of ExportedRate
        Heart rates of a strap that sent no intervals at all.
    zone : Zone or None
        The time zone in which it was recorded; None if unknown.
    """

    started_at: datetime
    duration_s: float
    beats: Sequence[ExportedBeat] = ()
    phases: Sequence[Phase] = ()
    notes: Sequence[Note] = ()
    channels: Sequence[Channel] = ()
    rates: Sequence[ExportedRate] = ()
    zone: Zone | None = None

    @property
    def local_start(self) -> datetime:
        """Its start by the clock of its zone, or in UTC if the zone is unknown."""
        return local_time(self.started_at, self.zone)

    @property
    def zone_text(self) -> str:
        """Name or offset of its zone; empty if unknown."""
        return "" if self.zone is None else self.zone.text

    def local_text(self, time_s: float = 0.0, *, timespec: str = "auto") -> str:
        """Return a time of the session in ISO 8601, like `sessions.zone.local_text`."""
        return local_text(self.started_at + timedelta(seconds=time_s), self.zone, timespec=timespec)
