"""Turns a signal from the chest into the strap's frames."""

from collections.abc import Sequence
from typing import Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from devices.notifications import Notification
from devices.simulated.strap.clock import SimulatedStrapClock
from devices.simulated.strap.radio import Radio
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA

_NS: Final = 1_000_000_000

Sample = TypeVar("Sample")


class Sensor(Protocol[Sample]):
    """A sensor on the chest, sampled at increasing times."""

    samples_per_frame: int

    def sample(self, time_s: NDArray[np.float64]) -> Sequence[Sample]:
        """Return one sample for each time, in seconds since the person's start; shape ``(n_samples,)``."""

    def encode(self, device_time_ns: int, samples: Sequence[Sample]) -> bytes:
        """Encode samples as a frame."""


class FrameChannel(Generic[Sample]):
    """Produces the frames of one stream.

    The strap samples by its own clock. The time stamp of a frame is that clock's time at the last sample.

    Parameters
    ----------
    sensor : Sensor
        The sensor to sample.
    clock : SimulatedStrapClock
        The strap's clock.
    radio : Radio
        The radio that sends frames to the host.
    start_ns : int
        Start of the stream; the first frame is ready one frame length later.
    person_start_ns : int
        Start of the person's time, also on the host's clock.
    sample_rate_hz : float
        True rate by the strap's clock.
    latency_s : float
        Time from the last sample until the frame is ready.
    """

    def __init__(
        self,
        sensor: Sensor[Sample],
        clock: SimulatedStrapClock,
        radio: Radio,
        *,
        start_ns: int,
        person_start_ns: int,
        sample_rate_hz: float,
        latency_s: float,
    ) -> None:
        self._sensor = sensor
        self._clock = clock
        self._radio = radio
        self._person_start_ns = person_start_ns
        self._latency_ns = round(latency_s * _NS)
        self._frame_ns = sensor.samples_per_frame * _NS / sample_rate_hz
        self._first_ns = clock.strap_ns(start_ns - self._latency_ns)
        self._sent = 0
        self.next_ns = self._arrival_ns(start_ns)

    def send(self) -> Notification:
        """Return the frame that arrives at `next_ns`."""
        begin_ns, end_ns = self._strap_ns(self._sent), self._strap_ns(self._sent + 1)
        begin_s, end_s = self._person_s(begin_ns), self._person_s(end_ns)
        count = self._sensor.samples_per_frame
        time_s = np.linspace(begin_s, end_s, count + 1, dtype=np.float64)[1:]
        data = self._sensor.encode(end_ns, self._sensor.sample(time_s))
        notification = Notification(self.next_ns, POLAR_MEASUREMENT_DATA, data)
        self._sent += 1
        self.next_ns = self._arrival_ns(self.next_ns + 1)
        return notification

    def _strap_ns(self, frames: int) -> int:
        return self._first_ns + round(frames * self._frame_ns)

    def _person_s(self, strap_ns: int) -> float:
        return (self._clock.host_ns(strap_ns) - self._person_start_ns) / _NS

    def _arrival_ns(self, earliest_ns: int) -> int:
        due_ns = self._clock.host_ns(self._strap_ns(self._sent + 1)) + self._latency_ns
        return max(earliest_ns, self._radio.arrival_ns(due_ns))
