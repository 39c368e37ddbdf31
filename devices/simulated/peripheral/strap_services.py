"""The GATT services of a heart-rate strap on a bumble device, and its advertising.

Heart rate (0x180D), battery (0x180F), device information (0x180A) and, if there is a measurement server,
Polar's Measurement Data.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bumble import att, core, data_types, gatt
from bumble.core import AdvertisingData
from bumble.device import Connection, Device

from devices.notifications import (
    BATTERY_LEVEL,
    FIRMWARE_REVISION,
    HEART_RATE_MEASUREMENT,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
)
from devices.simulated.peripheral.measurement_server import (
    LEAST_MTU_BYTES,
    MeasurementServer,
    RefusedWriteError,
    Requester,
)
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA

ADVERTISING_INTERVAL_MS: Final = 100.0
MOST_NAME_BYTES: Final = 22
"""Bytes left of the 31 of an advertisement after flags and one 16-bit UUID."""

_FLAGS: Final = (
    AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE | AdvertisingData.Flags.BR_EDR_NOT_SUPPORTED
)

ATT_HEADER_BYTES: Final = 3
"""Header of a notification: opcode and handle."""

_POLAR_SERVICE: Final = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
_BODY_SENSOR_LOCATION: Final = "00002a38-0000-1000-8000-00805f9b34fb"
_HARDWARE_REVISION: Final = "00002a27-0000-1000-8000-00805f9b34fb"
_CHEST: Final = bytes([1])
_BASE_UUID: Final = "-0000-1000-8000-00805f9b34fb"

_READ: Final = gatt.Characteristic.Properties.READ
_WRITE: Final = gatt.Characteristic.Properties.WRITE
_NOTIFY: Final = gatt.Characteristic.Properties.NOTIFY
_INDICATE: Final = gatt.Characteristic.Properties.INDICATE
_PERMISSIONS: Final = gatt.Characteristic.Permissions.READABLE | gatt.Characteristic.Permissions.WRITEABLE

Characteristic = gatt.Characteristic[bytes]


@dataclass(frozen=True, slots=True)
class StrapIdentity:
    """Name, address and device information of a strap.

    Parameters
    ----------
    name : str
        As advertised.
    address : str
        Random static address, such as ``"C0:00:00:00:00:10"``.
    manufacturer, model, serial, hardware, firmware, software : str
        Device information; Polar gives its firmware version as ``software`` (0x2A28).
    """

    name: str
    address: str
    manufacturer: str = "Polar Electro Oy"
    model: str = "H10"
    serial: str = "12345678"
    hardware: str = "00760690.03"
    firmware: str = "3.1.1"
    software: str = "5.0.0"


class StrapServices:
    """The services, and their subscribers.

    Parameters
    ----------
    device : Device
        A bumble device, not yet connected.
    identity : StrapIdentity
        Source of the device information.
    battery_percent : int
        Charge; set the attribute when it changes.
    measurement_server : MeasurementServer, optional
        Answers requests to Polar's control point; without it, the strap does not have this service.
    """

    def __init__(
        self,
        device: Device,
        identity: StrapIdentity,
        *,
        battery_percent: int,
        measurement_server: MeasurementServer | None = None,
    ) -> None:
        self.battery_percent = battery_percent
        self._device = device
        self._measurement_server = measurement_server
        self._indicating: set[asyncio.Task[None]] = set()
        self._notifying = {
            HEART_RATE_MEASUREMENT: _characteristic(HEART_RATE_MEASUREMENT, _NOTIFY),
            BATTERY_LEVEL: _characteristic(
                BATTERY_LEVEL, _READ | _NOTIFY, read=lambda _: bytes([self.battery_percent])
            ),
            POLAR_MEASUREMENT_DATA: _characteristic(POLAR_MEASUREMENT_DATA, _NOTIFY),
        }
        self._control_point = _characteristic(
            POLAR_CONTROL_POINT,
            _READ | _WRITE | _INDICATE,
            read=self._read_features,
            write=self._on_request,
        )
        device.gatt_server.max_mtu = LEAST_MTU_BYTES
        device.add_services(self._services(identity))

    def characteristic(self, uuid: str) -> Characteristic:
        """Return a characteristic with notifications, by its 128-bit UUID in lower case."""
        return self._notifying[uuid]

    def listeners(self, uuid: str) -> list[Connection]:
        """Return the links with a subscription to a characteristic."""
        characteristic, server = self._notifying[uuid], self._device.gatt_server
        links = self._device.connections.values()
        return [link for link in links if server.read_cccd(link, characteristic)[0] & 1]

    async def notify(self, link: Connection, uuid: str, data: bytes) -> None:
        """Send a value to a subscriber, cut to the link's MTU."""
        await self._device.gatt_server.notify_subscriber(link, self._notifying[uuid], data)

    def _services(self, identity: StrapIdentity) -> list[gatt.Service]:
        texts = {
            MANUFACTURER_NAME: identity.manufacturer,
            MODEL_NUMBER: identity.model,
            SERIAL_NUMBER: identity.serial,
            _HARDWARE_REVISION: identity.hardware,
            FIRMWARE_REVISION: identity.firmware,
            SOFTWARE_REVISION: identity.software,
        }
        information = [_constant(uuid, text.encode()) for uuid, text in texts.items()]
        location = _constant(_BODY_SENSOR_LOCATION, _CHEST)
        services = [
            gatt.Service(gatt.GATT_HEART_RATE_SERVICE, [self._notifying[HEART_RATE_MEASUREMENT], location]),
            gatt.Service(gatt.GATT_BATTERY_SERVICE, [self._notifying[BATTERY_LEVEL]]),
            gatt.Service(gatt.GATT_DEVICE_INFORMATION_SERVICE, information),
        ]
        if self._measurement_server is not None:
            polar = [self._control_point, self._notifying[POLAR_MEASUREMENT_DATA]]
            services.append(gatt.Service(_uuid(_POLAR_SERVICE), polar))
        return services

    def _read_features(self, _link: Connection) -> bytes:
        assert self._measurement_server is not None
        return self._measurement_server.features

    async def _on_request(self, link: Connection, request: bytes) -> None:
        assert self._measurement_server is not None
        try:
            answers = self._measurement_server.answers(
                request, Requester(link.att_mtu, encrypted=link.is_encrypted)
            )
        except RefusedWriteError as error:
            raise att.ATT_Error(att.ErrorCode(error.code)) from error
        if answers:
            # In a separate task: the client confirms only after the response to its write.
            task = asyncio.create_task(self._indicate(link, answers))
            # bumble 0.0.236 waits half a minute for a confirmation over a lost link.
            link.once(Connection.EVENT_DISCONNECTION, lambda _reason: task.cancel())
            self._indicating.add(task)
            task.add_done_callback(self._forget_indication)

    async def _indicate(self, link: Connection, answers: Sequence[bytes]) -> None:
        for answer in answers:
            await self._device.gatt_server.indicate_subscriber(link, self._control_point, answer)

    def _forget_indication(self, task: "asyncio.Task[None]") -> None:
        self._indicating.discard(task)
        # The client never confirmed or has disconnected: there is nobody to report this to.
        if not task.cancelled():
            task.exception()


