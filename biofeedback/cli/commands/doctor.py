"""What works on this computer: versions, Bluetooth, display, and where data lie."""

import asyncio
import json
import os
import platform
import sys
import time
from argparse import Namespace
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from biofeedback.cli.places import session_folder
from biofeedback.terminal.output import put
from devices.errors import BiofeedbackError
from devices.events import HeardStrap, LinkChanged, LinkState
from devices.straps.link import NO_STRAP_FOUND

if TYPE_CHECKING:
    from devices.straps.scan import Stack

_PACKAGES: Final = (
    "biofeedback",
    "bleak",
    "miniaudio",
    "numpy",
    "scipy",
    "sleepecg",
    "pyqtgraph",
    "PySide6-Essentials",
    "platformdirs",
    "rich",
)
_SCHEMA: Final = "biofeedback/finding/1"
_LISTEN_S: Final = 4.0
_NO_BEAT_ADVICE: Final = "Moisten the electrodes and tighten the strap; optical bands may send none at all."
_SIGNS: Final = {True: "works", False: "fails", None: "open "}
_QT_ADVICE: Final = "Install what `make setup` names, or practise with `biofeedback train --terminal`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    subject : str
        What.
    works : bool or None
        Whether it does what the program needs; None where it could not be tried.
    detail : str
        What was found.
    advice : str
        What to do about it; empty while it works.
    """

    subject: str
    works: bool | None
    detail: str
    advice: str = ""


def doctor(options: Namespace) -> int:
    """Look at each part and say what to do about it; 1 where a practice could not be had or kept."""
    findings = [_versions(), _display(), _sound(), _data(options), *asyncio.run(_bluetooth(options))]
    if options.json:
        put(json.dumps([{"schema": _SCHEMA, **asdict(finding)} for finding in findings], indent=1))
    else:
        for finding in findings:
            put(f"{_SIGNS[finding.works]}  {finding.subject}: {finding.detail} {finding.advice}".rstrip())
    return 1 if any(finding.works is False for finding in findings) else 0


def _works(subject: str, detail: str, advice: str = "") -> Finding:
    return Finding(subject, works=True, detail=detail, advice=advice)


def _fails(subject: str, detail: str, advice: str) -> Finding:
    return Finding(subject, works=False, detail=detail, advice=advice)


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    system = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    return _works("Versions", f"{packages}; {system}.")


def _display() -> Finding:
    try:
        from biofeedback.window.look.screen_libraries import qt_version, require_screen_libraries

        qt = f"Qt {qt_version()}"
    except ImportError as error:
        return _fails("Display", f"Qt can't be loaded ({error}).", _QT_ADVICE)
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return _works("Display", f"{qt}; no screen here, so `train` uses the terminal.")
    try:
        require_screen_libraries()
    except BiofeedbackError as error:
        return _fails("Display", str(error.message), str(error.advice))
    return _works("Display", f"{qt}, with a screen.")


def _sound() -> Finding:
    """Open the sound device; a practice can be had without one."""
    from biofeedback.sound.device import device_system

    system = device_system()
    if system:
        return _works("Sound", f"a device, through {system}.")
    advice = "Plug in or switch on speakers or headphones to hear the guide."
    return Finding("Sound", None, "no device answers; the practice is silent.", advice)


def _data(options: Namespace) -> Finding:
    folder = session_folder(options)
    count = len(list(folder.path.glob("*.session"))) if folder.path.is_dir() else 0
    detail = f"{folder.path}, {count} sessions."
    if folder.is_writable():
        return _works("Data", detail)
    return _fails("Data", detail, "This folder can't be written to; name another with --data-dir.")


async def _bluetooth(options: Namespace) -> list[Finding]:
    """Look at adapter and permission, listen for straps, and wait for the first beat of the best one."""
    from devices.straps.scan import Stack, find_straps

    stack = Stack(adapter=options.adapter)
    try:
        straps = await find_straps(_LISTEN_S, stack)
    except BiofeedbackError as error:
        return [_fails("Bluetooth", str(error.message), str(error.advice))]
    works = _works("Bluetooth", "It is there, on, and may be used.")
    if not straps:
        none = Finding("Strap", None, "None was heard.", str(NO_STRAP_FOUND.advice))
        return [works, none]
    names = ", ".join(strap.name or strap.address for strap in straps)
    last = session_folder(options).last_strap_address()
    chosen = next((strap for strap in straps if strap.address == last), straps[0])
    return [works, _works("Strap", f"Heard: {names}."), await _first_beat(chosen, stack, options.search)]


async def _first_beat(strap: HeardStrap, stack: "Stack", patience_s: float) -> Finding:
    from devices.straps.connection import StrapLink

    came: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    told: list[str] = []

    def put(record: object) -> None:
        if isinstance(record, LinkChanged):
            told.append(str(record.message or ""))
            if record.state is LinkState.STREAMING and not came.done():
                came.set_result(record.strap_name)

    begun_s = time.monotonic()
    listening = asyncio.create_task(StrapLink(put, strap.address, streams=(), stack=stack).run())
    try:
        async with asyncio.timeout(patience_s):
            name = await came
        return _works("Beats", f"The first of {name} came after {time.monotonic() - begun_s:.1f} s.")
    except TimeoutError:
        why = next((message for message in reversed(told) if message), _NO_BEAT_ADVICE)
        return _fails("Beats", f"None came from {strap.name or strap.address} within {patience_s:g} s.", why)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
