"""The computer stays awake while one practises: on a private bus, with each system's own means."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from biofeedback.cli.companions import Companions
from biofeedback.desktop.awake import (
    ES_CONTINUOUS,
    ES_DISPLAY_REQUIRED,
    ES_SYSTEM_REQUIRED,
    Awake,
    Caffeinate,
    ExecutionState,
    NoInhibitor,
)
from biofeedback.engine.engine import Engine
from biofeedback.sound.accompaniment import SoundSettings
from devices.breath_pattern import BreathPattern
from devices.events import Event, GuideChanged, Part, PartChanged, Tick
from tests.laboratory.bus import PrivateBus
from tests.polling import wait_until
from tests.program import running

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None,
    reason="dbus-daemon is not installed",
)
_PRACTICE = ["train", "--terminal", "--simulated", "--no-record"]


@pytest.fixture
async def bus(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A bus that is session and system bus alike."""
    private = PrivateBus()
    await private.start()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", private.address)
    yield private.address
    await private.stop()


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30.0):
        while not condition():
            await asyncio.sleep(0.02)


async def _ended(awake: Awake) -> None:
    await asyncio.to_thread(awake.end)


@linux
async def test_screen_and_sleep_are_held_and_released(bus: str) -> None:
    from tests.biofeedback.desktop.desktop_services import LOGIN, SCREEN_SAVER, DesktopServices

    services = DesktopServices()
    await services.start(bus, SCREEN_SAVER, LOGIN)
    awake = Awake()
    awake.keep(awake=True)
    await _until(lambda: services.screen_is_held and services.sleep_is_held)
    assert awake.note == ""
    asked = dict(services.requests)
    assert asked[SCREEN_SAVER] == ["biofeedback", "A breathing practice is running"]
    assert asked[f"{LOGIN}.Manager"][0] == "idle:sleep"
    assert asked[f"{LOGIN}.Manager"][3] == "block"
    awake.keep(awake=False)
    await _until(lambda: not services.screen_is_held and not services.sleep_is_held)
    awake.keep(awake=True)
    await _until(lambda: services.screen_is_held and services.sleep_is_held)
    await _ended(awake)
    await _until(lambda: not services.screen_is_held and not services.sleep_is_held)
    await services.stop()


@linux
async def test_repeated_wishes_ask_once(bus: str) -> None:
    from tests.biofeedback.desktop.desktop_services import LOGIN, SCREEN_SAVER, DesktopServices

    services = DesktopServices()
    await services.start(bus, SCREEN_SAVER, LOGIN)
    awake = Awake()
    for _ in range(500):
        awake.keep(awake=True)
    await _until(lambda: services.screen_is_held and services.sleep_is_held)
    await _ended(awake)
    assert len(services.requests) == 2
    await services.stop()


@linux
async def test_portal_where_there_is_no_screen_saver(bus: str) -> None:
    from tests.biofeedback.desktop.desktop_services import LOGIN, PORTAL, DesktopServices

    services = DesktopServices()
    await services.start(bus, PORTAL, LOGIN)
    awake = Awake()
    awake.keep(awake=True)
    await _until(lambda: services.screen_is_held and services.sleep_is_held)
    (asked,) = [
        body for interface, body in services.requests if interface == "org.freedesktop.portal.Inhibit"
    ]
    assert asked[1] == 4 | 8
    await _ended(awake)
    await _until(lambda: not services.screen_is_held)
    await services.stop()


@linux
@pytest.mark.parametrize("refusing", [True, False])
async def test_desktop_that_refuses_or_has_no_such_service(bus: str, refusing: bool) -> None:
    from tests.biofeedback.desktop.desktop_services import LOGIN, SCREEN_SAVER, DesktopServices

    services = DesktopServices(refusing=refusing)
    await services.start(bus, *([SCREEN_SAVER, LOGIN] if refusing else []))
    awake = Awake()
    awake.keep(awake=True)
    await _until(lambda: awake.note)
    assert awake.note == "The screen may lock itself while you practise: this desktop cannot be kept awake."
    awake.keep(awake=False)
    await _until(lambda: not awake.note)
    await _ended(awake)
    await services.stop()


@linux
async def test_screen_held_though_the_system_may_suspend(bus: str) -> None:
    from tests.biofeedback.desktop.desktop_services import SCREEN_SAVER, DesktopServices

    services = DesktopServices()
    await services.start(bus, SCREEN_SAVER)
    awake = Awake()
    awake.keep(awake=True)
    await _until(lambda: awake.note)
    assert services.screen_is_held
    assert awake.note == "The computer may suspend itself while you practise; the screen stays on."
    await _ended(awake)
    await services.stop()


