"""ECG and acceleration from a file of another program, whatever its format."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.message import Message

SignalArray = NDArray[np.float64]

BEAT: Final = "beat"
"""The annotation of a heart beat."""

NO_SIGNAL: Final = "no signal"
"""The annotation of a time in which a channel holds no samples; what it belongs to follows."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened.

    Parameters
    ----------
    onset_s : float
        When, in seconds since the start of the recording.
    duration_s : float or None
        How long, where it was given.
    text : str
        What.
    """

    onset_s: float
    duration_s: float | None
    text: str


@dataclass(frozen=True, slots=True)
class SignalRecording:
    """What a file holds of a heart and a chest.

    Parameters
    ----------
    format : str
        The name of the file's format.
    started_at : datetime or None
        Start, in the time of the place where it has no zone; None where the file does not tell.
    duration_s : float
        From the start to the end, pauses included.
    ecg_time_s, ecg_uv : array
        Shape ``(n,)``: seconds since the start, increasing, and microvolts; empty without an ECG.
    acceleration_time_s, acceleration_mg : array
        Shapes ``(m,)`` and ``(m, 3)``: thousandths of g along x, y, z; empty without all three axes.
    annotations : tuple of Annotation
        In the order of their onsets.
    warnings : tuple of Message
        What a person should know of how it was read.
    rate_time_s, rate_per_min : array
        Shape ``(k,)``: heart rates, which are read where there is nothing else of the heart.
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
