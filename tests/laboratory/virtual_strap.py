"""A heart-rate strap that exists only as a GATT server on a virtual controller."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bumble import gatt, hci
from bumble.device import Connection, Device
from bumble.host import Host

from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT
from devices.simulated.peripheral.strap_services import (
    ATT_HEADER_BYTES,
    StrapIdentity,
    StrapServices,
    start_advertising,
)
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from tests.laboratory.air import Air, AirController
from tests.laboratory.recording import Packet
from tests.laboratory.scripted_control_point import ECG_AND_ACCELERATION, ScriptedControlPoint

_SHORT: Final = {HEART_RATE_MEASUREMENT: "2a37", BATTERY_LEVEL: "2a19", POLAR_MEASUREMENT_DATA: "fb005c82"}
"""How the log of what was sent names a characteristic."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A notification that was handed to the air.

    Parameters
    ----------
    time_s : float
        ``time.monotonic()``, the same clock in every process of one machine.
    characteristic : str
        Its UUID in short, such as ``"2a37"``.
    data : bytes
        The value.
    """

    time_s: float
    characteristic: str
    data: bytes


class VirtualStrap:
    """A strap on ``air``; it advertises again by itself after a link ended."""

    def __init__(
        self,
        air: Air,
        identity: StrapIdentity,
        *,
        battery_percent: int = 87,
        has_measurement_data: bool = False,
        measurements: Iterable[int] = ECG_AND_ACCELERATION,
    ) -> None:
        self.identity = identity
        self.sent: list[Sent] = []
        self.measurement_data = ScriptedControlPoint(measurements) if has_measurement_data else None
        self._air = air
        self._controller = AirController(identity.name, link=air)
        self._device = Device(
            name=identity.name,
            address=hci.Address(identity.address),
            host=Host(self._controller, self._controller),
        )
        self._services = StrapServices(
            self._device,
            identity,
            battery_percent=battery_percent,
            measurement_server=self.measurement_data,
        )
        self._subscribed = asyncio.Event()
        self._wants_advertising = False
        self._tells_service = True
        self._advertising = asyncio.Lock()
        self._player: asyncio.Task[None] | None = None
        self._frame_player: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()

    async def start(self, *, advertising: bool = True, tells_service: bool = True) -> None:
        self._tells_service = tells_service
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)
        heart_rate = self._services.characteristic(HEART_RATE_MEASUREMENT)
        heart_rate.on(gatt.Characteristic.EVENT_SUBSCRIPTION, self._on_subscription)
        await self._device.power_on()
        await self.advertise(on=advertising)

    async def stop(self) -> None:
        """Vanish: links are lost, not closed."""
        self.stop_playing()
        await self.advertise(on=False)
        self._air.cut(self.identity.address)
        self._air.remove_controller(self._controller)

    @property
    def is_connected(self) -> bool:
        return bool(self._device.connections)

    @property
    def is_subscribed(self) -> bool:
        return self._subscribed.is_set()

    @property
    def is_playing(self) -> bool:
        return any(player and not player.done() for player in (self._player, self._frame_player))

    @property
    def is_advertising(self) -> bool:
        return self._controller.le_legacy_advertiser.enabled

    async def advertise(self, *, on: bool) -> None:
        """Be found, or not; a connected strap is found only after its link ended."""
        self._wants_advertising = on
        await self._apply_advertising()

    async def _apply_advertising(self) -> None:
        # One at a time: starting takes several commands, and a stop between two of them would be undone.
        async with self._advertising:
            wanted = self._wants_advertising and not self.is_connected
            if wanted and not self.is_advertising:
                name, tells_service = self.identity.name, self._tells_service
                await start_advertising(self._device, name, tells_service=tells_service)
            elif not wanted:
                await self._device.stop_advertising()

    async def send(self, data: bytes) -> bool:
        """Notify 0x2A37; false where nobody is subscribed, then the value is lost as with a real strap."""
        return await self._notify(HEART_RATE_MEASUREMENT, data)

    async def send_measurement(self, frame: bytes) -> bool:
        """Notify a frame of Polar's measurement data; false where its stream was not started."""
        streams = self.measurement_data
        if streams is None or frame[0] & 0x3F not in streams.streaming:
            return False
        return await self._notify(POLAR_MEASUREMENT_DATA, frame)

    async def set_battery(self, percent: int) -> bool:
        """Change the charge, and notify whoever subscribed to it."""
        self._services.battery_percent = percent
        return await self._notify(BATTERY_LEVEL, bytes([percent]))

    async def hang_up(self) -> None:
        """Close every link in an orderly way (reason 0x13)."""
        for connection in list(self._device.connections.values()):
            await connection.disconnect()

    def play(
        self, packets: Sequence[Packet], *, speed: float = 1.0, wait_for_subscriber: bool = True
    ) -> None:
        """Send packets at their times; what nobody hears is lost, never delayed.

        Parameters
        ----------
        packets : sequence of Packet
            In order of time.
        speed : float
            2 plays twice as fast.
        wait_for_subscriber : bool
            Start with the first subscription to 0x2A37 instead of at once.
        """
        if self._player is not None:
            self._player.cancel()
        self._player = asyncio.create_task(self._play(packets, speed, wait_for_subscriber))

    def play_measurements(self, frames: Sequence[Packet]) -> float:
        """Send frames of Polar's measurement data at their times, beside what `play` sends.

        Returns
        -------
        float
            When their time 0 is, on the clock of `time.monotonic`.
        """
        if self._frame_player is not None:
            self._frame_player.cancel()
        start_s = asyncio.get_running_loop().time()
        self._frame_player = asyncio.create_task(_send_in_time(frames, self.send_measurement, start_s))
        return start_s

    def stop_playing(self) -> None:
        for player in (self._player, self._frame_player):
            if player is not None:
                player.cancel()
        self._player = self._frame_player = None

    async def _play(self, packets: Sequence[Packet], speed: float, wait_for_subscriber: bool) -> None:
        if wait_for_subscriber:
            await self._subscribed.wait()
        start_s = asyncio.get_running_loop().time()
        await _send_in_time(packets, self.send, start_s, speed)

    async def _notify(self, characteristic: str, data: bytes) -> bool:
        listeners = self._services.listeners(characteristic)
        for connection in listeners:
            value = data[: connection.att_mtu - ATT_HEADER_BYTES]
            self.sent.append(Sent(time.monotonic(), _SHORT[characteristic], value))
            await self._services.notify(connection, characteristic, value)
        return bool(listeners)

    def _on_connection(self, connection: Connection) -> None:
        connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnection)

    def _on_disconnection(self, _reason: int) -> None:
        self._subscribed.clear()
        task = asyncio.create_task(self._apply_advertising())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _on_subscription(self, _connection: Connection, notify: bool, _indicate: bool) -> None:
        if notify:
            self._subscribed.set()
        else:
            self._subscribed.clear()


async def _send_in_time(
    packets: Sequence[Packet], send: Callable[[bytes], Awaitable[bool]], start_s: float, speed: float = 1.0
) -> None:
    loop = asyncio.get_running_loop()
    for packet in packets:
        await asyncio.sleep(start_s + packet.time_s / speed - loop.time())
        await send(packet.data)
