"""The link to a simulated strap: starts streams, and loses the connection as real links do."""

from typing import Final

from devices.events import LinkChanged, LinkState
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.person.person import LungGuide
from devices.simulated.scenario import Scenario
from devices.simulated.strap.faults import LinkLoss, link_losses
from devices.simulated.strap.strap import SimulatedStrap
from devices.streams import Measurement, MeasurementChanged

SIMULATED_STRAP_NAME: Final = "Polar H10 (simulated)"

ACCELERATION_HZ: Final = 100
ECG_HZ: Final = 130

_NEVER: Final = LinkLoss(2**63, 2**63, 2**63)

Arrival = Notification | LinkChanged | MeasurementChanged


class SimulatedLink:
    """Everything that a host receives from a simulated strap, in order: link, streams and notifications.

    While the link is lost, the strap's data are lost too. Streams are restarted with each new link, as the
    program does with a real strap.

    Parameters
    ----------
    scenario : Scenario
        Person, strap and faults.
    seed : int
        Random seed.
    lung_guide : callable or None
        Guide to breathe with, see `SimulatedPerson`.
    start_ns : int
        Time of connection.
    ecg : bool
        Whether the strap also streams the ECG.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        lung_guide: LungGuide | None = None,
        start_ns: int = 0,
        ecg: bool = False,
    ) -> None:
        self.strap = SimulatedStrap.of(scenario, seed=seed, lung_guide=lung_guide, start_ns=start_ns)
        self._streams = {Measurement.ACCELERATION: ACCELERATION_HZ}
        if ecg:
            self._streams[Measurement.ECG] = ECG_HZ
        self._losses = link_losses(scenario.faults, seed=seed, start_ns=start_ns)
        self._loss = _NEVER
        self._state = LinkState.IDLE
        self._next_ns = start_ns

    def advance(self, until_ns: int) -> list[Arrival]:
        """Advance the simulated time and return the events since the last call, in order."""
        arrivals: list[Arrival] = []
        while self._next_ns <= until_ns:
            arrivals += self._receive(self._next_ns)
            arrivals += self._change(self._next_ns)
        return arrivals + self._receive(until_ns)

    def _receive(self, until_ns: int) -> list[Arrival]:
        arrivals: list[Arrival] = []
        for notification in self.strap.advance(until_ns):
            if self._state is LinkState.WAITING and notification.characteristic == HEART_RATE_MEASUREMENT:
                arrivals.append(self._link(notification.time_ns, LinkState.STREAMING))
            if self._state.is_connected:
                arrivals.append(notification)
        return arrivals

    def _change(self, time_ns: int) -> list[Arrival]:
        """Do the next change: lose the link, notice the loss, or connect."""
        if self._state is LinkState.LOST:
            self._next_ns = self._loss.back_ns
            return [self._link(time_ns, LinkState.LOST), self._link(time_ns, LinkState.RECONNECTING)]
        if self._state.is_connected:
            self._state, self._next_ns = LinkState.LOST, self._loss.noticed_ns
            for measurement in self._streams:
                self.strap.stop_stream(measurement)
            return []
        state = LinkState.STREAMING if self._state is LinkState.IDLE else LinkState.WAITING
        self._loss = next(self._losses, _NEVER)
        self._next_ns = self._loss.lost_ns
        return [self._link(time_ns, state), *(self._start(time_ns, one) for one in self._streams)]

    def _start(self, time_ns: int, measurement: Measurement) -> MeasurementChanged:
        self.strap.start_stream(measurement, sample_rate_hz=self._streams[measurement])
        return MeasurementChanged(time_ns, measurement, running=True)

    def _link(self, time_ns: int, state: LinkState) -> LinkChanged:
        self._state = state
        return LinkChanged(time_ns, state, SIMULATED_STRAP_NAME)
