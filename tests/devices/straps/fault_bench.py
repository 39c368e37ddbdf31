"""One bench for every fault, over both routes: what the person sees, and which packets were recorded.

A strap sends a numbered packet each 50 ms for as long as somebody is subscribed. The program's own link
listens, its records go through decoder and engine, and the words that window and terminal share are noted as
they change.
"""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from biofeedback.engine.engine import Engine
from biofeedback.statements.live import notice, signal_words
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, HeartRateMeasurement, LinkChanged, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.connection import StrapLink
from devices.straps.decoder import Decoder
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from devices.straps.link import LinkTimes
from devices.straps.scan import Stack
from devices.streams import Measurement
from sessions.records import Record
from tests.laboratory import Laboratory, RemoteStrap
from tests.laboratory.bleak_session import bleak_on
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import until
from tests.laboratory.recording import Packet
from tests.laboratory.scripted_control_point import ScriptedControlPoint
from tests.laboratory.virtual_strap import VirtualStrap

NAME, ADDRESS = "Polar H10 0A0B0C0D", "C0:00:00:00:00:51"
PACKET_EVERY_S: Final = 0.05
MOST_PACKETS: Final = 1200

TIMES: Final = LinkTimes(
    search_s=1.0,
    choose_s=0.05,
    prefer_s=0.3,
    connect_s=4.0,
    answer_s=0.5,
    pair_s=2.0,
    first_s=2.0,
    silence_s=1.0,
    retry_s=0.1,
    longest_retry_s=0.4,
)
"""A strap of the laboratory answers within milliseconds, so nobody need wait as long as for a real one."""

_UNDER_WAY_S: Final = 0.1
"""A packet may be overtaken by the fault: the connection interval of 30 ms, and a busy machine."""


def numbered(number: int) -> bytes:
    """A packet that is told from all others by its energy field."""
    ticks = 950 + 7 * number % 83
    return encode_heart_rate_measurement(heart_rate_per_min=62, rr_ticks=(ticks,), energy_kj=number)


