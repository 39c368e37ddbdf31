"""A heart-rate strap that exists only as a GATT server on a virtual controller."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bumble import att, data_types, gatt, hci
from bumble.core import AdvertisingData
from bumble.device import Connection, Device
from bumble.host import Host

from tests.laboratory.air import Air, AirController
from tests.laboratory.measurement_data import MeasurementData
from tests.laboratory.recording import Packet

ADVERTISING_INTERVAL_MS: Final = 100.0
MAX_MTU: Final = 232
"""ATT MTU that a Polar H10 grants."""

MAX_NAME_BYTES: Final = 22
"""What flags and one 16-bit UUID leave of 31 bytes."""

HEART_RATE_MEASUREMENT: Final = "2a37"
BATTERY_LEVEL: Final = "2a19"
MEASUREMENT_DATA: Final = "fb005c82"

_CHEST: Final = bytes([1])
_FLAGS: Final = (
    AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE | AdvertisingData.Flags.BR_EDR_NOT_SUPPORTED
)
_PROPERTIES: Final = gatt.Characteristic.Properties
_READABLE: Final = gatt.Characteristic.Permissions.READABLE


@dataclass(frozen=True, slots=True)
class Identity:
    """What a strap says about itself. ``software`` is what Polar calls the firmware (0x2A28)."""

    name: str
    address: str
    manufacturer: str = "Polar Electro Oy"
    model: str = "H10"
    serial: str = "12345678"
    hardware: str = "00760690.03"
    firmware: str = "3.1.1"
    software: str = "5.0.0"


@dataclass(frozen=True, slots=True)
class Sent:
    """A notification that was handed to the air.

    Parameters
    ----------
    time_s : float
        ``time.monotonic()``, the same clock in every process of one machine.
    characteristic : str
        The 16-bit UUID, such as ``"2a37"``.
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
        identity: Identity,
        *,
        battery_percent: int = 87,
        has_measurement_data: bool = False,
    ) -> None:
        if len(identity.name.encode()) > MAX_NAME_BYTES:
            raise ValueError(
                f"{identity.name!r} does not fit into {MAX_NAME_BYTES} bytes of an advertisement"
            )
        self.identity = identity
        self.sent: list[Sent] = []
        self._air = air
        self._controller = AirController(identity.name, link=air)
        self._device = Device(
            name=identity.name,
            address=hci.Address(identity.address),
            host=Host(self._controller, self._controller),
        )
        self.measurement_data = MeasurementData(self._indicate) if has_measurement_data else None
        self._battery_percent = battery_percent
        self._heart_rate = _characteristic(HEART_RATE_MEASUREMENT, _PROPERTIES.NOTIFY, _refuse_reading)
        self._battery = _characteristic(
            BATTERY_LEVEL, _PROPERTIES.READ | _PROPERTIES.NOTIFY, self._read_battery
        )
        self._subscribed = asyncio.Event()
        self._wants_advertising = False
        self._advertising = asyncio.Lock()
        self._player: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()

    async def start(self, *, advertising: bool = True) -> None:
        self._device.gatt_server.max_mtu = MAX_MTU
        self._device.add_services(self._services())
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)
        self._heart_rate.on(gatt.Characteristic.EVENT_SUBSCRIPTION, self._on_subscription)
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
        return self._player is not None and not self._player.done()

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
                await self._device.start_advertising(
                    advertising_data=_advertising_data(self.identity.name),
                    scan_response_data=b"",
                    advertising_interval_min=ADVERTISING_INTERVAL_MS,
                    advertising_interval_max=ADVERTISING_INTERVAL_MS,
                )
            elif not wanted:
                await self._device.stop_advertising()

    async def send(self, data: bytes) -> bool:
        """Notify 0x2A37; false where nobody is subscribed, then the value is lost as with a real strap."""
        return await self._notify(self._heart_rate, HEART_RATE_MEASUREMENT, data)

    async def send_measurement(self, frame: bytes) -> bool:
        """Notify a frame of Polar's measurement data; false where its stream was not started."""
        streams = self.measurement_data
        if streams is None or frame[0] & 0x3F not in streams.streaming:
            return False
        return await self._notify(streams.data, MEASUREMENT_DATA, frame)

    async def set_battery(self, percent: int) -> bool:
        """Change the charge, and notify whoever subscribed to it."""
        self._battery_percent = percent
        return await self._notify(self._battery, BATTERY_LEVEL, bytes([percent]))

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
        self.stop_playing()
        self._player = asyncio.create_task(self._play(packets, speed, wait_for_subscriber))

    def stop_playing(self) -> None:
        if self._player is not None:
            self._player.cancel()
            self._player = None

    async def _play(self, packets: Sequence[Packet], speed: float, wait_for_subscriber: bool) -> None:
        if wait_for_subscriber:
            await self._subscribed.wait()
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        for packet in packets:
            await asyncio.sleep(start_s + packet.time_s / speed - loop.time())
            await self.send(packet.data)

    async def _notify(self, characteristic: gatt.Characteristic[bytes], uuid: str, data: bytes) -> bool:
        server = self._device.gatt_server
        listeners = [
            c for c in self._device.connections.values() if server.read_cccd(c, characteristic)[0] & 1
        ]
        for connection in listeners:
            value = data[: connection.att_mtu - 3]
            self.sent.append(Sent(time.monotonic(), uuid, value))
            await server.notify_subscriber(connection, characteristic, value)
        return bool(listeners)

    def _services(self) -> list[gatt.Service]:
        identity = self.identity
        texts = {
            "2a29": identity.manufacturer,
            "2a24": identity.model,
            "2a25": identity.serial,
            "2a27": identity.hardware,
            "2a26": identity.firmware,
            "2a28": identity.software,
        }
        information = [_constant(uuid, text.encode()) for uuid, text in texts.items()]
        heart_rate = [self._heart_rate, _constant("2a38", _CHEST)]
        services = [
            gatt.Service(gatt.GATT_HEART_RATE_SERVICE, heart_rate),
            gatt.Service(gatt.GATT_BATTERY_SERVICE, [self._battery]),
            gatt.Service(gatt.GATT_DEVICE_INFORMATION_SERVICE, information),
        ]
        return services + ([self.measurement_data.service] if self.measurement_data else [])

    async def _indicate(
        self, connection: Connection, characteristic: "gatt.Characteristic[bytes]", value: bytes
    ) -> None:
        # Apart from the write that is being answered: the client confirms only after its response.
        task = asyncio.create_task(
            self._device.gatt_server.indicate_subscriber(connection, characteristic, value)
        )
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _read_battery(self, _connection: Connection) -> bytes:
        return bytes([self._battery_percent])

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


def _characteristic(
    uuid: str, properties: gatt.Characteristic.Properties, read: Callable[[Connection], bytes]
) -> "gatt.Characteristic[bytes]":
    """A characteristic that refuses writing, which bumble 0.0.236 would allow to everyone."""
    value = gatt.CharacteristicValue(read=read, write=_refuse_writing)
    return gatt.Characteristic(uuid.upper(), properties, _READABLE, value)


def _constant(uuid: str, data: bytes) -> "gatt.Characteristic[bytes]":
    return _characteristic(uuid, _PROPERTIES.READ, lambda _connection: data)


def _refuse_reading(_connection: Connection) -> bytes:
    raise att.ATT_Error(att.ErrorCode.READ_NOT_PERMITTED)


def _refuse_writing(_connection: Connection, _data: bytes) -> None:
    raise att.ATT_Error(att.ErrorCode.WRITE_NOT_PERMITTED)


def _advertising_data(name: str) -> bytes:
    return bytes(
        AdvertisingData(
            [
                data_types.Flags(_FLAGS),
                data_types.CompleteListOf16BitServiceUUIDs([gatt.GATT_HEART_RATE_SERVICE]),
                data_types.CompleteLocalName(name),
            ]
        )
    )
