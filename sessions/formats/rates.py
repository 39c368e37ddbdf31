"""Heart rates from a file, recorded with a strap that sends no intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from devices.message import Message

if TYPE_CHECKING:  # the command line's help lists formats and must not import anything slow
    from sessions.formats.signals import Annotation, SignalRecording

HIGHEST_RATE_PER_MIN: Final = 400
"""No heart beats faster than this; a strap's field could contain 65535."""


@dataclass(frozen=True, slots=True)
class RateRecording:
    """Heart rates of one of our own exports, in order.

    Parameters
    ----------
    format : str
        The name of the file's format.
    time_s : sequence of float
        When each rate was received, since the start of the recording.
    rate_per_min : sequence of int
        Heart rates that the strap averaged.
    duration_s : float
        Time from the start to the end.
    started_at : datetime or None
        Start of the recording, with its zone if known.
    annotations : sequence of Annotation, optional
        The file's annotations.
    warnings : sequence of Message, optional
        What a person should know about how it was read.
    """

    format: str
    time_s: Sequence[float]
    rate_per_min: Sequence[int]
    duration_s: float
    started_at: datetime | None = None
    annotations: "tuple[Annotation, ...]" = ()
    warnings: tuple[Message, ...] = ()


def rates_of(found: "SignalRecording") -> RateRecording:
    """Return the heart rates and annotations from a file of samples."""
    return RateRecording(
        found.format,
        found.rate_time_s.tolist(),
        found.rate_per_min.astype(int).tolist(),
        found.duration_s,
        found.started_at,
        found.annotations,
        found.warnings,
    )
