"""The command that offers the simulated strap to other programs, over Bluetooth."""

import asyncio
import logging
import time
from argparse import Namespace
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import ModuleType
from typing import Any, Final

from biofeedback.cli.interruption import interruptible
from biofeedback.terminal.output import tell
from devices.errors import BiofeedbackError
from devices.message import Message, message
from devices.simulated.scenario import load_scenario

_POLL_S: Final = 0.05


class ServingUnavailableError(BiofeedbackError):
    """A package that serving needs is not installed."""


def serve(options: Namespace) -> int:
    """Offer the simulated strap until the time is over or the person interrupts.

    Raises
    ------
    ScenarioError
        If there is no such scenario.
    ServingUnavailableError
        If bumble is not installed.
    BluetoothUnavailableError
        If the adapter can't be used.
    """
    scenario = load_scenario(options.scenario)
    peripheral = _peripheral()
    # It logs with a traceback what the program reports in a sentence.
    logging.getLogger("bumble").setLevel(logging.CRITICAL + 1)
    end_s = None if options.minutes is None else time.monotonic() + 60.0 * options.minutes
    with interruptible() as interruption:

        def is_over() -> bool:
            return interruption.requested or (end_s is not None and time.monotonic() >= end_s)

        serving = peripheral.serve_peripheral(options.serve, scenario, seed=options.seed, say=_say)
        asyncio.run(_until(is_over, serving))
    return 130 if interruption.requested else 0


def _peripheral() -> ModuleType:
    try:
        from devices.simulated.peripheral import peripheral
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "bumble":
            raise
        raise ServingUnavailableError(
            message("cli.bumble_missing"), message("cli.bumble_missing.advice")
        ) from error
    return peripheral


async def _until(is_over: Callable[[], bool], work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    while not (task.done() or is_over()):
        await asyncio.wait({task}, timeout=_POLL_S)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _say(sentence: Message | str) -> None:
    tell(sentence)