class Watcher:
    """What a session would record and show."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.words: list[str] = []
        self._start_ns = time.monotonic_ns()
        self._decoder = Decoder()
        self._engine = Engine(self._start_ns)
        self.put(GuideChanged(self._start_ns, running=True, pattern=BreathPattern(5.0, 2.0)))

    def put(self, record: Record) -> None:
        self.records.append(record)
        event = self._decoder.decode(record) if isinstance(record, Notification) else record
        self.state = self._engine.process(event)
        self.note(" | ".join(filter(None, (signal_words(self.state), str(notice(self.state, ""))))))

    def note(self, words: str) -> None:
        if not self.words or self.words[-1] != words:
            self.words.append(words)

    def sees(self, text: str) -> bool:
        return any(text in words for words in self.words)

    @property
    def numbers(self) -> list[int]:
        """Numbers of the recorded packets, in order."""
        events = (Decoder().decode(r) for r in self.records if isinstance(r, Notification))
        numbers = (event.energy_kj for event in events if isinstance(event, HeartRateMeasurement))
        return [number for number in numbers if number is not None and number < MOST_PACKETS]

    @property
    def values(self) -> list[bytes]:
        notifications = (r for r in self.records if isinstance(r, Notification))
        return [n.data for n in notifications if n.characteristic == HEART_RATE_MEASUREMENT]

    @property
    def links(self) -> list[LinkChanged]:
        return [record for record in self.records if isinstance(record, LinkChanged)]


@dataclass(slots=True)
class Outage:
    """A time in which the strap could not be heard."""

    from_s: float
    until_s: float = float("inf")


@dataclass(slots=True)
class Delivery:
    """Packets handed to the air, and what became of them."""

    sent: dict[int, float]
    recorded: list[int]
    outages: list[Outage] = field(default_factory=list)

    @property
    def lost(self) -> list[int]:
        return [number for number in self.sent if number not in set(self.recorded)]

    def check(self) -> None:
        """Beats are lost only while the strap could not be heard; none is doubled or out of order."""
        assert self.recorded == sorted(set(self.recorded)), "doubled or out of order"
        assert set(self.recorded) <= set(self.sent)
        for number in self.lost:
            sent_s = self.sent[number]
            assert any(o.from_s - _UNDER_WAY_S <= sent_s <= o.until_s for o in self.outages), number


class FaultBench(ABC):
    """The program's link, one strap, and the faults that can befall them."""

    route: str
    stack = Stack()

    def __init__(self, interval_ms: float) -> None:
        self.interval_ms = interval_ms
        self.watcher = Watcher()
        self.outages: list[Outage] = []

    @asynccontextmanager
    async def listening(self, *, ecg: bool = False, **options: Any) -> AsyncIterator[Watcher]:
        """The program listens; its clock ticks."""
        streams = (Measurement.ACCELERATION, Measurement.ECG) if ecg else (Measurement.ACCELERATION,)
        link = StrapLink(self.watcher.put, streams=streams, times=TIMES, stack=self.stack, **options)
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(self._tick())]
        try:
            yield self.watcher
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    task.result()

    @asynccontextmanager
    async def streaming(self, **options: Any) -> AsyncIterator[Watcher]:
        """Beats come; at the end the strap must have been let go."""
        await self.play()
        async with self.listening(**options) as watcher:
            await self.hears(3)
            yield watcher

    async def hears(self, more: int = 20) -> None:
        """Wait for some more packets."""
        wanted = len(self.watcher.numbers) + more
        await until(lambda: len(self.watcher.numbers) >= wanted, f"{more} packets more")

    async def sees(self, text: str) -> None:
        """Wait for words on the screen."""
        await until(lambda: self.watcher.sees(text), f"the words {text!r} in {self.watcher.words}")

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """The strap can't be heard from now on; it lasts until packets come again after the context."""
        outage = Outage(time.monotonic())
        self.outages.append(outage)
        yield
        before = len(self.watcher.values)
        await until(lambda: len(self.watcher.values) > before, "packets after the fault")
        outage.until_s = time.monotonic()

    async def delivery(self) -> Delivery:
        """Let the air come to rest, and count."""
        await self.stop_playing()
        sent: dict[int, float] = {}
        for sent_s, data in await self.sent():
            event = Decoder().decode(Notification(0, HEART_RATE_MEASUREMENT, data))
            number = event.energy_kj if isinstance(event, HeartRateMeasurement) else None
            if number is not None and number < MOST_PACKETS:
                sent[number] = sent_s
        delivery = Delivery(sent, [], self.outages)
        deadline_s = time.monotonic() + 2.0
        while True:
            delivery.recorded = self.watcher.numbers
            if not sent or max(delivery.recorded, default=-1) == max(sent) or time.monotonic() > deadline_s:
                return delivery
            await asyncio.sleep(0.02)

    async def _tick(self) -> None:
        while True:
            self.watcher.put(Tick(time.monotonic_ns()))
            await asyncio.sleep(0.2)

    async def play(self) -> None:
        await self.strap_does("play", [Packet(PACKET_EVERY_S * n, numbered(n)) for n in range(MOST_PACKETS)])

    async def stop_playing(self) -> None:
        await self.strap_does("stop_playing")

    @abstractmethod
    async def strap_does(self, action: str, *arguments: Any, **options: Any) -> Any:
        """Call a method that the strap has on both routes."""

    @abstractmethod
    async def phone_takes(self) -> None: ...

    @abstractmethod
    async def phone_lets_go(self) -> None: ...

    @abstractmethod
    async def refuse(self, operation: int, **how: int) -> None:
        """Let the control point refuse an operation, by `status` or by `att_error`."""

    @abstractmethod
    async def need_pairing(self) -> None: ...

    @abstractmethod
    async def silence_control_point(self) -> None: ...

    @abstractmethod
    async def sent(self) -> list[tuple[float, bytes]]: ...

    @abstractmethod
    async def is_held(self) -> bool: ...

    @abstractmethod
    async def cut(self) -> None: ...

    @abstractmethod
    async def mute(self, *, on: bool) -> None: ...

    @abstractmethod
    async def power(self, *, on: bool) -> None: ...

    @abstractmethod
    async def add(self, name: str, address: str, **options: Any) -> None: ...