async def start_advertising(device: Device, name: str, *, tells_service: bool = True) -> None:
    """Advertise a connectable heart-rate strap with this name.

    Parameters
    ----------
    device : Device
        The advertising device.
    name : str
        Its name.
    tells_service : bool, optional
        Whether to advertise the heart-rate service; some straps do not.

    Raises
    ------
    ValueError
        If the name does not fit into an advertisement.
    """
    if len(name.encode()) > MOST_NAME_BYTES:
        raise ValueError(f"{name!r} does not fit into {MOST_NAME_BYTES} bytes of an advertisement")
    service = data_types.CompleteListOf16BitServiceUUIDs([gatt.GATT_HEART_RATE_SERVICE])
    structures = [
        data_types.Flags(_FLAGS),
        *([service] if tells_service else []),
        data_types.CompleteLocalName(name),
    ]
    await device.start_advertising(
        advertising_data=bytes(AdvertisingData(structures)),
        scan_response_data=b"",
        advertising_interval_min=ADVERTISING_INTERVAL_MS,
        advertising_interval_max=ADVERTISING_INTERVAL_MS,
    )


def _characteristic(
    uuid: str,
    properties: gatt.Characteristic.Properties,
    *,
    read: Callable[[Connection], bytes] | None = None,
    write: Callable[[Connection, bytes], Awaitable[None]] | None = None,
) -> Characteristic:
    """Make a characteristic that refuses unsupported reads and writes, which bumble 0.0.236 allows."""
    value = gatt.CharacteristicValue(read=read or _refuse_reading, write=write or _refuse_writing)
    return gatt.Characteristic(_uuid(uuid), properties, _PERMISSIONS, value)


def _constant(uuid: str, data: bytes) -> Characteristic:
    return _characteristic(uuid, _READ, read=lambda _link: data)


def _uuid(text: str) -> core.UUID:
    return core.UUID(text[4:8] if text.endswith(_BASE_UUID) else text)


def _refuse_reading(_link: Connection) -> bytes:
    raise att.ATT_Error(att.ErrorCode.READ_NOT_PERMITTED)


async def _refuse_writing(_link: Connection, _data: bytes) -> None:
    raise att.ATT_Error(att.ErrorCode.WRITE_NOT_PERMITTED)
