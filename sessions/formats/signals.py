"""ECG and acceleration from a file of another program, in any format."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.message import Message
from sessions.formats.intervals import IntervalRecording

SignalArray = NDArray[np.float64]

BEAT: Final = "beat"
"""Annotation of a heart beat."""

NO_SIGNAL: Final = "no signal"
"""Annotation of a time in which a channel has no samples; the name of the channel follows."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An event in a recording.

    Parameters
    ----------
    onset_s : float
        When it began, in seconds since the start of the recording.
    duration_s : float or None
        How long it lasted, if given.
    text : str
        What happened.
    """

    onset_s: float
    duration_s: float | None
    text: str


@dataclass(frozen=True, slots=True)
class SignalRecording:
    """The data of heart and chest in a file.

    Parameters
    ----------
    format : str
        The name of the file's format.
    started_at : datetime or None
        Start; without a zone it is in local time. None if the file does not give it.
    duration_s : float
        Time from the start to the end, pauses included.
    ecg_time_s, ecg_uv : array
        Shape ``(n,)``: seconds since the start, increasing, and microvolts; empty without an ECG.
    acceleration_time_s, acceleration_mg : array
        Shapes ``(m,)`` and ``(m, 3)``: thousandths of g along x, y, z; empty without all three axes.
    annotations : tuple of Annotation
        In the order of their onsets.
    warnings : tuple of Message
        What a person should know about how it was read.
    rate_time_s, rate_per_min : array
        Shape ``(k,)``: heart rates, read only if the file has no other data of the heart.
    intervals : IntervalRecording or None
        The intervals that the strap sent, if another file of the recording has them.
    """

    format: str
    started_at: datetime | None
    duration_s: float
    ecg_time_s: SignalArray
    ecg_uv: SignalArray
    acceleration_time_s: SignalArray
    acceleration_mg: SignalArray
    annotations: tuple[Annotation, ...]
    warnings: tuple[Message, ...]
    rate_time_s: SignalArray = field(default_factory=lambda: np.empty(0))
    rate_per_min: SignalArray = field(default_factory=lambda: np.empty(0))
    intervals: IntervalRecording | None = None
