"""A simulated chest strap: turns beats and chest movement into the same bytes as a real strap."""

from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from devices.notifications import BATTERY_LEVEL, Notification
from devices.simulated.person.person import LungGuide, SimulatedPerson
from devices.simulated.person.traits import CALM, CHEST, UPRIGHT, ChestTraits, PersonTraits, PostureTraits
from devices.simulated.scenario import Scenario
from devices.simulated.strap.clock import SimulatedStrapClock
from devices.simulated.strap.faults import NO_FAULTS, FaultTraits, StrapFaults
from devices.simulated.strap.heart_rate_channel import HeartRateChannel
from devices.simulated.strap.radio import Radio
from devices.simulated.strap.strap_traits import POLAR_H10, StrapTraits
from devices.streams import Measurement

if TYPE_CHECKING:
    from devices.simulated.strap.frame_channel import FrameChannel

_NS: Final = 1_000_000_000

_FIRST_BATTERY_NS: Final = 200_000_000

SAMPLE_RATES_HZ: Final = {Measurement.ECG: (130,), Measurement.ACCELERATION: (25, 50, 100, 200)}
"""Sample rates of a Polar H10."""


class StrapChannel(Protocol):
    """Notifications of one kind."""

    next_ns: int

    def send(self) -> Notification:
        """Return the notification that arrives at `next_ns`."""


class SimulatedStrap:
    """A strap around the chest of a simulated person; it reads no clock.

    Call `advance` as time passes, or once with a late time for a whole session. The notifications are the
    same, byte for byte and nanosecond for nanosecond. Streams do not change other notifications.

    Parameters
    ----------
    traits : PersonTraits
        The person who wears it.
    seed : int
        Random seed for person and strap.
    lung_guide : callable or None
        Guide to breathe with, see `SimulatedPerson`.
    start_ns : int
        Time of connection, on the host's monotonic clock.
    strap_traits : StrapTraits
        Properties of the strap.
    chest_traits : ChestTraits
        How the chest moves, and the heart's waves on it.
    posture_traits : PostureTraits
        How the person sits.
    fault_traits : FaultTraits
        Faults of the strap; `SimulatedLink` handles losses of the link.
    """

    def __init__(
        self,
        traits: PersonTraits = CALM,
        *,
        seed: int = 0,
        lung_guide: LungGuide | None = None,
        start_ns: int = 0,
        strap_traits: StrapTraits = POLAR_H10,
        chest_traits: ChestTraits = CHEST,
        posture_traits: PostureTraits = UPRIGHT,
        fault_traits: FaultTraits = NO_FAULTS,
    ) -> None:
        self.person = SimulatedPerson(traits, seed=seed, lung_guide=lung_guide, start_ns=start_ns)
        self._seed = seed
        self._start_ns = self._now_ns = start_ns
        self._traits = strap_traits
        self._chest_traits = chest_traits
        self._posture_traits = posture_traits
        self._clock = SimulatedStrapClock(
            start_ns, strap_traits.clock_start_ns, drift_ppm=strap_traits.clock_drift_ppm
        )
        self._heart_rate = HeartRateChannel(
            strap_traits,
            StrapFaults(fault_traits, seed=seed, start_ns=start_ns),
            self.person.beats,
            mean_rr_s=60.0 / traits.heart_rate_per_min,
            seed=seed,
            start_ns=start_ns,
        )
        self._sensors: dict[Measurement, Any] = {}
        self._streams: dict[Measurement, FrameChannel[Any]] = {}
        self._battery_percent = strap_traits.battery_percent
        self._battery_ns = start_ns + _FIRST_BATTERY_NS

    @classmethod
    def of(
        cls, scenario: Scenario, *, seed: int, lung_guide: LungGuide | None = None, start_ns: int = 0
    ) -> Self:
        """Return the strap of a scenario."""
        return cls(
            scenario.person,
            seed=seed,
            lung_guide=lung_guide,
            start_ns=start_ns,
            strap_traits=scenario.strap,
            chest_traits=scenario.chest,
            posture_traits=scenario.posture,
            fault_traits=scenario.faults,
        )

    def advance(self, until_ns: int) -> list[Notification]:
        """Advance the simulated time and return the notifications since the last call, in order.

        Parameters
        ----------
        until_ns : int
            Time on the clock of `start_ns`; a time in the past gives an empty list.
        """
        self._now_ns = max(self._now_ns, until_ns)
        self._heart_rate.take(self.person.advance(until_ns))
        notifications: list[Notification] = []
        channels: tuple[StrapChannel, ...] = (self._heart_rate, *self._streams.values())
        while True:
            channel = min(channels, key=lambda one: one.next_ns)
            if min(channel.next_ns, self._battery_ns) > until_ns:
                return notifications
            battery = self._battery_ns < channel.next_ns
            notifications.append(self._battery_level() if battery else channel.send())

    def start_stream(self, measurement: Measurement, *, sample_rate_hz: int) -> None:
        """Start or restart a stream at the latest time passed to `advance`.

        Parameters
        ----------
        measurement : Measurement
            ECG or acceleration.
        sample_rate_hz : int
            One of `SAMPLE_RATES_HZ`.

        Raises
        ------
        ValueError
            If a Polar H10 does not offer this rate.
        """
        if sample_rate_hz not in SAMPLE_RATES_HZ.get(measurement, ()):
            raise ValueError(f"no {measurement.name} of {sample_rate_hz} Hz on a Polar H10")
        self._streams[measurement] = self._channel(measurement, sample_rate_hz)

    def stop_stream(self, measurement: Measurement) -> None:
        """Stop a stream; do nothing if it does not run."""
        self._streams.pop(measurement, None)

    def strap_clock_ns(self, host_ns: int) -> int:
        """Return the strap's own clock at a time of the host."""
        return self._clock.strap_ns(host_ns)

    def _channel(self, measurement: Measurement, sample_rate_hz: int) -> "FrameChannel[Any]":
        # Import here, because numpy takes a while and would delay the first picture of the guide.
        from devices.simulated.strap.frame_channel import FrameChannel

        is_ecg = measurement is Measurement.ECG
        radio_random = Random(f"{self._seed}/radio of {measurement.name}")
        return FrameChannel(
            self._sensor(measurement),
            self._clock,
            Radio(self._traits, radio_random, start_ns=self._start_ns),
            start_ns=self._now_ns,
            person_start_ns=self._start_ns,
            sample_rate_hz=sample_rate_hz * (1.0 + self._traits.sample_rate_error_percent / 100.0),
            latency_s=self._traits.ecg_latency_s if is_ecg else self._traits.acceleration_latency_s,
        )

    def _sensor(self, measurement: Measurement) -> Any:
        if measurement not in self._sensors:
            self._sensors[measurement] = self._new_sensor(measurement)
        return self._sensors[measurement]

    def _new_sensor(self, measurement: Measurement) -> Any:
        from devices.simulated.strap.accelerometer import Accelerometer
        from devices.simulated.strap.electrocardiogram import Electrocardiogram

        if measurement is Measurement.ECG:
            return Electrocardiogram(self.person, self._chest_traits, seed=self._seed)
        return Accelerometer(self.person, self._chest_traits, self._posture_traits, seed=self._seed)

    def _battery_level(self) -> Notification:
        notification = Notification(self._battery_ns, BATTERY_LEVEL, bytes([self._battery_percent]))
        self._battery_percent = max(0, self._battery_percent - 1)
        self._battery_ns += round(_NS * 3600.0 / self._traits.battery_percent_per_hour)
        return notification
