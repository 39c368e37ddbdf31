"""What Bluetooth's failures mean to a person."""

from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDeviceNotFoundError,
    BleakError,
)

from devices.errors import BluetoothUnavailableError, StrapError

BLUETOOTH_FAILURES: Final = (BleakError, TimeoutError, OSError, EOFError)
"""What bleak raises: TimeoutError when connecting, OSError without D-Bus, EOFError when the bus dies."""

_NO_ADAPTER: Final = (
    "No Bluetooth adapter was found.",
    "Plug one in, and check that the system's bluetooth service runs.",
)
_DENIED: Final = (
    "The system did not allow the use of Bluetooth.",
    "Allow it in the system's privacy settings; a container or sandbox may need it too.",
)
_UNAVAILABLE: Final = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: _NO_ADAPTER,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        "This Bluetooth adapter does not support Bluetooth Low Energy.",
        "Use one of version 4.0 or newer.",
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (
        "Bluetooth is off.",
        "Turn it on; the search goes on by itself.",
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: _DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: _DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: _DENIED,
}

NO_STRAP_FOUND: Final = StrapError(
    "No strap was found.",
    "Wear it, moisten the electrodes and come closer; close other apps, watches and phones connected to it.",
)


def explain(failure: BaseException) -> StrapError:
    """Turn a failure of bleak or the system into a sentence with advice."""
    if isinstance(failure, StrapError):
        return failure
    if isinstance(failure, BleakBluetoothNotAvailableError):
        message, advice = _UNAVAILABLE.get(failure.reason, _NO_ADAPTER)
        return BluetoothUnavailableError(message, advice)
    if isinstance(failure, TimeoutError):
        return StrapError("The strap was seen but does not answer.", "Come closer; it is tried again.")
    if isinstance(failure, BleakDeviceNotFoundError):
        return NO_STRAP_FOUND
    if isinstance(failure, (OSError, EOFError)):
        # No D-Bus socket, or the bus died: on Linux that is how a missing bluetooth service shows.
        return BluetoothUnavailableError(*_NO_ADAPTER)
    return StrapError(f"Bluetooth failed ({_first_line(failure)}).", "It is tried again.")


def _first_line(failure: BaseException) -> str:
    text = str(failure).strip()
    return text.splitlines()[0][:120] if text else type(failure).__name__
