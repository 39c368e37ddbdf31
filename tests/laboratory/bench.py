"""The laboratory itself, a process of its own: air, straps, ``org.bluez`` and its bus, driven by JSON lines.

A line on standard input is ``{"id": 1, "do": "send", ...}``; its answer on standard output has the same
``id`` and either ``result`` or ``error``. The end of standard input ends the laboratory.
"""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

from devices.simulated.peripheral.strap_services import StrapIdentity
from tests.laboratory.air import Air
from tests.laboratory.bluez import Bluez
from tests.laboratory.bus import PrivateBus
from tests.laboratory.central import Central
from tests.laboratory.hci_port import HciPort
from tests.laboratory.phone import Phone
from tests.laboratory.recording import Packet
from tests.laboratory.scripted_control_point import ScriptedControlPoint
from tests.laboratory.virtual_strap import VirtualStrap

_LINE_LIMIT_BYTES: Final = 1 << 26
"""Room for a day of packets in one ``play``."""

Command = Callable[..., Awaitable[Any]]


class Bench:
    """What the commands act on."""

    def __init__(self) -> None:
        self._air = Air()
        self._bus = PrivateBus()
        self._central = Central(self._air)
        self._phone = Phone(self._air)
        self._bluez: Bluez | None = None
        self._straps: dict[str, VirtualStrap] = {}
        self._ports: dict[str, HciPort] = {}
        self._commands: dict[str, Command] = {
            "start": self._start,
            "add_strap": self._add_strap,
            "send_measurement": self._send_measurement,
            "streaming": self._streaming,
            "refuse_measurement": self._refuse_measurement,
            "script_control_point": self._script_control_point,
            "remove_strap": self._remove_strap,
            "status": self._status,
            "advertise": self._advertise,
            "send": self._send,
            "play": self._play,
            "play_measurements": self._play_measurements,
            "stop_playing": self._stop_playing,
            "battery": self._battery,
            "sent_log": self._sent_log,
            "cut_link": self._cut_link,
            "hang_up": self._hang_up,
            "mute": self._mute,
            "set_interval": self._set_interval,
            "power": self._power,
            "adapter": self._adapter,
            "service": self._service,
            "forget": self._forget,
            "refuse_next": self._refuse_next,
            "abort_next_connect": self._abort_next_connect,
            "phone_takes": self._phone_takes,
            "phone_lets_go": self._phone_lets_go,
            "connections": self._connections,
            "open_port": self._open_port,
            "unplug": self._unplug,
        }

    async def stop(self) -> None:
        for port in self._ports.values():
            await port.stop()
        for strap in self._straps.values():
            await strap.stop()
        if self._bluez is not None:
            await self._bluez.kill()
            await self._central.stop()
        await self._bus.stop()

    async def answer(self, line: bytes) -> dict[str, Any]:
        request = json.loads(line)
        number, name = request.pop("id"), request.pop("do")
        try:
            return {"id": number, "result": await self._commands[name](**request)}
        except Exception as error:  # Every failure belongs to the client that asked.
            logging.getLogger(__name__).debug("%s failed", name, exc_info=True)
            return {"id": number, "error": f"{name}: {type(error).__name__}: {error}"}

    async def _start(self, *, interval_ms: float, present: bool, powered: bool) -> str:
        await self._set_interval(interval_ms=interval_ms)
        await self._bus.start()
        await self._central.start()
        self._bluez = Bluez(self._central, self._bus.address, present=present, powered=powered)
        await self._bluez.start()
        return self._bus.address

    async def _add_strap(
        self,
        *,
        identity: dict[str, str],
        battery_percent: int,
        advertising: bool,
        tells_service: bool,
        has_measurement_data: bool,
        measurements: list[int],
    ) -> None:
        if identity["address"] in self._straps:
            raise ValueError(f"there is a strap at {identity['address']} already")
        strap = VirtualStrap(
            self._air,
            StrapIdentity(**identity),
            battery_percent=battery_percent,
            has_measurement_data=has_measurement_data,
            measurements=measurements,
        )
        await strap.start(advertising=advertising, tells_service=tells_service)
        self._straps[identity["address"]] = strap

    async def _remove_strap(self, *, strap: str) -> None:
        await self._straps.pop(strap).stop()
        await self._service_or_fail().unpair(strap)

    async def _status(self, *, strap: str) -> dict[str, Any]:
        it = self._straps[strap]
        return {
            "connected": it.is_connected,
            "subscribed": it.is_subscribed,
            "advertising": it.is_advertising,
            "playing": it.is_playing,
            "sent_count": len(it.sent),
        }

    async def _advertise(self, *, strap: str, on: bool) -> None:
        await self._straps[strap].advertise(on=on)

    async def _send(self, *, strap: str, data: str) -> bool:
        return await self._straps[strap].send(bytes.fromhex(data))

    async def _play(
        self, *, strap: str, packets: list[tuple[float, str]], speed: float, wait_for_subscriber: bool
    ) -> None:
        decoded = [Packet(time_s, bytes.fromhex(data)) for time_s, data in packets]
        self._straps[strap].play(decoded, speed=speed, wait_for_subscriber=wait_for_subscriber)

    async def _play_measurements(self, *, strap: str, frames: list[tuple[float, str]]) -> float:
        decoded = [Packet(due_s, bytes.fromhex(data)) for due_s, data in frames]
        return self._straps[strap].play_measurements(decoded)

    async def _stop_playing(self, *, strap: str) -> None:
        self._straps[strap].stop_playing()

    async def _battery(self, *, strap: str, percent: int) -> bool:
        return await self._straps[strap].set_battery(percent)

    async def _sent_log(self, *, strap: str) -> list[tuple[float, str, str]]:
        return [(sent.time_s, sent.characteristic, sent.data.hex()) for sent in self._straps[strap].sent]

    async def _send_measurement(self, *, strap: str, data: str) -> bool:
        return await self._straps[strap].send_measurement(bytes.fromhex(data))

    async def _streaming(self, *, strap: str) -> list[int]:
        streams = self._straps[strap].measurement_data
        return sorted(streams.streaming) if streams else []

    async def _refuse_measurement(self, *, strap: str, operation: int, **how: int | None) -> None:
        self._control_point(strap).refuse(operation, **how)

    async def _script_control_point(self, *, strap: str, attribute: str, value: Any) -> None:
        setattr(self._control_point(strap), attribute, value)

    def _control_point(self, strap: str) -> ScriptedControlPoint:
        control_point = self._straps[strap].measurement_data
        if control_point is None:
            raise ValueError("this strap has no measurement data")
        return control_point

    async def _cut_link(self, *, strap: str) -> int:
        return self._air.cut(strap)

    async def _hang_up(self, *, strap: str) -> None:
        await self._straps[strap].hang_up()

    async def _mute(self, *, strap: str, on: bool) -> None:
        self._air.mute(strap, muted=on)

    async def _set_interval(self, *, interval_ms: float) -> None:
        self._air.interval_s = interval_ms / 1000

    async def _power(self, *, on: bool) -> None:
        await self._service_or_fail().set_powered(powered=on)

    async def _adapter(self, *, present: bool) -> None:
        await self._service_or_fail().set_present(present=present)

    async def _service(self, *, running: bool) -> None:
        if running:
            await self._service_or_fail().start()
        else:
            await self._service_or_fail().kill()

    async def _forget(self, *, strap: str) -> bool:
        return await self._service_or_fail().forget(strap)

    async def _refuse_next(self, *, member: str, kind: str, text: str) -> None:
        self._service_or_fail().refuse_next(member, kind, text)

    async def _abort_next_connect(self) -> None:
        self._service_or_fail().abort_next_connect()

    async def _open_port(self, *, low_energy: bool, is_silent: bool) -> str:
        port = HciPort(self._air, low_energy=low_energy, is_silent=is_silent)
        name = await port.start()
        self._ports[name] = port
        return name

    async def _unplug(self, *, transport_name: str) -> None:
        self._ports[transport_name].unplug()

    async def _phone_takes(self, *, strap: str) -> None:
        await self._phone.take(strap)

    async def _phone_lets_go(self) -> None:
        await self._phone.let_go()

    async def _connections(self) -> list[str]:
        return [address for address, strap in self._straps.items() if strap.is_connected]

    def _service_or_fail(self) -> Bluez:
        if self._bluez is None:
            raise RuntimeError("the laboratory has not been started")
        return self._bluez


async def serve() -> None:
    """Answer until standard input ends."""
    bench = Bench()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LINE_LIMIT_BYTES)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, reader.feed_eof)
    try:
        while line := await reader.readline():
            print(json.dumps(await bench.answer(line)), flush=True)
    finally:
        await bench.stop()
        transport.close()


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="laboratory: %(name)s: %(message)s")
    # bumble warns of every packet that a lost link still had under way.
    logging.getLogger("bumble").setLevel(logging.CRITICAL)
    asyncio.run(serve())


if __name__ == "__main__":
    main()
