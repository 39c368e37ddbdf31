"""Commands that listen to straps: scan, record."""

import asyncio
import json
import time
from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from biofeedback.cli.interruption import Interruption, interruptible
from biofeedback.cli.places import session_folder
from biofeedback.cli.straps import bluetooth_strap
from biofeedback.practice.practice import Practice
from biofeedback.statements.live import notice, signal_words, strap_words
from biofeedback.terminal.output import put, tell
from biofeedback.words.spoken import say, spoken
from devices.errors import StrapError
from devices.events import HeardStrap
from devices.message import message
from devices.straps.link import NO_STRAP_FOUND, LinkTimes
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader
from sessions.zone import local_zone

if TYPE_CHECKING:
    from devices.straps.scan import Stack

_POLL_S: Final = 0.1
_STRAP_SCHEMA: Final = "biofeedback/strap/1"


def scan(options: Namespace) -> int:
    """List the straps received within some seconds; in a terminal, list each as soon as it is found."""
    from devices.straps.scan import Stack, find_straps

    stack = Stack(adapter=options.adapter)
    if options.json:
        straps = asyncio.run(find_straps(options.seconds, stack))
        put(json.dumps([{"schema": _STRAP_SCHEMA, **asdict(strap)} for strap in straps], indent=1))
    else:
        straps = _scan_on_screen(options.seconds, stack)
    if not straps:
        raise NO_STRAP_FOUND
    return 0


def _scan_on_screen(duration_s: float, stack: "Stack") -> list[HeardStrap]:
    from rich.live import Live

    from biofeedback.terminal.console import TextConsole
    from biofeedback.terminal.tables.straps import print_straps, straps_table
    from devices.straps.scan import find_straps

    console = TextConsole()
    with Live(say(message("cli.listening")), console=console, transient=True) as live:

        def show(heard: list[HeardStrap]) -> None:
            if console.is_terminal and heard:
                live.update(straps_table(heard))

        straps = asyncio.run(find_straps(duration_s, stack, show))
    print_straps(straps)
    return straps


def record(options: Namespace) -> int:
    """Record a strap until the time is over or the person interrupts.

    Raises
    ------
    StrapError
        If no strap is found or Bluetooth is missing; after the first beats, the search continues without end.
    """
    # This comes first because it reads the settings.
    source = bluetooth_strap(options, times=LinkTimes(search_s=options.search))
    with interruptible() as interruption:
        start_ns = time.monotonic_ns()
        started_at = datetime.now(UTC)
        header = SessionHeader(started_at, start_ns, Origin.STRAP, local_zone(started_at))
        recorder = _recorder(options, header)
        practice = Practice(source, start_ns=start_ns, recorder=recorder)
        found = True
        try:
            practice.begin()
            _listen(practice, options.minutes, interruption)
        except StrapError:
            found = False
            raise
        finally:
            state = practice.end()
            if not found:
                recorder.path.unlink(missing_ok=True)
    put(recorder.path)
    if practice.ending_problem:
        tell(practice.ending_problem)
    tell(message("cli.recorded", count=state.beat_count, duration_s=state.time_s))
    return 130 if interruption.requested else 0


def _recorder(options: Namespace, header: SessionHeader) -> Recorder:
    if options.output:
        return Recorder(options.output, header)
    return session_folder(options).place(header.started_at, lambda path: Recorder(path, header))


def _listen(practice: Practice, minutes: float | None, interruption: Interruption) -> None:
    said = ""
    while not interruption.requested and (minutes is None or practice.now_s() < 60.0 * minutes):
        state = practice.advance()
        if state.link_message and not state.beat_count:
            raise StrapError(state.link_message)
        signal, told = signal_words(state) or "", notice(state, practice.problem) or ""
        sentence = f"{say(strap_words(state))}: {say(signal)} {say(told)}".rstrip()
        if sentence != said:
            tell(f"{spoken().number(state.time_s, '6.1f')} s  {sentence}")
            said = sentence
        time.sleep(0.0 if practice.is_behind else _POLL_S)