@linux
@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", ""])
def test_no_bus_at_all_is_one_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, address)
    monkeypatch.delenv("DISPLAY", raising=False)
    awake = Awake()
    awake.keep(awake=True)
    wait_until(lambda: awake.note)
    awake.end()
    assert [thread for thread in threading.enumerate() if thread.name == "awake"] == []


@linux
@pytest.mark.parametrize("end_signal", [signal.SIGINT, signal.SIGKILL])
async def test_practice_holds_and_its_end_releases(bus: str, end_signal: int) -> None:
    """The whole program; a killed one is forgotten by the services themselves."""
    from tests.biofeedback.desktop.desktop_services import LOGIN, SCREEN_SAVER, DesktopServices

    services = DesktopServices()
    await services.start(bus, SCREEN_SAVER, LOGIN)
    with running(*_PRACTICE, "--minutes", 5) as practice:
        await _until(lambda: services.screen_is_held and services.sleep_is_held)
        practice.send_signal(end_signal)
        await _until(lambda: not services.screen_is_held and not services.sleep_is_held)
        await asyncio.to_thread(practice.wait, 30.0)
    await services.stop()


def test_caffeinate_runs_while_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("a script with a shebang is no program on Windows")
    said = tmp_path / "said"
    program = tmp_path / "caffeinate"
    program.write_text(f'#!/bin/sh\necho "$@" > {said}.new && mv {said}.new {said}\nexec sleep 600\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    started: list[subprocess.Popen[Any]] = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *args, **options: started.append(popen(*args, **options)) or started[-1]
    )
    awake = Awake(Caffeinate())
    awake.keep(awake=True)
    wait_until(said.exists)
    assert said.read_text().split() == ["-d", "-i", "-s", "-w", str(os.getpid())]
    assert started[0].poll() is None
    awake.keep(awake=False)
    awake.end()
    assert started[0].returncode == -signal.SIGTERM


def test_missing_caffeinate_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    awake = Awake(Caffeinate())
    awake.keep(awake=True)
    wait_until(lambda: awake.note)
    assert awake.note.endswith("the command caffeinate is missing.")
    awake.end()


def test_windows_is_asked_in_one_thread_and_told_at_the_end() -> None:
    calls: list[tuple[int, int]] = []

    def set_state(flags: int) -> int:
        calls.append((flags, threading.get_ident()))
        return ES_CONTINUOUS

    awake = Awake(ExecutionState(set_state))
    awake.keep(awake=True)
    awake.end()
    held = ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED
    assert [flags for flags, _ in calls] == [held, ES_CONTINUOUS]
    assert len({thread for _, thread in calls}) == 1
    assert calls[0][1] != threading.get_ident()


class Witness:
    """An inhibitor that tells whether it is held."""

    def __init__(self) -> None:
        self.held = False

    def hold(self) -> str:
        self.held = True
        return ""

    def release(self) -> None:
        self.held = False


def test_held_through_all_that_is_measured_and_no_longer() -> None:
    engine, along, witness = (
        Engine(0),
        Companions(sound=SoundSettings(muted=True), has_screen=True),
        Witness(),
    )
    along.awake = Awake(witness)
    steps: list[tuple[Event, bool]] = [
        (Tick(0), False),
        (PartChanged(1, Part.BEFORE), True),
        (PartChanged(2, Part.PRACTICE), False),
        (GuideChanged(3, running=True, pattern=BreathPattern(5.0, 2.0)), True),
        (GuideChanged(4, running=False, pattern=BreathPattern(5.0, 2.0)), False),
        (PartChanged(5, Part.AFTER), True),
        (PartChanged(6, Part.DONE), False),
    ]
    for event, held in steps:
        along.show(engine.process(event))
        wait_until(lambda held=held: witness.held is held)  # type: ignore[misc]
    along.end()


@pytest.mark.parametrize("inhibitor", [NoInhibitor(), ExecutionState(lambda _: 0)])
def test_system_that_cannot_be_kept_awake(inhibitor: NoInhibitor | ExecutionState) -> None:
    awake = Awake(inhibitor)
    awake.keep(awake=True)
    wait_until(lambda: awake.note)
    assert awake.note.startswith("The screen may lock itself while you practise: ")
    awake.end()
