"""Checks what works on this computer: versions, Bluetooth, display, and where the data are."""

import asyncio
import json
import os
import platform
import sys
import time
from argparse import Namespace
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from biofeedback.cli.places import chosen_settings, session_folder
from biofeedback.terminal.output import put
from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.events import HeardStrap, LinkChanged, LinkState
from devices.message import Message, message
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
_NO_BEAT_ADVICE: Final = message("doctor.no_beat.advice")
_SIGNS: Final = {
    True: message("doctor.works"),
    False: message("doctor.fails"),
    None: message("doctor.open"),
}
_VERSIONS: Final = message("doctor.versions")
_DISPLAY: Final = message("doctor.display")
_SOUND: Final = message("doctor.sound")
_VOICE: Final = message("doctor.voice")
_DATA: Final = message("doctor.data")
_BLUETOOTH: Final = message("doctor.bluetooth")
_STRAP: Final = message("doctor.strap")
_BEATS: Final = message("doctor.beats")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Parameters
    ----------
    subject : Message
        The thing checked.
    works : bool or None
        Whether it does what the program needs; None if it could not be checked.
    detail : Message or str
        The finding.
    advice : Message or str
        What to do about it; empty if it works.
    """

    subject: Message
    works: bool | None
    detail: Message | str
    advice: Message | str = ""


def doctor(options: Namespace) -> int:
    """Check each part and say what to do about it; return 1 if practising or recording would not work."""
    here = [_versions(), _display(), _sound(), _voice(options), _data(options)]
    findings = [*here, *asyncio.run(_bluetooth(options))]
    if options.json:
        put(json.dumps([_as_json(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            put(finding_line(finding))
    return 1 if any(finding.works is False for finding in findings) else 0


def finding_line(finding: Finding) -> str:
    """Return a finding as a line, in the program's language."""
    width = max(len(say(sign)) for sign in _SIGNS.values())
    said = f"{say(finding.subject)}: {say(finding.detail)} {say(finding.advice)}".rstrip()
    return f"{say(_SIGNS[finding.works]):<{width}}  {said}"


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "schema": _SCHEMA,
        "subject": str(finding.subject),
        "works": finding.works,
        "detail": str(finding.detail),
        "advice": str(finding.advice),
    }


def _works(subject: Message, detail: Message) -> Finding:
    return Finding(subject, works=True, detail=detail)


def _fails(subject: Message, detail: Message | str, advice: Message | str) -> Finding:
    return Finding(subject, works=False, detail=detail, advice=advice)


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return _works(
        _VERSIONS,
        message(
            "doctor.versions_found",
            packages=packages,
            python=platform.python_version(),
            system=f"{platform.system()} {platform.release()}",
        ),
    )


def _display() -> Finding:
    try:
        from biofeedback.window.look.screen_libraries import qt_version, require_screen_libraries

        qt = qt_version()
    except ImportError as error:
        return _fails(_DISPLAY, message("doctor.no_qt", why=str(error)), message("doctor.no_qt.advice"))
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return _works(_DISPLAY, message("doctor.no_screen", version=qt))
    try:
        require_screen_libraries()
    except BiofeedbackError as error:
        return _fails(_DISPLAY, error.message, error.advice)
    return _works(_DISPLAY, message("doctor.screen", version=qt))


def _sound() -> Finding:
    """Open the sound device; a practice works without one."""
    from biofeedback.sound.device import device_system

    system = device_system()
    if system:
        return _works(_SOUND, message("doctor.sound_device", system=system))
    return Finding(_SOUND, None, message("doctor.no_sound"), message("doctor.no_sound.advice"))


def _voice(options: Namespace) -> Finding:
    """Let the voice say one phrase; a practice works without it."""
    from biofeedback.cli.asked.speech import chosen_voice, phrase_utterances
    from biofeedback.voice.phrases import Phrase
    from biofeedback.words.spoken import spoken

    none = message("doctor.no_voice")
    try:
        voice = chosen_voice(chosen_settings(options).sound)
        if voice is None:
            return Finding(_VOICE, None, none, message("sound.voice.none.advice"))
        voice.say(phrase_utterances()[Phrase.IN], spoken().language)
    except BiofeedbackError as error:
        return Finding(_VOICE, None, error.message, error.advice)
    return _works(_VOICE, message("doctor.voice_speaks", name=voice.name))


def _data(options: Namespace) -> Finding:
    folder = session_folder(options)
    count = len(list(folder.path.glob("*.session"))) if folder.path.is_dir() else 0
    detail = message("doctor.sessions", path=str(folder.path), count=count)
    if folder.is_writable():
        return _works(_DATA, detail)
    return _fails(_DATA, detail, message("doctor.unwritable.advice"))


async def _bluetooth(options: Namespace) -> list[Finding]:
    """Check adapter and permission, listen for straps, and wait for the first beat of the best one."""
    from devices.straps.scan import Stack, find_straps

    stack = Stack(adapter=options.adapter)
    try:
        straps = await find_straps(_LISTEN_S, stack)
    except BiofeedbackError as error:
        return [_fails(_BLUETOOTH, error.message, error.advice)]
    works = _works(_BLUETOOTH, message("doctor.bluetooth_works"))
    if not straps:
        return [works, Finding(_STRAP, None, message("doctor.no_strap"), NO_STRAP_FOUND.advice)]
    names = ", ".join(strap.name or strap.address for strap in straps)
    last = session_folder(options).last_strap_address()
    chosen = next((strap for strap in straps if strap.address == last), straps[0])
    heard = _works(_STRAP, message("doctor.straps_heard", names=names))
    return [works, heard, await _first_beat(chosen, stack, options.search)]


async def _first_beat(strap: HeardStrap, stack: "Stack", patience_s: float) -> Finding:
    from devices.straps.connection import StrapLink

    came: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    told: list[Message | str] = []

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
        came_s = time.monotonic() - begun_s
        return _works(_BEATS, message("doctor.first_beat", name=name, after_s=came_s))
    except TimeoutError:
        why = next((message for message in reversed(told) if message), _NO_BEAT_ADVICE)
        name = strap.name or strap.address
        return _fails(_BEATS, message("doctor.no_beat", name=name, within_s=patience_s), why)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
