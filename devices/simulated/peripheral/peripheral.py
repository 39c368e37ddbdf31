"""A simulated strap on a Bluetooth adapter, which other programs use like a real one."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device
from bumble.transport.common import Transport

from devices.message import Message, message, sentences
from devices.notifications import BATTERY_LEVEL, Notification
from devices.simulated.peripheral.bluetooth_adapter import LOST, explained, opened_adapter, power_on
from devices.simulated.peripheral.measurement_server import MeasurementServer
from devices.simulated.peripheral.strap_services import (
    ATT_HEADER_BYTES,
    StrapIdentity,
    StrapServices,
    start_advertising,
)
from devices.simulated.scenario import Scenario
from devices.simulated.strap.faults import link_losses
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.streams import Measurement

_STEP_S: Final = 0.02
_COMMAND_S: Final = 5.0
_GOODBYE_S: Final = 2.0
_FIRST_SERIAL: Final = 0x51A0C0DE
_NAMES: Final = {
    Measurement.ECG: message("stream.ecg"),
    Measurement.ACCELERATION: message("stream.acceleration"),
}

Say = Callable[[Message], None]


async def serve_peripheral(transport_name: str, scenario: Scenario, *, seed: int, say: Say) -> None:
    """Run a simulated strap on an adapter until cancelled; close all links before returning.

    Parameters
    ----------
    transport_name : str
        Bumble's name of the adapter.
    scenario : Scenario
        Person, strap and faults. The person breathes without a guide.
    seed : int
        Random seed; it also determines name and address.
    say : callable
        Called with a sentence for each event.

    Raises
    ------
    BluetoothUnavailableError
        If the adapter can't be opened, does not answer, can't act as a strap, or is removed.
    """
    async with opened_adapter(transport_name) as transport:
        await Peripheral(transport, scenario, seed=seed, say=say).run()


class Peripheral:
    """The strap on an open transport; parameters as for `serve_peripheral`."""

    def __init__(self, transport: Transport, scenario: Scenario, *, seed: int, say: Say) -> None:
        self._lost: asyncio.Future[None] = transport.source.terminated
        self._say = say
        start_ns = time.monotonic_ns()
        self._strap = SimulatedStrap.of(scenario, seed=seed, start_ns=start_ns)
        self._identity = strap_identity(seed)
        self._device = Device.with_hci(
            self._identity.name, hci.Address(self._identity.address), transport.source, transport.sink
        )
        self._server = MeasurementServer(on_start=self._start_stream, on_stop=self._stop_stream)
        self._services = StrapServices(
            self._device,
            self._identity,
            battery_percent=scenario.strap.battery_percent,
            measurement_server=self._server,
        )
        self._losses = link_losses(scenario.faults, seed=seed, start_ns=start_ns)
        self._loss = next(self._losses, None)
        self._must_advertise = True
        self._out_of_reach = False

    async def run(self) -> None:
        """Run until cancelled."""
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)
        await power_on(self._device)
        try:
            await self._advertise()
            name, address = self._identity.name, self._identity.address
            self._say(message("strap.served", strap=name, address=address))
            while not self._lost.done():
                await self._lose_link(time.monotonic_ns())
                await self._advertise()
                for notification in self._strap.advance(time.monotonic_ns()):
                    await self._send(notification)
                await asyncio.sleep(_STEP_S)
        finally:
            if not self._lost.done():
                await self._say_goodbye()
        # Read the exception, or asyncio logs that nobody retrieved it.
        raise LOST from self._lost.exception()

    async def _lose_link(self, now_ns: int) -> None:
        """Stay out of range for the time in the scenario."""
        if self._loss is None:
            return
        if now_ns >= self._loss.back_ns:
            self._loss = next(self._losses, None)
            self._out_of_reach = False
        elif now_ns >= self._loss.lost_ns and not self._out_of_reach:
            self._out_of_reach = self._must_advertise = True
            self._say(message("strap.served_out_of_reach", gone_s=(self._loss.back_ns - now_ns) / 1e9))
            await self._say_goodbye()

    async def _advertise(self) -> None:
        if self._must_advertise and not self._out_of_reach and not self._device.connections:
            self._must_advertise = False
            with explained():
                async with asyncio.timeout(_COMMAND_S):
                    await start_advertising(self._device, self._identity.name)

    async def _send(self, notification: Notification) -> None:
        """Notify all subscribers; drop frames that exceed the link's MTU."""
        if notification.characteristic == BATTERY_LEVEL:
            self._services.battery_percent = notification.data[0]
        whole = notification.characteristic == POLAR_MEASUREMENT_DATA
        for listener in self._services.listeners(notification.characteristic):
            if not whole or len(notification.data) <= listener.att_mtu - ATT_HEADER_BYTES:
                await self._services.notify(listener, notification.characteristic, notification.data)

    def _start_stream(self, measurement: Measurement, sample_rate_hz: int) -> None:
        self._strap.start_stream(measurement, sample_rate_hz=sample_rate_hz)
        self._say(message("stream.started", stream=_NAMES[measurement], sample_rate_hz=sample_rate_hz))

    def _stop_stream(self, measurement: Measurement) -> None:
        self._strap.stop_stream(measurement)
        self._say(message("stream.ended", stream=_NAMES[measurement]))

    def _on_connection(self, connection: Connection) -> None:
        peer = connection.peer_address.to_string(with_type_qualifier=False)
        self._say(message("strap.client_connected", client=peer))

        def on_disconnection(_reason: int) -> None:
            self._must_advertise = True
            self._say(self._farewell(peer))

        connection.on(Connection.EVENT_DISCONNECTION, on_disconnection)

    def _farewell(self, peer: str) -> Message:
        """Return the sentence that a client has disconnected, and which streams it left running."""
        gone = message("strap.client_gone", client=peer)
        running = tuple(name for one, name in _NAMES.items() if one.value in self._server.streaming)
        return sentences(gone, message("stream.left_running", streams=running)) if running else gone

    async def _say_goodbye(self) -> None:
        """Close the links and stop advertising, if the adapter still responds."""
        with suppress(BaseBumbleError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_S):
                for connection in list(self._device.connections.values()):
                    await connection.disconnect()
                await self._device.stop_advertising()


def strap_identity(seed: int) -> StrapIdentity:
    """Return name and address of a seed's strap: always the same, so that clients recognise it."""
    serial = f"{(_FIRST_SERIAL + seed) % (1 << 32):08X}"
    pairs = [serial[i : i + 2] for i in range(0, 8, 2)]
    return StrapIdentity(f"Polar H10 {serial}", ":".join(["C0", "5A", *pairs]), serial=serial)
