"""Heart rates from a file: what a strap that sends no intervals leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from devices.message import Message

if TYPE_CHECKING:  # the help of the command line lists formats, and imports nothing heavy
    from sessions.formats.signals import Annotation, SignalRecording

HIGHEST_RATE_PER_MIN: Final = 400
"""No heart beats faster; a strap's field could hold 65535."""


@dataclass(frozen=True, slots=True)
class RateRecording:
    """Heart rates of one of our own exports, in order.

    Parameters
    ----------
    format : str
        The name of the file's format.
    time_s : sequence of float
        When each was heard, since the start of the recording.
    rate_per_min : sequence of int
        As the strap averaged them.
    duration_s : float
        From the start to the end.
    started_at : datetime or None
        Start of the recording, with its zone where that is known.
    annotations : sequence of Annotation, optional
        What the file says beside them.
    warnings : sequence of Message, optional
        What a person should know of how it was read.
    """

    format: str
    time_s: Sequence[float]
    rate_per_min: Sequence[int]
    duration_s: float
    started_at: datetime | None = None
    annotations: "tuple[Annotation, ...]" = ()
    warnings: tuple[Message, ...] = ()


def rates_of(found: "SignalRecording") -> RateRecording:
    """Return what a file of samples and annotations holds beside them: heart rates, and what was said."""
    return RateRecording(
        found.format,
        found.rate_time_s.tolist(),
        found.rate_per_min.astype(int).tolist(),
        found.duration_s,
        found.started_at,
        found.annotations,
        found.warnings,
    )
