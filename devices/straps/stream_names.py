"""Names of a strap's streams."""

from collections.abc import Sequence
from typing import Final

from devices.message import Message, message
from devices.streams import Measurement

STREAM_NAMES: Final = {
    Measurement.ECG: message("stream.ecg"),
    Measurement.ACCELERATION: message("stream.acceleration"),
    Measurement.PPG: message("stream.ppg"),
    Measurement.PULSE_INTERVALS: message("stream.pulse_intervals"),
}


def streams_not_offered(missing: Sequence[Measurement]) -> Message:
    """Return the sentence that a strap does not send some streams."""
    return message("stream.not_offered", streams=tuple(STREAM_NAMES[one] for one in missing))
