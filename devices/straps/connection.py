"""The link to a real strap: finds it, connects, listens, and finds it again."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bleak import BleakClient
from bleak.args.winrt import WinRTClientArgs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from devices.errors import StrapError
from devices.events import HeardStrap, HeartRateMeasurement, LinkChanged, LinkState, StrapsHeard
from devices.notifications import (
    BATTERY_LEVEL,
    FIRMWARE_REVISION,
    HEART_RATE_MEASUREMENT,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
    Notification,
)
from devices.straps.bluetooth_errors import BLUETOOTH_FAILURES, explain
from devices.straps.decoder import decode
from devices.straps.link import Happening, Link, LinkTimes, by_strength, choose, is_wanted
from devices.straps.protocol_streams import ProtocolStreams
from devices.straps.scan import (
    HeardDevices,
    Stack,
    as_heard,
    as_held,
    held_straps,
    looks_like_strap,
    scanning,
)
from devices.straps.source import Put
from devices.straps.strap_use import StrapClaim, in_use, is_listened_to
from devices.streams import Measurement

_LOG = logging.getLogger(__name__)

_INFORMATION = (MODEL_NUMBER, MANUFACTURER_NAME, SERIAL_NUMBER, FIRMWARE_REVISION, SOFTWARE_REVISION)


class StrapLink:
    """Keeps one strap connected for as long as `run` runs.

    Parameters
    ----------
    put : callable
        Receives notifications and changes of the link.
    wanted : str
        Address, or part of the name, of the only strap to use. If empty, the link uses the last strap, or
        the one with the strongest signal, and then stays with it.
    known : str
        Address of the strap used last; empty if there is none.
    streams : sequence of Measurement
        Streams to request from the strap.
    times : LinkTimes, optional
        How long to wait for each step.
    stack : Stack, optional
        A Bluetooth stack to use instead of the system's.
    clock_ns : callable, optional
        The monotonic clock for time stamps of notifications.
    """

    def __init__(
        self,
        put: Put,
        wanted: str = "",
        *,
        known: str = "",
        streams: Sequence[Measurement] = (Measurement.ACCELERATION,),
        times: LinkTimes | None = None,
        stack: Stack | None = None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._put = put
        self._wanted = wanted
        self._known = known
        self._streams = streams
        self._times = times or LinkTimes()
        self._stack = stack or Stack()
        self._clock_ns = clock_ns
        self._link = Link(is_known=bool(known))
        self._strap = HeardStrap("", "", None)
        self._let_go, self._again = asyncio.Event(), asyncio.Event()
        self._heard_s = 0.0
        self._patience_s = 0.0
        self._said: LinkChanged | None = None
        self._ending = False
        self._claim = StrapClaim(self._stack.adapter)
        self._used_elsewhere: set[str] = set()

    async def run(self) -> None:
        """Find, connect and listen in a loop until cancelled; disconnect the strap before returning."""
        try:
            while not self._ending:
                try:
                    await self._hold(await self._find())
                except (*BLUETOOTH_FAILURES, StrapError) as failure:
                    _LOG.debug("a try failed", exc_info=True)
                    self._step(self._link.after_failure(explain(failure), self._times))
                await self._rest(0.0 if self._ending else self._link.wait_s)
        finally:
            self._claim.release()

    def end(self) -> None:
        """Make `run` return, even if some code in between swallows the cancellation."""
        self._ending = True
        self._let_go.set()

    def try_again(self) -> None:
        """Search now instead of waiting for the next attempt."""
        self._again.set()

    async def _rest(self, seconds: float) -> None:
        self._again.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._again.wait()

    def choose(self, address: str) -> None:
        """Switch to another strap."""
        self._wanted = address
        self._let_go.set()

    async def _find(self) -> BLEDevice:
        """Search until a strap is chosen; restart every few seconds in case the service has died."""
        began_s = self._now_s()
        while not self._ending:
            # After a failed attempt the service may list connections that are gone: scan first.
            held = await held_straps(self._stack) if self._link.failures % 2 == 0 else []
            reach = _Reach({device.address: (device, as_held(device)) for device in held})
            async with scanning(self._stack) as queue:
                self._happens(Happening.SEARCH_BEGAN)
                strap = await self._choose(queue, reach, began_s)
            if strap is not None:
                await self._check_free(strap, reach.device(strap))
                self._tell_choice(strap, reach.straps)
                return reach.device(strap)
            if not self._ending:
                self._happens(Happening.NOTHING_HEARD)
        raise asyncio.CancelledError

    async def _check_free(self, strap: HeardStrap, device: BLEDevice) -> None:
        """Claim a strap before connecting to it; skip this for the strap that this link used before."""
        if self._link.was_connected and strap.address == self._strap.address:
            return
        # A custom backend is not shared with other programs.
        claimed = self._stack.client is not None or self._claim.take(strap.address)
        if not claimed or await is_listened_to(device):
            self._claim.release()
            self._used_elsewhere.add(strap.address)
            raise in_use(strap)
        self._used_elsewhere.discard(strap.address)

    def _free(self, straps: list[HeardStrap]) -> list[HeardStrap]:
        """Leave out straps that others use, unless there are only such straps."""
        return [one for one in straps if one.address not in self._used_elsewhere] or straps

    async def _choose(self, queue: HeardDevices, reach: "_Reach", began_s: float) -> HeardStrap | None:
        """Listen until a strap can be chosen, or until `search_s` pass without a possible strap."""
        scan_began_s = self._now_s()
        first_s = scan_began_s
        while not self._ending:
            now_s = self._now_s()
            first_s = first_s if reach.straps else now_s
            strap = choose(
                self._free(reach.straps),
                wanted=self._wanted,
                known=self._known,
                searched_s=now_s - began_s,
                heard_s=now_s - first_s,
                times=self._times,
            )
            waits_for_others = reach.straps and not self._wanted
            if strap is not None or (now_s - scan_began_s >= self._times.search_s and not waits_for_others):
                return strap
            with suppress(TimeoutError):
                async with asyncio.timeout(self._times.choose_s / 4):
                    device, advertisement = await queue.get()
                    if self._can_be_strap(device, advertisement):
                        reach.add(device, advertisement)
        return None

    def _can_be_strap(self, device: BLEDevice, advertisement: AdvertisementData) -> bool:
        """Whether a device may be used; one chosen by name need not advertise that it is a strap."""
        if looks_like_strap(device, advertisement):
            return True
        heard = as_heard(device, advertisement)
        if self._wanted:
            return is_wanted(heard, self._wanted)
        return bool(self._known) and heard.address.lower() == self._known.lower()

    def _tell_choice(self, strap: HeardStrap, heard: list[HeardStrap]) -> None:
        if len(heard) > 1:
            self._put(StrapsHeard(self._clock_ns(), tuple(by_strength(heard))))
        self._strap = strap
        self._happens(Happening.STRAP_CHOSEN)

    async def _hold(self, device: BLEDevice) -> None:
        """Stay connected until the link is lost or silent, or the person chooses another strap."""
        self._let_go.clear()
        client = BleakClient(
            device,
            disconnected_callback=lambda _: self._let_go.set(),
            timeout=self._times.connect_s,
            # A stale cache is the usual reason why Windows does not reach a strap.
            winrt=WinRTClientArgs(use_cached_services=self._link.failures == 0),
            **self._stack.for_client(),
        )
        streams = ProtocolStreams(
            client, self._put, self._streams, times=self._times, clock_ns=self._clock_ns
        )
        asking: asyncio.Task[None] | None = None
        try:
            await client.connect()
            self._wanted = self._strap.address
            self._happens(Happening.CONNECTED)
            # Before subscribing: a read of a subscribed characteristic also comes as a notification on BlueZ.
            await self._read(client, BATTERY_LEVEL)
            self._patience_s = self._times.first_s
            self._heard_s = self._now_s()
            # Report this first: packets may arrive before the subscription is confirmed.
            self._happens(Happening.SUBSCRIBED)
            await client.start_notify(HEART_RATE_MEASUREMENT, self._hear)
            asking = asyncio.create_task(self._ask_for_more(client, streams))
            await self._watch()
        finally:
            if asking is not None:
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)
            await streams.stop()
            # Otherwise bleak keeps a D-Bus socket after each loss, and the strap stays connected after exit.
            with suppress(*BLUETOOTH_FAILURES):
                await client.disconnect()

    async def _watch(self) -> None:
        while not self._let_go.is_set():
            if self._now_s() - self._heard_s >= self._patience_s:
                self._happens(Happening.FELL_SILENT)
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(self._times.silence_s / 4):
                    await self._let_go.wait()
        self._happens(Happening.LINK_LOST)

    async def _ask_for_more(self, client: BleakClient, streams: ProtocolStreams) -> None:
        """Read the device information, start the streams, and restart streams that fall silent."""
        for characteristic in _INFORMATION:
            await self._read(client, characteristic)
        await streams.start()
        await streams.keep()

    async def _read(self, client: BleakClient, characteristic: str) -> None:
        try:
            data = await client.read_gatt_char(characteristic)
        except BLUETOOTH_FAILURES as error:
            _LOG.info("%s can't be read: %s", characteristic, error)
            return
        self._put(Notification(self._clock_ns(), characteristic, bytes(data)))

    def _hear(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        self._heard_s, self._patience_s = self._now_s(), self._times.silence_s
        notification = Notification(self._clock_ns(), HEART_RATE_MEASUREMENT, bytes(data))
        self._put(notification)
        if self._link.state is LinkState.WAITING:
            event = decode(notification)
            if isinstance(event, HeartRateMeasurement) and event.rr_ticks:
                self._happens(Happening.BEATS_CAME)

    def _now_s(self) -> float:
        return self._clock_ns() / 1e9

    def _happens(self, happening: Happening) -> None:
        self._step(self._link.after(happening))

    def _step(self, link: Link) -> None:
        """Take the next step; report only changes, as every search without an adapter has the same result."""
        self._link = link
        strap = self._strap
        said = LinkChanged(0, link.state, strap.name or strap.address, strap.address, link.message)
        if said != self._said:
            self._said = said
            self._put(replace(said, time_ns=self._clock_ns()))


class _Reach:
    """The straps in range, with the objects that bleak needs to connect to them."""

    def __init__(self, held: dict[str, tuple[BLEDevice, HeardStrap]]) -> None:
        self._by_address = held

    def add(self, device: BLEDevice, advertisement: AdvertisementData) -> None:
        self._by_address[device.address] = device, as_heard(device, advertisement)

    @property
    def straps(self) -> list[HeardStrap]:
        return [strap for _, strap in self._by_address.values()]

    def device(self, strap: HeardStrap) -> BLEDevice:
        return self._by_address[strap.address][0]
