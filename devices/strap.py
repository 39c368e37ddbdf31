"""The link to a real strap: found, connected, listened to and found again."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from devices.bluetooth_errors import BLUETOOTH_FAILURES, NO_STRAP_FOUND, explain
from devices.errors import BiofeedbackError, BluetoothUnavailableError, StrapError
from devices.events import LinkChanged, LinkState
from devices.link import LinkTimes
from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification
from devices.polar_stream import AccelerationStream
from devices.scan import Heard, Stack, connected_straps, scanning
from devices.source import Put

_LOG = logging.getLogger(__name__)


class StrapLink:
    """Keeps one strap connected for as long as `run` runs.

    Parameters
    ----------
    put : callable
        Takes notifications and what becomes of the link.
    address : str or None
        Which strap; None takes the first that is heard, and that one from then on.
    times : LinkTimes, optional
        How long to wait.
    stack : Stack, optional
        Another Bluetooth stack than the system's.
    clock_ns : callable, optional
        The monotonic clock of the notifications.
    """

    def __init__(
        self,
        put: Put,
        address: str | None = None,
        *,
        times: LinkTimes | None = None,
        stack: Stack | None = None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._put = put
        self._address = address
        self._times = times or LinkTimes()
        self._stack = stack or Stack()
        self._clock_ns = clock_ns
        self._heard_s = 0.0
        self._resting = LinkState.SCANNING
        self._failures = 0
        self._said: tuple[LinkState, str, str, str] | None = None

    async def run(self) -> None:
        """Find, connect, listen, and again, until cancelled; the strap is let go before it ends."""
        while True:
            try:
                await self._listen(await self._find())
                self._say(self._resting)
            except BLUETOOTH_FAILURES as failure:
                self._failures += 1
                self._say_failure(explain(failure))
                await asyncio.sleep(self._times.before_retry_s(self._failures))

    def _say_failure(self, error: StrapError) -> None:
        state = LinkState.UNAVAILABLE if isinstance(error, BluetoothUnavailableError) else self._resting
        self._say(state, str(error))

    async def _find(self) -> BLEDevice:
        """Search until the strap is heard, anew every few seconds: a service that died tells nobody."""
        told = self._resting is not LinkState.SCANNING
        while True:
            for device in await connected_straps(self._stack):
                if self._is_wanted(device):
                    return device
            async with scanning(self._stack) as heard:
                if not told:
                    self._say(self._resting)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._times.search_s):
                        return await self._first_wanted(heard)
            told = True
            self._say(self._resting, str(NO_STRAP_FOUND))

    async def _first_wanted(self, heard: Heard) -> BLEDevice:
        while True:
            device, _ = await heard.get()
            if self._is_wanted(device):
                return device

    def _is_wanted(self, device: BLEDevice) -> bool:
        return self._address is None or device.address.lower() == self._address.lower()

    async def _listen(self, device: BLEDevice) -> None:
        """Stay connected until the link is lost or has fallen silent."""
        lost = asyncio.Event()
        client = BleakClient(
            device,
            disconnected_callback=lambda _: lost.set(),
            timeout=self._times.connect_s,
            **self._stack.named(self._stack.client),
        )
        acceleration = AccelerationStream(
            client, self._put, clock_ns=self._clock_ns, answer_s=self._times.answer_s
        )
        self._say(LinkState.CONNECTING, device=device)
        try:
            await client.connect()
            self._address = device.address
            self._resting = LinkState.RECONNECTING
            self._failures = 0
            await self._read_battery(client)
            self._heard_s = self._now_s()
            # Said first: packets may come before the subscription is confirmed.
            self._say(LinkState.WAITING, device=device)
            await client.start_notify(HEART_RATE_MEASUREMENT, self._hear)
            await self._start_acceleration(acceleration)
            while not lost.is_set() and self._now_s() - self._heard_s < self._times.silence_s:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._times.silence_s / 4):
                        await lost.wait()
        finally:
            await acceleration.stop()
            # Without it bleak keeps a D-Bus socket for each loss, and the strap stays held after an exit.
            with suppress(*BLUETOOTH_FAILURES):
                await client.disconnect()

    async def _read_battery(self, client: BleakClient) -> None:
        # Before subscribing: a read of a subscribed characteristic also comes as a notification on BlueZ.
        try:
            level = await client.read_gatt_char(BATTERY_LEVEL)
        except BleakError as error:
            _LOG.info("no battery level: %s", error)
            return
        self._put(Notification(self._clock_ns(), BATTERY_LEVEL, bytes(level)))

    async def _start_acceleration(self, acceleration: AccelerationStream) -> None:
        try:
            await acceleration.start()
        except (BiofeedbackError, *BLUETOOTH_FAILURES) as failure:
            _LOG.info("no acceleration: %s", failure)

    def _hear(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        self._heard_s = self._now_s()
        self._put(Notification(self._clock_ns(), HEART_RATE_MEASUREMENT, bytes(data)))

    def _now_s(self) -> float:
        return self._clock_ns() / 1e9

    def _say(self, state: LinkState, message: str = "", *, device: BLEDevice | None = None) -> None:
        name = (device.name or device.address) if device else ""
        address = device.address if device else ""
        said = (state, name, address, message)
        if said != self._said:  # a search without an adapter would say the same every two seconds
            self._said = said
            self._put(LinkChanged(self._clock_ns(), state, name, address, message))