class RouteA(FaultBench):
    """bleak on a backend in this process."""

    route = "A"
    space: AirSpace
    strap: VirtualStrap

    @classmethod
    @asynccontextmanager
    async def open(cls, interval_ms: float, **strap: Any) -> AsyncIterator["RouteA"]:
        async with AirSpace(interval_s=interval_ms / 1000.0) as space:
            bench = cls(interval_ms)
            bench.space, bench.stack = space, Stack(space.scanner, space.client)
            bench.strap = await space.add_strap(NAME, ADDRESS, **strap)
            yield bench

    async def strap_does(self, action: str, *arguments: Any, **options: Any) -> Any:
        result = getattr(self.strap, action)(*arguments, **options)
        return await result if isinstance(result, Awaitable) else result

    async def phone_takes(self) -> None:
        await self.space.phone.take(ADDRESS)

    async def phone_lets_go(self) -> None:
        await self.space.phone.let_go()

    async def refuse(self, operation: int, **how: int) -> None:
        self._control_point.refuse(operation, **how)

    async def need_pairing(self) -> None:
        self._control_point.needs_pairing = True

    async def silence_control_point(self) -> None:
        self._control_point.is_silent = True

    @property
    def _control_point(self) -> ScriptedControlPoint:
        assert self.strap.measurement_data is not None
        return self.strap.measurement_data

    async def sent(self) -> list[tuple[float, bytes]]:
        log = (one for one in self.strap.sent if one.characteristic == "2a37")
        return [(one.time_s, one.data) for one in log]

    async def is_held(self) -> bool:
        return self.strap.is_connected

    async def cut(self) -> None:
        self.space.air.cut(ADDRESS)

    async def mute(self, *, on: bool) -> None:
        self.space.air.mute(ADDRESS, muted=on)

    async def power(self, *, on: bool) -> None:
        self.space.power(on=on)

    async def add(self, name: str, address: str, **options: Any) -> None:
        await self.space.add_strap(name, address, **options)


class RouteB(FaultBench):
    """bleak's own BlueZ backend, on the bus of a laboratory in a process of its own."""

    route = "B"
    laboratory: Laboratory
    strap: RemoteStrap
    _others: list[RemoteStrap]

    @classmethod
    @asynccontextmanager
    async def open(cls, laboratory: Laboratory, interval_ms: float, **strap: Any) -> AsyncIterator["RouteB"]:
        bench = cls(interval_ms)
        bench.laboratory = laboratory
        laboratory.set_interval(interval_ms)
        bench.strap = laboratory.add_strap(NAME, ADDRESS, **strap)
        bench._others = []
        try:
            async with bleak_on(laboratory.bus_address):
                yield bench
        finally:
            for strap_in_reach in (bench.strap, *bench._others):
                strap_in_reach.remove()
            laboratory.set_interval(0)

    async def lab(self, action: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """The laboratory's interface waits, so it is asked from a thread."""
        return await asyncio.to_thread(action, *arguments, **options)

    async def strap_does(self, action: str, *arguments: Any, **options: Any) -> Any:
        return await self.lab(getattr(self.strap, action), *arguments, **options)

    async def phone_takes(self) -> None:
        await self.lab(self.strap.taken_by_phone)

    async def phone_lets_go(self) -> None:
        await self.lab(self.laboratory.phone_lets_go)

    async def refuse(self, operation: int, **how: int) -> None:
        await self.lab(self.strap.refuse_measurement, operation=operation, **how)

    async def need_pairing(self) -> None:
        await self.lab(self.strap.need_pairing, on=True)

    async def silence_control_point(self) -> None:
        await self.lab(self.strap.silence_control_point, on=True)

    async def sent(self) -> list[tuple[float, bytes]]:
        return [(one.time_s, one.data) for one in await self.lab(self.strap.sent_log)]

    async def is_held(self) -> bool:
        return (await self.lab(self.strap.status)).connected

    async def cut(self) -> None:
        await self.lab(self.strap.cut_link)

    async def mute(self, *, on: bool) -> None:
        await self.lab(self.strap.mute, on=on)

    async def power(self, *, on: bool) -> None:
        await self.lab(self.laboratory.power, on=on)

    async def add(self, name: str, address: str, **options: Any) -> None:
        self._others.append(await self.lab(self.laboratory.add_strap, name, address, **options))
