"""What of a session can be written for other programs; computed elsewhere, and handed over here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sessions.zone import Zone, local_text, local_time

if TYPE_CHECKING:  # the help of the command line lists formats, and imports nothing heavy
    import numpy as np
    from numpy.typing import NDArray

    ChannelValues = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ExportedBeat:
    """One RR interval.

    Parameters
    ----------
    time_s : float
        Its end.
    rr_ms : float
        Its length.
    label : str
        "normal", or what else it is taken for.
    adjacent : bool
        Whether it begins where the interval before it ended.
    """

    time_s: float
    rr_ms: float
    label: str
    adjacent: bool


@dataclass(frozen=True, slots=True)
class ExportedRate:
    """A heart rate as the strap averaged it."""

    time_s: float
    rate_per_min: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a breath: ``inhale`` and ``exhale`` as measured, ``guide inhale`` … as the guide asked."""

    onset_s: float
    duration_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the person said: a marker, a rating."""

    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """Samples of one kind, times increasing, with gaps where the signal was lost.

    Parameters
    ----------
    labels : tuple of str
        Name of each column.
    unit : str
        Of the values.
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
    """A session as other programs may have it; all times in seconds since its start.

    Parameters
    ----------
    started_at : datetime
        In UTC.
    duration_s : float
        To its last record.
    beats : sequence of ExportedBeat
        Every interval that came in, in order.
    phases : sequence of Phase
        Of breaths, measured and guided.
    notes : sequence of Note
        In order.
    channels : sequence of Channel
        ECG and acceleration, where the strap sent them.
    rates : sequence of ExportedRate
        Of a strap that sent no intervals at all.
    zone : Zone or None
        The time zone in which it was recorded; None where that is not known.
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
        """Its start by the clock of its zone; in UTC where that is not known."""
        return local_time(self.started_at, self.zone)

    @property
    def zone_text(self) -> str:
        """Name or offset of its zone, empty where that is not known."""
        return "" if self.zone is None else self.zone.text

    def local_text(self, time_s: float = 0.0, *, timespec: str = "auto") -> str:
        """Return a time of the session in ISO 8601, as `sessions.zone.local_text`."""
        return local_text(self.started_at + timedelta(seconds=time_s), self.zone, timespec=timespec)
