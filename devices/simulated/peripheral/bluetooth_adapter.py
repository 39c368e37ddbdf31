"""A Bluetooth adapter for exclusive use by a simulated strap, and messages about its failures.

Every HCI transport of bumble is possible. Only one program at a time can use an adapter in this way.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Device
from bumble.transport import open_transport
from bumble.transport.common import Transport, TransportLostError, TransportSpecError

from devices.errors import BluetoothUnavailableError
from devices.message import message

_ANSWER_S: Final = 5.0
"""Longest wait for an adapter: opening, starting, or one command."""

_FREE_IT: Final = message("link.free_adapter")
LOST: Final = BluetoothUnavailableError(message("link.adapter_gone"), message("link.plug_in_again"))
_NO_LOW_ENERGY: Final = BluetoothUnavailableError(
    message("link.no_low_energy"), message("link.newer_adapter")
)


class AdapterNameError(BluetoothUnavailableError):
    """An adapter name that bumble can't use."""


@asynccontextmanager
async def opened_adapter(name: str) -> AsyncIterator[Transport]:
    """Open the transport to an adapter, and close it at the end.

    Parameters
    ----------
    name : str
        Name of a bumble transport, such as ``"usb:0"`` or ``"tcp-client:127.0.0.1:9001"``.

    Raises
    ------
    AdapterNameError
        If no transport has this name.
    BluetoothUnavailableError
        If it can't be opened.
    """
    transport = await _open(name)
    try:
        yield transport
    finally:
        with suppress(OSError, BaseBumbleError):
            await transport.close()


async def _open(name: str) -> Transport:
    try:
        async with asyncio.timeout(_ANSWER_S):
            return await open_transport(name)
    except TimeoutError as error:
        silent = message("link.named_adapter_silent", adapter=name)
        raise BluetoothUnavailableError(silent, _FREE_IT) from error
    except Exception as error:  # OSError, USBError, SerialException, TransportInitError, plain Exception
        if _is_about_the_name(error):
            unknown = message("link.unknown_adapter", adapter=name)
            raise AdapterNameError(unknown, message("link.adapter_examples")) from error
        why = str(error) or type(error).__name__
        closed = message("link.adapter_not_opened", adapter=name, why=why)
        raise BluetoothUnavailableError(closed, _FREE_IT) from error


def _is_about_the_name(error: Exception) -> bool:
    """Whether bumble could not parse the name: its parsers differ, and none reports what it expected."""
    return isinstance(error, (TransportSpecError, AssertionError)) or type(error) is ValueError


async def power_on(device: Device) -> None:
    """Start the adapter.

    Raises
    ------
    BluetoothUnavailableError
        If it does not answer, refuses, or has no Bluetooth Low Energy.
    """
    try:
        with explained():
            async with asyncio.timeout(_ANSWER_S):
                await device.power_on()
    except BluetoothUnavailableError as error:
        if _was_asked_what_it_can(device) and not _has_low_energy(device):
            raise _NO_LOW_ENERGY from error
        raise
    if not _has_low_energy(device):
        raise _NO_LOW_ENERGY


@contextmanager
def explained() -> Iterator[None]:
    """Turn an adapter's errors into sentences."""
    try:
        yield
    except TransportLostError as error:
        raise LOST from error
    except TimeoutError as error:
        raise BluetoothUnavailableError(message("link.adapter_silent"), _FREE_IT) from error
    except hci.HCI_Error as error:
        refuses = message("link.adapter_refuses", why=str(error.error_name))
        raise BluetoothUnavailableError(refuses, message("link.plug_in_anew")) from error


def _was_asked_what_it_can(device: Device) -> bool:
    return bool(device.host.local_supported_commands)


def _has_low_energy(device: Device) -> bool:
    return bool(device.host.supports_command(hci.HCI_LE_SET_ADVERTISING_ENABLE_COMMAND))
