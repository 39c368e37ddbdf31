"""The laboratory as a process among others: its end, its client's end, its command line."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest
from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.exc import (
    BleakError,
)

from devices.notifications import BATTERY_LEVEL, HEART_RATE_SERVICE
from tests.laboratory import LabError, Laboratory, RemoteStrap, packets_from_rr_csv
from tests.laboratory.bleak_session import bleak_on
from tests.laboratory.client import DEADLINE_S, connected, find, rr_packet, until

SUBSCRIBER: Final = """
import asyncio
from bleak import BleakClient, BleakScanner

async def main():
    uuid = "0000180d-0000-1000-8000-00805f9b34fb"
    device = await BleakScanner.find_device_by_filter(lambda device, data: True, service_uuids=[uuid])
    async with BleakClient(device) as client:
        await client.start_notify("2a37", lambda _, data: None)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="route B needs Linux's D-Bus")
class TestChildProcesses:
    async def test_killed_service_is_silent_and_can_return(self) -> None:
        with Laboratory() as own:
            strap = own.add_strap()
            async with bleak_on(own.bus_address):
                losses: list[BleakClient] = []
                client = BleakClient(await find(), losses.append, timeout=DEADLINE_S)
                await client.connect()
                own.service(running=False)
                strap.wait_disconnected()
                with pytest.raises(BleakError):
                    await client.read_gatt_char(BATTERY_LEVEL)
                assert client.is_connected
                assert not losses
                with pytest.raises(BleakError):
                    await client.disconnect()
            own.service(running=True)
            async with bleak_on(own.bus_address), connected(await find()) as (_, received):
                strap.send(rr_packet(5))
                await until(lambda: received.values == [rr_packet(5)], "notification from the new service")

    async def test_killed_client_leaves_the_strap_connected(
        self, laboratory: Laboratory, strap: RemoteStrap
    ) -> None:
        client = subprocess.Popen([sys.executable, "-c", SUBSCRIBER], env=laboratory.environment())
        try:
            strap.wait_subscribed()
        finally:
            client.kill()
            client.wait()
        laboratory.wait_for(lambda: not strap.status().subscribed, "unsubscribed by BlueZ")
        assert strap.status().connected

        async with bleak_on(laboratory.bus_address):
            assert not await BleakScanner.discover(timeout=0.2, service_uuids=[HEART_RATE_SERVICE])
            (device,) = await (await BleakAdapter.get()).get_connected_devices(["180d"])
            async with connected(device) as (_, received):
                strap.send(rr_packet(4))
                await until(lambda: received.values == [rr_packet(4)], "notification on the old link")

    def test_starts_without_adapter(self) -> None:
        with Laboratory(present=False) as own:
            assert own.bus_address.startswith("unix:path=")
            assert own.environment()["DBUS_SYSTEM_BUS_ADDRESS"] == own.bus_address
            assert own.connections() == []

    def test_bus_ends_with_the_laboratory(self) -> None:
        with Laboratory() as own:
            socket = Path(own.bus_address.removeprefix("unix:path=").split(",")[0])
            assert socket.exists()
        assert not socket.exists()
        with pytest.raises(LabError, match="not running"):
            own.connections()

    def test_everything_dies_with_the_parent(self) -> None:
        program = (
            "import os, signal\n"
            "from tests.laboratory import Laboratory\n"
            "own = Laboratory(); own.start()\n"
            "print(own._process.pid, own.bus_address, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        result = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
        )
        pid, address = result.stdout.split()
        socket = Path(address.removeprefix("unix:path=").split(",")[0])
        deadline_s = time.monotonic() + DEADLINE_S
        while Path("/proc", pid).exists() or socket.exists():
            assert time.monotonic() < deadline_s, "the laboratory outlived its parent"
            time.sleep(0.01)

    def test_a_wrong_command_is_refused(self, laboratory: Laboratory) -> None:
        strap = laboratory.add_strap(address="C0:00:00:00:00:03")
        strap.remove()
        with pytest.raises(LabError, match="C0:00:00:00:00:03"):
            strap.status()

    def test_waiting_has_a_limit(self, laboratory: Laboratory) -> None:
        with pytest.raises(LabError, match=r"within 0\.05 s: the impossible"):
            laboratory.wait_for(lambda: False, "the impossible", timeout_s=0.05)

    async def test_command_line_plays_a_recording(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.csv"
        path.write_text("t_s,rr_ms,arrival_s\n" + "".join(f"{i},{900 + i},{i}\n" for i in range(1, 9)))
        command = [
            sys.executable,
            "-m",
            "tests.laboratory",
            "--play",
            str(path),
            "--name",
            "H9",
            "--speed=20",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = process.stdout.readline().split("=", 1)[1].strip().strip("'")
            async with bleak_on(address):
                device = await find()
                async with connected(device) as (_, received):
                    await until(lambda: len(received.values) == 8, "the whole recording")
            process.communicate(timeout=DEADLINE_S)
        assert device.name == "H9"
        assert received.values == [packet.data for packet in packets_from_rr_csv(path)]
        assert process.returncode == 0
