"""What of a session can be written for other programs; computed elsewhere, and handed over here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

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
        With its zone.
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
    """

    started_at: datetime
    duration_s: float
    beats: Sequence[ExportedBeat] = ()
    phases: Sequence[Phase] = ()
    notes: Sequence[Note] = ()
    channels: Sequence[Channel] = ()
