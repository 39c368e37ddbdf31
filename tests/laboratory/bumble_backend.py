"""Route A: bleak's public ``backend=`` on the virtual air, in one process and without D-Bus, on every OS."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from bleak.args import SizedBuffer
from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)
from bumble import att, gatt
from bumble.gatt_client import CharacteristicProxy, ServiceProxy

from devices.simulated.peripheral.strap_services import StrapIdentity
from tests.laboratory.air import Air
from tests.laboratory.central import Central, Heard, Link, LinkLostError, full_uuid
from tests.laboratory.phone import Phone
from tests.laboratory.scripted_control_point import ECG_AND_ACCELERATION
from tests.laboratory.virtual_strap import VirtualStrap

_PROPERTIES: Final[dict[gatt.Characteristic.Properties, CharacteristicPropertyName]] = {
    gatt.Characteristic.Properties.READ: "read",
    gatt.Characteristic.Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    gatt.Characteristic.Properties.WRITE: "write",
    gatt.Characteristic.Properties.NOTIFY: "notify",
    gatt.Characteristic.Properties.INDICATE: "indicate",
}


class AirSpace:
    """An air with this computer's central and the bleak backends that use it.

    Parameters
    ----------
    interval_s : float
        Connection interval in seconds.

    Examples
    --------
    >>> async with AirSpace() as space:                                     # doctest: +SKIP
    ...     strap = await space.add_strap()
    ...     async with BleakClient(strap.identity.address, backend=space.client) as client:
    ...         ...
    """

    def __init__(self, interval_s: float = 0.0) -> None:
        self.air = Air(interval_s)
        self.central = Central(self.air)
        self.adapter = Adapter()
        self.phone = Phone(self.air)
        bound = {"central": self.central, "adapter": self.adapter}
        self.scanner: type[BumbleScanner] = type("BoundBumbleScanner", (BumbleScanner,), bound)
        self.client: type[BumbleClient] = type("BoundBumbleClient", (BumbleClient,), bound)
        self._straps: list[VirtualStrap] = []

    async def __aenter__(self) -> Self:
        await self.central.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for strap in self._straps:
            await strap.stop()
        await self.phone.stop()
        await self.central.stop()

    async def add_strap(
        self,
        name: str = "Polar H10 12345678",
        address: str = "C0:00:00:00:00:10",
        *,
        battery_percent: int = 87,
        has_measurement_data: bool = False,
        measurements: Iterable[int] = ECG_AND_ACCELERATION,
    ) -> VirtualStrap:
        strap = VirtualStrap(
            self.air,
            StrapIdentity(name, address),
            battery_percent=battery_percent,
            has_measurement_data=has_measurement_data,
            measurements=measurements,
        )
        await strap.start()
        self._straps.append(strap)
        return strap

    def power(self, *, on: bool) -> None:
        """Switch the adapter; its links end with it."""
        self.adapter.unavailable = None if on else BleakBluetoothNotAvailableReason.POWERED_OFF
        if not on:
            self.air.cut(self.central.address)


@dataclass(slots=True)
class Adapter:
    """Why Bluetooth can't be used, if it can't."""

    unavailable: BleakBluetoothNotAvailableReason | None = None

    def require(self) -> None:
        if self.unavailable is not None:
            raise BleakBluetoothNotAvailableError("Bluetooth is not available.", self.unavailable)


class BumbleScanner(BaseBleakScanner):
    """Scanner; `AirSpace.scanner` is bound to its air."""

    central: ClassVar[Central]
    adapter: ClassVar[Adapter]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str,  # noqa: ARG002  bleak passes it by position
        **_: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        self.adapter.require()
        self.seen_devices = {}
        await self.central.listen(self._on_heard)

    async def stop(self) -> None:
        await self.central.ignore(self._on_heard)

    def _on_heard(self, heard: Heard) -> None:
        if not self.is_allowed_uuid(list(heard.service_uuids)):
            return
        data = AdvertisementData(
            local_name=heard.name,
            manufacturer_data={},
            service_data={},
            service_uuids=list(heard.service_uuids),
            tx_power=None,
            rssi=heard.rssi_dbm,
            platform_data=(heard,),
        )
        device = self.create_or_update_device(heard.address, heard.address, heard.name, heard, data)
        self.call_detection_callbacks(device, data)


class BumbleClient(BaseBleakClient):
    """Client; `AirSpace.client` is bound to its air."""

    central: ClassVar[Central]
    adapter: ClassVar[Adapter]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_: Any,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        self._name = address_or_ble_device.name if isinstance(address_or_ble_device, BLEDevice) else None
        self._link: Link | None = None
        self._ended = asyncio.Event()
        self._subscriptions: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._up().mtu

    @property
    def is_connected(self) -> bool:
        return self._link is not None and self._link.is_up

    async def connect(self, pair: bool, **kwargs: Any) -> None:
        self.adapter.require()
        if self.is_connected:
            raise BleakError("Client is already connected")
        async with asyncio.timeout(kwargs.get("timeout", self._timeout)):
            link = await self.central.connect(self.address)
            try:
                with _bleak_errors():
                    await link.discover()
                    if pair:
                        await link.pair()
            except BaseException:
                await link.disconnect()
                raise
        self._link = link
        self._ended.clear()
        self._subscriptions.clear()
        self.services = _services(link)
        link.when_lost(self._on_lost)

    async def disconnect(self) -> None:
        if self._link is not None:
            await self._link.disconnect()
            await self._ended.wait()

    async def pair(self, *_: Any, **__: Any) -> None:
        with _bleak_errors():
            await self._up().pair()

    async def unpair(self) -> None:
        raise NotImplementedError("the virtual adapter keeps no bonds")

    async def read_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        *,
        use_cached: bool = False,  # noqa: ARG002  always read
        **_: Any,
    ) -> bytearray:
        return await self._read(characteristic.obj.handle)

    async def read_gatt_descriptor(
        self,
        descriptor: BleakGATTDescriptor,
        *,
        use_cached: bool = False,  # noqa: ARG002  always read
        **_: Any,
    ) -> bytearray:
        return await self._read(descriptor.handle)

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        with _bleak_errors():
            await self._up().write(characteristic.obj.handle, bytes(data), with_response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        with _bleak_errors():
            await self._up().write(descriptor.handle, bytes(data), with_response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: Any
    ) -> None:
        def on_value(data: bytes) -> None:
            callback(bytearray(data))

        with _bleak_errors():
            await self._up().subscribe(characteristic.obj, on_value)
        self._subscriptions[characteristic.handle] = on_value

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        on_value = self._subscriptions.pop(characteristic.handle)
        with _bleak_errors():
            await self._up().unsubscribe(characteristic.obj, on_value)

    async def _read(self, handle: int) -> bytearray:
        with _bleak_errors():
            return bytearray(await self._up().read(handle))

    def _up(self) -> Link:
        if self._link is None or not self._link.is_up:
            raise BleakError("Not connected")
        return self._link

    def _on_lost(self, _reason: int) -> None:
        self._link = None
        self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()
        self._ended.set()


@contextlib.contextmanager
def _bleak_errors() -> Iterator[None]:
    try:
        yield
    except LinkLostError as error:
        raise BleakError("Not connected") from error
    except att.ATT_Error as error:
        raise BleakGATTProtocolError(BleakGATTProtocolErrorCode(int(error.error_code))) from error


def _services(link: Link) -> BleakGATTServiceCollection:
    services = BleakGATTServiceCollection()
    for proxy in link.services:
        service = BleakGATTService(proxy, proxy.handle, full_uuid(proxy.uuid))
        services.add_service(service)
        _add_characteristics(services, service, proxy, link)
    return services


def _add_characteristics(
    services: BleakGATTServiceCollection, service: BleakGATTService, proxy: ServiceProxy, link: Link
) -> None:
    item: CharacteristicProxy[bytes]
    for item in proxy.characteristics:
        characteristic = BleakGATTCharacteristic(
            item,
            item.handle,
            full_uuid(item.uuid),
            [name for flag, name in _PROPERTIES.items() if item.properties & flag],
            lambda: link.mtu - 3,
            service,
        )
        services.add_characteristic(characteristic)
        for descriptor in item.descriptors:
            services.add_descriptor(
                BleakGATTDescriptor(descriptor, descriptor.handle, full_uuid(descriptor.type), characteristic)
            )
